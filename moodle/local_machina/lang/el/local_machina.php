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
 * Greek strings.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['badfile'] = 'Το αρχείο δεν έγινε δεκτό, δεν γράφτηκε τίποτα: {$a}';
$string['blocked_bad_package'] = 'Το αρχείο δεν είναι πακέτο SCORM που μπορεί να αναπαραγάγει το Moodle: {$a}';
$string['blocked_completion_locked'] = 'Εκπαιδευόμενοι το έχουν ήδη ολοκληρώσει. Η αλλαγή των όρων ολοκλήρωσης θα υπολόγιζε ξανά τη δική τους.';
$string['blocked_has_attempts'] = 'Έχουν ήδη γίνει προσπάθειες στο κουίζ: οι ερωτήσεις του δεν αλλάζουν πια, όπως και στο ίδιο το Moodle.';
$string['blocked_key_taken'] = 'Το κλειδί «{$a}» αντιστοιχεί σε κάτι άλλο σε αυτό το μάθημα.';
$string['blocked_kind_change'] = 'Το κλειδί αντιστοιχεί σε κάτι άλλου είδους σε αυτόν τον ιστότοπο.';
$string['blocked_language_pack'] = 'Το πακέτο γλώσσας «{$a}» δεν είναι εγκατεστημένο σε αυτόν τον ιστότοπο.';
$string['blocked_managed'] = 'Το διαχειρίζεται το έργο «{$a}».';
$string['blocked_no_bank'] = 'Δεν υπάρχει τράπεζα ερωτήσεων «{$a}» σε αυτό το μάθημα.';
$string['blocked_no_category'] = 'Δεν υπάρχει κατηγορία «{$a}».';
$string['blocked_no_question'] = 'Δεν υπάρχει ερώτηση ή κατηγορία «{$a}» σε αυτό το μάθημα.';
$string['blocked_no_quiz'] = 'Δεν υπάρχει κουίζ «{$a}» σε αυτό το μάθημα.';
$string['blocked_no_section'] = 'Δεν υπάρχει ενότητα «{$a}» σε αυτό το μάθημα.';
$string['blocked_not_empty'] = 'Η ενότητα δεν είναι κενή.';
$string['blocked_not_there'] = 'Δεν υπάρχει.';
$string['blocked_package_type'] = 'Η δραστηριότητα παίρνει το πακέτο της από αλλού ({$a}).';
$string['blocked_qtype_change'] = 'Μια ερώτηση δεν μπορεί να αλλάξει τύπο: {$a}';
$string['blocked_tombstone'] = 'Κάποιος το διέγραψε σε αυτόν τον ιστότοπο. Δεν δημιουργείται ξανά παρά μόνο αν το ζητήσετε.';
$string['blocked_too_long'] = 'Το πεδίο «{$a}» είναι πολύ μεγάλο για αυτόν τον ιστότοπο.';
$string['blocked_track_loss'] = 'Εκπαιδευόμενοι έχουν αποτελέσματα σε μέρη που λείπουν από το νέο πακέτο: {$a}';
$string['blocked_twice'] = 'Η ερώτηση «{$a}» είναι ήδη στο κουίζ.';
$string['blocked_unadopted'] = 'Υπάρχει ήδη κάτι με αυτόν τον αριθμό ID που δεν είναι υπό διαχείριση. Υιοθετήστε το ή αλλάξτε τον αριθμό του.';
$string['blocked_unsupported'] = 'Αυτό δεν γίνεται με στοιχεία αυτού του είδους.';
$string['blocked_upload_missing'] = 'Τα αρχεία για το «{$a}» δεν έφτασαν, ή έφτασαν κατεστραμμένα.';
$string['event_item_blocked'] = 'Περιεχόμενο που δεν συγχρονίστηκε';
$string['event_item_synced'] = 'Περιεχόμενο που συγχρονίστηκε';
$string['invalidspec'] = 'Η προδιαγραφή δεν μπορεί να χρησιμοποιηθεί: {$a}';
$string['locked'] = 'Γίνεται άλλη εγγραφή αυτή τη στιγμή. Δοκιμάστε ξανά.';
$string['machina:delete'] = 'Διαγραφή ή απόσυρση περιεχομένου υπό διαχείριση';
$string['machina:sync'] = 'Εγγραφή περιεχομένου υπό διαχείριση';
$string['machina:view'] = 'Προβολή του περιεχομένου υπό διαχείριση';
$string['missing'] = 'Το αρχείο δεν περιέχει πια αυτή την ερώτηση.';
$string['norun'] = 'Η εκτέλεση τελείωσε ή έληξε η δέσμευσή της. Ξεκινήστε νέα εκτέλεση.';
$string['notstored'] = 'Το Moodle δεν αποθήκευσε το πεδίο «{$a}». Δεν άλλαξε τίποτα.';
$string['pluginname'] = 'machina-scorm';
$string['privacy:metadata'] = 'Το πρόσθετο machina-scorm δεν αποθηκεύει τίποτα για πρόσωπα.';
$string['question_without_key'] = 'χρειάζεται αριθμό ID έως 100 byte.';
$string['role_machina_sync'] = 'machina-scorm: γράφει μαθήματα';
$string['role_machina_sync_about'] = 'Για τον λογαριασμό της υπηρεσίας machina-scorm. Ο ρόλος περιέχει ό,τι χρειάζεται για τη δημιουργία και αλλαγή μαθημάτων, δραστηριοτήτων και ερωτήσεων, και τίποτα για πρόσωπα ή βαθμούς.';
$string['role_machina_ws'] = 'machina-scorm: μπορεί να καλεί την υπηρεσία';
$string['role_machina_ws_about'] = 'Για τον λογαριασμό της υπηρεσίας machina-scorm. Ο ρόλος επιτρέπει την κλήση υπηρεσιών ιστού και τίποτα άλλο.';
$string['setup'] = 'Προετοιμασία του ιστότοπου για το machina-scorm';
$string['setup_badexpiry'] = 'Το «{$a}» δεν είναι λήξη για ένα κλειδί πρόσβασης. Γράψτε 30d, 6m, 1y, μια μελλοντική ημέρα όπως 2030-06-30, ή never.';
$string['setup_badip'] = 'Το «{$a}» δεν είναι διεύθυνση IP ή υποδίκτυο. Γράψτε 192.0.2.7 ή 198.51.100.0/24, με κόμματα ανάμεσα.';
$string['setup_badnamespace'] = 'Το όνομα του έργου έχει 1 έως 30 μικρά γράμματα, ψηφία, παύλες και κάτω παύλες και αρχίζει με γράμμα ή ψηφίο.';
$string['setup_badusername'] = 'Το όνομα του λογαριασμού είναι κενό ή έχει χαρακτήρες που δεν επιτρέπει το Moodle.';
$string['setup_category'] = 'Πού μπορεί να εργάζεται ο λογαριασμός';
$string['setup_do'] = 'Προετοιμασία του ιστότοπου';
$string['setup_expiry'] = 'Το κλειδί πρόσβασης ισχύει για';
$string['setup_expiry_help'] = '30d, 6m ή 1y για ημέρες, μήνες ή χρόνια, μια ημερομηνία όπως 2030-06-30, ή never για κλειδί χωρίς λήξη.';
$string['setup_intro'] = 'Ένα κουμπί ενεργοποιεί τις υπηρεσίες ιστού, δημιουργεί δύο ρόλους και έναν λογαριασμό με τον οποίο κανείς δεν μπορεί να συνδεθεί, και του δίνει ένα κλειδί πρόσβασης. Ό,τι υπάρχει ήδη μένει όπως είναι.';
$string['setup_ips'] = 'Μόνο από αυτές τις διευθύνσεις';
$string['setup_ips_help'] = 'Διευθύνσεις IP ή υποδίκτυα με κόμματα ανάμεσα, όπως 192.0.2.7,198.51.100.0/24. Κενό: από παντού.';
$string['setup_namespace'] = 'Όνομα του έργου';
$string['setup_never'] = 'χωρίς λήξη';
$string['setup_newtoken'] = 'Αντικατάσταση του κλειδιού που υπάρχει';
$string['setup_nocategory'] = 'Πείτε πού μπορεί να εργάζεται ο λογαριασμός: --category=IDNUMBER για μια κατηγορία μαθημάτων, --category=site για όλο τον ιστότοπο.';
$string['setup_noservice'] = 'Λείπει η υπηρεσία machina-scorm. Κάντε πρώτα την αναβάθμιση του ιστότοπου (Διαχείριση ιστοτόπου > Ειδοποιήσεις).';
$string['setup_nothing'] = 'Δεν υπάρχει τίποτα να αναιρεθεί.';
$string['setup_profile'] = 'Το προφίλ αυτού του ιστότοπου. Αποθηκεύστε το ως {$a} στο έργο:';
$string['setup_site'] = 'Παντού σε αυτόν τον ιστότοπο';
$string['setup_state_already'] = 'ήδη';
$string['setup_state_kept'] = 'μένει σε χρήση';
$string['setup_state_made'] = 'έγινε';
$string['setup_state_removed'] = 'αναιρέθηκε';
$string['setup_state_would'] = 'θα γινόταν';
$string['setup_step_assignment'] = 'Ρόλος που δόθηκε';
$string['setup_step_capabilities'] = 'Δικαιώματα του ρόλου που έλειπαν';
$string['setup_step_protocol'] = 'Πρωτόκολλο που ενεργοποιήθηκε';
$string['setup_step_role'] = 'Ρόλος';
$string['setup_step_service'] = 'Υπηρεσία που ενεργοποιήθηκε';
$string['setup_step_serviceuser'] = 'Λογαριασμός που χρησιμοποιεί την υπηρεσία';
$string['setup_step_token'] = 'Κλειδί πρόσβασης';
$string['setup_step_tokenuntil'] = 'Κλειδί πρόσβασης, ισχύει έως';
$string['setup_step_user'] = 'Λογαριασμός χωρίς κωδικό';
$string['setup_step_webservices'] = 'Υπηρεσίες ιστού που ενεργοποιήθηκαν';
$string['setup_token'] = 'Το κλειδί πρόσβασης. Εμφανίζεται μόνο αυτή τη φορά. Όποιος το έχει μπορεί να γράφει μαθήματα εδώ: φυλάξτε το όπως έναν κωδικό, και ποτέ στα αρχεία του έργου.';
$string['setup_tokenthere'] = 'Υπάρχει ήδη κλειδί πρόσβασης. Δεν μπορεί να εμφανιστεί ξανά. Αν χάθηκε, επιλέξτε «Αντικατάσταση του κλειδιού που υπάρχει» ή χρησιμοποιήστε --new-token στον διακομιστή.';
$string['setup_undo'] = 'Αναίρεση όλων';
$string['setup_undosure'] = 'Να αφαιρεθούν το κλειδί, ο λογαριασμός και οι ρόλοι που δημιουργήθηκαν εδώ; Τα μαθήματα και το περιεχόμενό τους μένουν.';
$string['setup_userexists'] = 'Υπάρχει λογαριασμός «{$a}» με τον οποίο μπορεί κανείς να συνδεθεί. Επιλέξτε άλλο όνομα.';
$string['stale'] = 'Άλλαξε στον ιστότοπο αφότου έγινε το σχέδιο.';
$string['unconfirmed'] = '{$a} από αυτά περιέχουν δεδομένα εκπαιδευομένων. Επιβεβαιώστε με αυτόν τον αριθμό.';
