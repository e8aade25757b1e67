<?php
// This file is part of Moodle - https://moodle.org/
//
// Moodle is free software: you can redistribute it and/or modify
// it under the terms of the GNU General Public License as published by
// the Free Software Foundation, either version 3 of the License, or
// (at your option) any later version.
//
// Moodle is distributed in the hope that it will be useful,
// but WITHOUT ANY WARRANTY; without even the implied warranty of
// MERCHANTABILITY or FITNESS FOR A PARTICULAR PURPOSE.  See the
// GNU General Public License for more details.
//
// You should have received a copy of the GNU General Public License
// along with Moodle.  If not, see <https://www.gnu.org/licenses/>.

/**
 * Romanian strings.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['badfile'] = 'Fișierul nu a fost acceptat, nu s-a scris nimic: {$a}';
$string['blocked_bad_package'] = 'Fișierul nu este un pachet SCORM pe care Moodle îl poate reda: {$a}';
$string['blocked_completion_locked'] = 'Unii cursanți l-au finalizat deja. Schimbarea condițiilor de finalizare ar recalcula finalizarea lor.';
$string['blocked_has_attempts'] = 'Testul a fost deja încercat: întrebările lui nu se mai pot schimba, ca în Moodle însuși.';
$string['blocked_key_taken'] = 'Cheia „{$a}” desemnează altceva în acest curs.';
$string['blocked_kind_change'] = 'Cheia desemnează pe acest site un element de alt tip.';
$string['blocked_language_pack'] = 'Pachetul de limbă „{$a}” nu este instalat pe acest site.';
$string['blocked_managed'] = 'Este gestionat de proiectul „{$a}”.';
$string['blocked_no_bank'] = 'Nu există o bancă de întrebări „{$a}” în acest curs.';
$string['blocked_no_category'] = 'Nu există categoria „{$a}”.';
$string['blocked_no_question'] = 'Nu există întrebarea sau categoria „{$a}” în acest curs.';
$string['blocked_no_quiz'] = 'Nu există testul „{$a}” în acest curs.';
$string['blocked_no_section'] = 'Nu există secțiunea „{$a}” în acest curs.';
$string['blocked_not_empty'] = 'Secțiunea nu este goală.';
$string['blocked_not_there'] = 'Nu există.';
$string['blocked_package_type'] = 'Activitatea își ia pachetul din altă parte ({$a}).';
$string['blocked_qtype_change'] = 'O întrebare nu își poate schimba tipul: {$a}';
$string['blocked_tombstone'] = 'Cineva l-a șters de pe acest site. Nu este creat din nou decât dacă cereți acest lucru.';
$string['blocked_too_long'] = 'Câmpul „{$a}” este prea lung pentru acest site.';
$string['blocked_track_loss'] = 'Unii cursanți au rezultate în părți care lipsesc din noul pachet: {$a}';
$string['blocked_twice'] = 'Întrebarea „{$a}” este deja în test.';
$string['blocked_unadopted'] = 'Există deja ceva cu acest număr de identificare care nu este gestionat. Preluați-l sau schimbați-i numărul.';
$string['blocked_unsupported'] = 'Acest lucru nu se poate face cu elemente de acest tip.';
$string['blocked_upload_missing'] = 'Fișierele pentru „{$a}” nu au ajuns sau au ajuns deteriorate.';
$string['event_item_blocked'] = 'Conținut nesincronizat';
$string['event_item_synced'] = 'Conținut sincronizat';
$string['invalidspec'] = 'Specificația nu poate fi folosită: {$a}';
$string['locked'] = 'O altă scriere este în curs. Încercați din nou.';
$string['machina:delete'] = 'Șterge sau retrage conținut gestionat';
$string['machina:sync'] = 'Scrie conținut gestionat';
$string['machina:view'] = 'Vede ce este gestionat';
$string['missing'] = 'Fișierul nu mai conține această întrebare.';
$string['norun'] = 'Execuția s-a încheiat sau rezervarea ei a expirat. Începeți o nouă execuție.';
$string['notstored'] = 'Moodle nu a salvat câmpul „{$a}”. Nu s-a schimbat nimic.';
$string['pluginname'] = 'machina-scorm';
$string['privacy:metadata'] = 'Modulul machina-scorm nu stochează nimic despre persoane.';
$string['question_without_key'] = 'are nevoie de un număr de identificare de cel mult 100 de octeți.';
$string['role_machina_sync'] = 'machina-scorm: scrie cursuri';
$string['role_machina_sync_about'] = 'Pentru contul serviciului machina-scorm. Rolul conține ce este necesar pentru a crea și schimba cursuri, activități și întrebări și nimic despre persoane sau note.';
$string['role_machina_ws'] = 'machina-scorm: poate apela serviciul';
$string['role_machina_ws_about'] = 'Pentru contul serviciului machina-scorm. Rolul permite apelarea serviciilor web și nimic altceva.';
$string['setup'] = 'Pregătește site-ul pentru machina-scorm';
$string['setup_badexpiry'] = '„{$a}” nu este un termen pentru un token. Scrieți 30d, 6m, 1y, o zi viitoare ca 2030-06-30 sau never.';
$string['setup_badip'] = '„{$a}” nu este o adresă IP sau o subrețea. Scrieți 192.0.2.7 sau 198.51.100.0/24, mai multe cu virgule între ele.';
$string['setup_badnamespace'] = 'Numele proiectului are între 1 și 30 de litere mici, cifre, cratime și liniuțe de subliniere și începe cu o literă sau o cifră.';
$string['setup_badusername'] = 'Numele contului este gol sau conține caractere pe care Moodle nu le permite.';
$string['setup_category'] = 'Unde poate lucra contul';
$string['setup_do'] = 'Pregătește site-ul';
$string['setup_expiry'] = 'Tokenul este valabil';
$string['setup_expiry_help'] = '30d, 6m sau 1y pentru zile, luni sau ani, o dată ca 2030-06-30 sau never pentru un token fără termen.';
$string['setup_intro'] = 'Un buton activează serviciile web, creează două roluri și un cont cu care nimeni nu se poate autentifica și îi dă un token. Ce există deja rămâne cum este.';
$string['setup_ips'] = 'Numai de la aceste adrese';
$string['setup_ips_help'] = 'Adrese IP sau subrețele cu virgule între ele, ca 192.0.2.7,198.51.100.0/24. Gol: de oriunde.';
$string['setup_namespace'] = 'Numele proiectului';
$string['setup_never'] = 'fără termen';
$string['setup_newtoken'] = 'Înlocuiește tokenul existent';
$string['setup_nocategory'] = 'Spuneți unde poate lucra contul: --category=IDNUMBER pentru o categorie de cursuri, --category=site pentru tot site-ul.';
$string['setup_noservice'] = 'Serviciul machina-scorm lipsește. Faceți întâi actualizarea site-ului (Administrare site > Notificări).';
$string['setup_nothing'] = 'Nu este nimic de anulat.';
$string['setup_profile'] = 'Profilul acestui site. Salvați-l ca {$a} în proiect:';
$string['setup_site'] = 'Oriunde pe acest site';
$string['setup_state_already'] = 'deja';
$string['setup_state_kept'] = 'rămâne, folosit';
$string['setup_state_made'] = 'făcut';
$string['setup_state_removed'] = 'anulat';
$string['setup_state_would'] = 's-ar face';
$string['setup_step_assignment'] = 'Rol acordat';
$string['setup_step_capabilities'] = 'Drepturi ale rolului care lipseau';
$string['setup_step_protocol'] = 'Protocol activat';
$string['setup_step_role'] = 'Rol';
$string['setup_step_service'] = 'Serviciu activat';
$string['setup_step_serviceuser'] = 'Cont autorizat să folosească serviciul';
$string['setup_step_token'] = 'Token';
$string['setup_step_tokenuntil'] = 'Token, valabil până la';
$string['setup_step_user'] = 'Cont fără parolă';
$string['setup_step_webservices'] = 'Servicii web activate';
$string['setup_token'] = 'Tokenul. Este arătat numai de această dată. Cine îl are poate scrie cursuri aici: păstrați-l ca pe o parolă și niciodată în fișierele proiectului.';
$string['setup_tokenthere'] = 'Există deja un token. Nu mai poate fi arătat. Dacă s-a pierdut, bifați „Înlocuiește tokenul existent” sau folosiți --new-token pe server.';
$string['setup_undo'] = 'Anulează tot';
$string['setup_undosure'] = 'Se elimină tokenul, contul și rolurile create aici? Cursurile și conținutul lor rămân.';
$string['setup_userexists'] = 'Există un cont „{$a}” cu care cineva se poate autentifica. Alegeți alt nume.';
$string['stale'] = 'A fost schimbat pe site de când s-a făcut planul.';
$string['unconfirmed'] = '{$a} dintre ele conțin date ale cursanților. Confirmați cu acest număr.';
