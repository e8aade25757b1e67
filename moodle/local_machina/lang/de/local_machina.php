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
 * German strings.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['badfile'] = 'Die Datei wurde nicht angenommen, es wurde nichts geschrieben: {$a}';
$string['blocked_bad_package'] = 'Die Datei ist kein SCORM-Paket, das Moodle abspielen kann: {$a}';
$string['blocked_completion_locked'] = 'Lernende haben es schon abgeschlossen. Geänderte Abschlussbedingungen würden ihren Abschluss neu berechnen.';
$string['blocked_has_attempts'] = 'Es gibt schon Versuche in diesem Test: Seine Fragen lassen sich nicht mehr ändern, wie in Moodle selbst.';
$string['blocked_key_taken'] = 'Der Schlüssel „{$a}“ steht in diesem Kurs für etwas anderes.';
$string['blocked_kind_change'] = 'Der Schlüssel steht auf dieser Website für etwas anderer Art.';
$string['blocked_language_pack'] = 'Das Sprachpaket „{$a}“ ist auf dieser Website nicht installiert.';
$string['blocked_managed'] = 'Es wird vom Projekt „{$a}“ verwaltet.';
$string['blocked_no_bank'] = 'In diesem Kurs gibt es keine Fragensammlung „{$a}“.';
$string['blocked_no_category'] = 'Es gibt keinen Bereich und keine Kategorie „{$a}“.';
$string['blocked_no_question'] = 'In diesem Kurs gibt es keine Frage oder Kategorie „{$a}“.';
$string['blocked_no_quiz'] = 'In diesem Kurs gibt es keinen Test „{$a}“.';
$string['blocked_no_section'] = 'In diesem Kurs gibt es keinen Abschnitt „{$a}“.';
$string['blocked_not_empty'] = 'Der Abschnitt ist nicht leer.';
$string['blocked_not_there'] = 'Es ist nicht vorhanden.';
$string['blocked_package_type'] = 'Die Aktivität bezieht ihr Paket von anderswo ({$a}).';
$string['blocked_qtype_change'] = 'Eine Frage kann ihren Typ nicht ändern: {$a}';
$string['blocked_tombstone'] = 'Jemand hat es auf dieser Website gelöscht. Es wird nur neu angelegt, wenn Sie es verlangen.';
$string['blocked_too_long'] = 'Das Feld „{$a}“ ist zu lang für diese Website.';
$string['blocked_track_loss'] = 'Lernende haben Ergebnisse in Teilen, die im neuen Paket fehlen: {$a}';
$string['blocked_twice'] = 'Die Frage „{$a}“ ist schon im Test.';
$string['blocked_unadopted'] = 'Etwas mit dieser ID-Nummer ist schon da und wird nicht verwaltet. Übernehmen Sie es oder ändern Sie seine ID-Nummer.';
$string['blocked_unsupported'] = 'Das geht bei Dingen dieser Art nicht.';
$string['blocked_upload_missing'] = 'Die Dateien für „{$a}“ sind nicht oder beschädigt angekommen.';
$string['event_item_blocked'] = 'Inhalt nicht abgeglichen';
$string['event_item_synced'] = 'Inhalt abgeglichen';
$string['invalidspec'] = 'Die Angaben sind nicht verwendbar: {$a}';
$string['locked'] = 'Es wird gerade etwas anderes geschrieben. Versuchen Sie es noch einmal.';
$string['machina:delete'] = 'Verwaltete Inhalte löschen oder zurückziehen';
$string['machina:sync'] = 'Verwaltete Inhalte schreiben';
$string['machina:view'] = 'Sehen, was verwaltet wird';
$string['missing'] = 'Die Datei enthält diese Frage nicht mehr.';
$string['norun'] = 'Der Lauf ist beendet oder seine Reservierung abgelaufen. Beginnen Sie einen neuen Lauf.';
$string['notstored'] = 'Moodle hat das Feld „{$a}“ nicht gespeichert. Es wurde nichts geändert.';
$string['pluginname'] = 'machina-scorm';
$string['privacy:metadata'] = 'Das Plugin machina-scorm speichert nichts über Personen.';
$string['question_without_key'] = 'sie braucht eine ID-Nummer von höchstens 100 Byte.';
$string['role_machina_sync'] = 'machina-scorm: schreibt Kurse';
$string['role_machina_sync_about'] = 'Für das Konto des Dienstes machina-scorm. Die Rolle enthält, was zum Anlegen und Ändern von Kursen, Aktivitäten und Fragen nötig ist, und nichts über Personen oder Bewertungen.';
$string['role_machina_ws'] = 'machina-scorm: darf den Dienst aufrufen';
$string['role_machina_ws_about'] = 'Für das Konto des Dienstes machina-scorm. Die Rolle erlaubt den Aufruf von Webservices und sonst nichts.';
$string['setup'] = 'Website für machina-scorm vorbereiten';
$string['setup_badexpiry'] = '„{$a}“ ist kein Ende für ein Token. Schreiben Sie 30d, 6m, 1y, einen künftigen Tag wie 2030-06-30 oder never.';
$string['setup_badip'] = '„{$a}“ ist weder IP-Adresse noch Subnetz. Schreiben Sie 192.0.2.7 oder 198.51.100.0/24, mehrere mit Kommas dazwischen.';
$string['setup_badnamespace'] = 'Der Name des Projekts hat 1 bis 30 Kleinbuchstaben, Ziffern, Binde- und Unterstriche und beginnt mit einem Buchstaben oder einer Ziffer.';
$string['setup_badusername'] = 'Der Name des Kontos ist leer oder enthält Zeichen, die Moodle nicht erlaubt.';
$string['setup_category'] = 'Wo das Konto arbeiten darf';
$string['setup_do'] = 'Website vorbereiten';
$string['setup_expiry'] = 'Das Token gilt für';
$string['setup_expiry_help'] = '30d, 6m oder 1y für Tage, Monate oder Jahre, ein Datum wie 2030-06-30 oder never für ein Token ohne Ende.';
$string['setup_intro'] = 'Ein Knopf schaltet Webservices ein, legt zwei Rollen und ein Konto an, mit dem sich niemand anmelden kann, und gibt ihm ein Token. Was schon da ist, bleibt, wie es ist.';
$string['setup_ips'] = 'Nur von diesen Adressen';
$string['setup_ips_help'] = 'IP-Adressen oder Subnetze mit Kommas dazwischen, etwa 192.0.2.7,198.51.100.0/24. Leer: von überall.';
$string['setup_namespace'] = 'Name des Projekts';
$string['setup_never'] = 'ohne Ende';
$string['setup_newtoken'] = 'Das vorhandene Token ersetzen';
$string['setup_nocategory'] = 'Sagen Sie, wo das Konto arbeiten darf: --category=IDNUMBER für einen Kursbereich, --category=site für die ganze Website.';
$string['setup_noservice'] = 'Der Dienst machina-scorm fehlt. Aktualisieren Sie zuerst die Website (Website-Administration > Mitteilungen).';
$string['setup_nothing'] = 'Es gibt nichts zurückzunehmen.';
$string['setup_profile'] = 'Das Profil dieser Website. Speichern Sie es als {$a} im Projekt:';
$string['setup_site'] = 'Überall auf dieser Website';
$string['setup_state_already'] = 'bereits';
$string['setup_state_kept'] = 'bleibt, benutzt';
$string['setup_state_made'] = 'erledigt';
$string['setup_state_removed'] = 'zurückgenommen';
$string['setup_state_would'] = 'würde getan';
$string['setup_step_assignment'] = 'Rolle vergeben';
$string['setup_step_capabilities'] = 'Rechte der Rolle, die fehlten';
$string['setup_step_protocol'] = 'Protokoll eingeschaltet';
$string['setup_step_role'] = 'Rolle';
$string['setup_step_service'] = 'Dienst eingeschaltet';
$string['setup_step_serviceuser'] = 'Konto darf den Dienst nutzen';
$string['setup_step_token'] = 'Token';
$string['setup_step_tokenuntil'] = 'Token, gültig bis';
$string['setup_step_user'] = 'Konto ohne Kennwort';
$string['setup_step_webservices'] = 'Webservices eingeschaltet';
$string['setup_token'] = 'Das Token. Es wird nur dieses eine Mal gezeigt. Wer es hat, kann hier Kurse schreiben: Bewahren Sie es wie ein Kennwort auf, und nie in den Dateien des Projekts.';
$string['setup_tokenthere'] = 'Es gibt schon ein Token. Es lässt sich nicht noch einmal zeigen. Ist es verloren, kreuzen Sie „Das vorhandene Token ersetzen“ an oder nehmen auf dem Server --new-token.';
$string['setup_undo'] = 'Alles zurücknehmen';
$string['setup_undosure'] = 'Das Token, das Konto und die Rollen entfernen, die hier angelegt wurden? Kurse und ihre Inhalte bleiben.';
$string['setup_userexists'] = 'Es gibt ein Konto „{$a}“, mit dem man sich anmelden kann. Wählen Sie einen anderen Namen.';
$string['stale'] = 'Es wurde auf der Website geändert, seit der Plan erstellt wurde.';
$string['unconfirmed'] = '{$a} davon enthalten Daten von Lernenden. Bestätigen Sie mit dieser Zahl.';
