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
 * Italian strings.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['badfile'] = 'Il file non è stato accettato, non è stato scritto nulla: {$a}';
$string['blocked_bad_package'] = 'Il file non è un pacchetto SCORM che Moodle possa eseguire: {$a}';
$string['blocked_completion_locked'] = 'Alcuni studenti l’hanno già completato. Cambiare i criteri di completamento farebbe ricalcolare il loro.';
$string['blocked_has_attempts'] = 'Il quiz è già stato tentato: le sue domande non possono più cambiare, come in Moodle stesso.';
$string['blocked_key_taken'] = 'La chiave «{$a}» indica altro in questo corso.';
$string['blocked_kind_change'] = 'La chiave indica su questo sito un elemento di altro tipo.';
$string['blocked_language_pack'] = 'Il pacchetto linguistico «{$a}» non è installato su questo sito.';
$string['blocked_managed'] = 'È gestito dal progetto «{$a}».';
$string['blocked_no_bank'] = 'Non c’è un deposito delle domande «{$a}» in questo corso.';
$string['blocked_no_category'] = 'Non c’è una categoria «{$a}».';
$string['blocked_no_question'] = 'Non c’è una domanda o categoria «{$a}» in questo corso.';
$string['blocked_no_quiz'] = 'Non c’è un quiz «{$a}» in questo corso.';
$string['blocked_no_section'] = 'Non c’è una sezione «{$a}» in questo corso.';
$string['blocked_not_empty'] = 'La sezione non è vuota.';
$string['blocked_not_there'] = 'Non c’è.';
$string['blocked_package_type'] = 'L’attività prende il suo pacchetto da un’altra parte ({$a}).';
$string['blocked_qtype_change'] = 'Una domanda non può cambiare tipo: {$a}';
$string['blocked_tombstone'] = 'Qualcuno l’ha eliminato su questo sito. Non viene ricreato se non lo si chiede.';
$string['blocked_too_long'] = 'Il campo «{$a}» è troppo lungo per questo sito.';
$string['blocked_track_loss'] = 'Alcuni studenti hanno risultati in parti che mancano al nuovo pacchetto: {$a}';
$string['blocked_twice'] = 'La domanda «{$a}» è già nel quiz.';
$string['blocked_unadopted'] = 'Esiste già un elemento con questo codice identificativo che non è gestito. Adottatelo o cambiatene il codice.';
$string['blocked_unsupported'] = 'Non è possibile con elementi di questo tipo.';
$string['blocked_upload_missing'] = 'I file per «{$a}» non sono arrivati, o non sono integri.';
$string['event_item_blocked'] = 'Contenuto non sincronizzato';
$string['event_item_synced'] = 'Contenuto sincronizzato';
$string['invalidspec'] = 'La specifica non è utilizzabile: {$a}';
$string['locked'] = 'È in corso un’altra scrittura. Riprovate.';
$string['machina:delete'] = 'Eliminare o ritirare contenuti gestiti';
$string['machina:sync'] = 'Scrivere contenuti gestiti';
$string['machina:view'] = 'Vedere che cosa è gestito';
$string['missing'] = 'Il file non contiene più questa domanda.';
$string['norun'] = 'L’esecuzione è finita o la sua prenotazione è scaduta. Iniziatene una nuova.';
$string['notstored'] = 'Moodle non ha salvato il campo «{$a}». Non è stato cambiato nulla.';
$string['pluginname'] = 'machina-scorm';
$string['privacy:metadata'] = 'Il plugin machina-scorm non salva nulla sulle persone.';
$string['question_without_key'] = 'occorre un codice identificativo di al massimo 100 byte.';
$string['role_machina_sync'] = 'machina-scorm: scrive i corsi';
$string['role_machina_sync_about'] = 'Per l’account del servizio machina-scorm. Il ruolo contiene quanto serve per creare e modificare corsi, attività e domande, e nulla su persone o valutazioni.';
$string['role_machina_ws'] = 'machina-scorm: può chiamare il servizio';
$string['role_machina_ws_about'] = 'Per l’account del servizio machina-scorm. Il ruolo permette di chiamare i web service e nient’altro.';
$string['setup'] = 'Preparare il sito per machina-scorm';
$string['setup_badexpiry'] = '«{$a}» non è una scadenza per un token. Scrivete 30d, 6m, 1y, un giorno futuro come 2030-06-30, oppure never.';
$string['setup_badip'] = '«{$a}» non è un indirizzo IP né una sottorete. Scrivete 192.0.2.7 o 198.51.100.0/24, più d’uno con virgole in mezzo.';
$string['setup_badnamespace'] = 'Il nome del progetto ha da 1 a 30 lettere minuscole, cifre, trattini e trattini bassi, e comincia con una lettera o una cifra.';
$string['setup_badusername'] = 'Il nome dell’account è vuoto o contiene caratteri che Moodle non ammette.';
$string['setup_category'] = 'Dove può lavorare l’account';
$string['setup_do'] = 'Preparare il sito';
$string['setup_expiry'] = 'Il token vale per';
$string['setup_expiry_help'] = '30d, 6m o 1y per giorni, mesi o anni, una data come 2030-06-30, oppure never per un token senza scadenza.';
$string['setup_intro'] = 'Un pulsante attiva i web service, crea due ruoli e un account con cui nessuno può accedere, e gli dà un token. Quello che c’è già resta com’è.';
$string['setup_ips'] = 'Solo da questi indirizzi';
$string['setup_ips_help'] = 'Indirizzi IP o sottoreti con virgole in mezzo, come 192.0.2.7,198.51.100.0/24. Vuoto: da ovunque.';
$string['setup_namespace'] = 'Nome del progetto';
$string['setup_never'] = 'senza scadenza';
$string['setup_newtoken'] = 'Sostituire il token esistente';
$string['setup_nocategory'] = 'Indicate dove può lavorare l’account: --category=IDNUMBER per una categoria di corsi, --category=site per tutto il sito.';
$string['setup_noservice'] = 'Manca il servizio machina-scorm. Eseguite prima l’aggiornamento del sito (Amministrazione del sito > Notifiche).';
$string['setup_nothing'] = 'Non c’è nulla da annullare.';
$string['setup_profile'] = 'Il profilo di questo sito. Salvatelo come {$a} nel progetto:';
$string['setup_site'] = 'Ovunque su questo sito';
$string['setup_state_already'] = 'già fatto';
$string['setup_state_kept'] = 'resta, in uso';
$string['setup_state_made'] = 'fatto';
$string['setup_state_removed'] = 'annullato';
$string['setup_state_would'] = 'sarebbe fatto';
$string['setup_step_assignment'] = 'Ruolo assegnato';
$string['setup_step_capabilities'] = 'Diritti del ruolo che mancavano';
$string['setup_step_protocol'] = 'Protocollo attivato';
$string['setup_step_role'] = 'Ruolo';
$string['setup_step_service'] = 'Servizio attivato';
$string['setup_step_serviceuser'] = 'Account autorizzato a usare il servizio';
$string['setup_step_token'] = 'Token';
$string['setup_step_tokenuntil'] = 'Token, valido fino al';
$string['setup_step_user'] = 'Account senza password';
$string['setup_step_webservices'] = 'Web service attivati';
$string['setup_token'] = 'Il token. Viene mostrato solo questa volta. Chi lo possiede può scrivere corsi qui: custoditelo come una password, e mai nei file del progetto.';
$string['setup_tokenthere'] = 'C’è già un token. Non può essere mostrato di nuovo. Se è perso, spuntate «Sostituire il token esistente», oppure usate --new-token sul server.';
$string['setup_undo'] = 'Annullare tutto';
$string['setup_undosure'] = 'Rimuovere il token, l’account e i ruoli creati qui? I corsi e i loro contenuti restano.';
$string['setup_userexists'] = 'Esiste un account «{$a}» con cui si può accedere. Scegliete un altro nome.';
$string['stale'] = 'È stato cambiato sul sito dopo che il piano è stato fatto.';
$string['unconfirmed'] = '{$a} di essi contengono dati di studenti. Confermate con questo numero.';
