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
 * English strings.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$string['badfile'] = 'The file was not taken, nothing was written: {$a}';
$string['blocked_bad_package'] = 'The file is no SCORM package that Moodle can play: {$a}';
$string['blocked_completion_locked'] = 'Learners have completed it already. To change its completion would recalculate theirs.';
$string['blocked_has_attempts'] = 'The quiz has been attempted: its questions cannot change any more, as in Moodle itself.';
$string['blocked_key_taken'] = 'The key \'{$a}\' stands for something else in this course.';
$string['blocked_kind_change'] = 'The key stands for something of another kind on this site.';
$string['blocked_language_pack'] = 'The language pack \'{$a}\' is not installed on this site.';
$string['blocked_managed'] = 'It is managed by the project \'{$a}\'.';
$string['blocked_no_bank'] = 'There is no question bank \'{$a}\' in this course.';
$string['blocked_no_category'] = 'There is no course category \'{$a}\'.';
$string['blocked_no_question'] = 'There is no question or category \'{$a}\' in this course.';
$string['blocked_no_quiz'] = 'There is no quiz \'{$a}\' in this course.';
$string['blocked_no_section'] = 'There is no section \'{$a}\' in this course.';
$string['blocked_not_empty'] = 'The section is not empty.';
$string['blocked_not_there'] = 'It is not there.';
$string['blocked_package_type'] = 'The activity takes its package from elsewhere ({$a}).';
$string['blocked_qtype_change'] = 'A question cannot change its type: {$a}';
$string['blocked_tombstone'] = 'Somebody deleted it on this site. It is not made again unless you ask for it.';
$string['blocked_too_long'] = 'The field \'{$a}\' is too long for this site.';
$string['blocked_track_loss'] = 'Learners have records of parts that the new package lacks: {$a}';
$string['blocked_twice'] = 'The question \'{$a}\' is in the quiz already.';
$string['blocked_unadopted'] = 'Something with this ID number is there already and is not managed. Adopt it, or change its ID number.';
$string['blocked_unsupported'] = 'This cannot be done with things of this kind.';
$string['blocked_upload_missing'] = 'The files for \'{$a}\' have not arrived, or not undamaged.';
$string['event_item_blocked'] = 'Content not synchronised';
$string['event_item_synced'] = 'Content synchronised';
$string['invalidspec'] = 'The specification cannot be used: {$a}';
$string['locked'] = 'Another write is going on. Try again.';
$string['machina:delete'] = 'Delete or retire managed content';
$string['machina:sync'] = 'Write managed content';
$string['machina:view'] = 'See what is managed';
$string['missing'] = 'The file does not have this question any more.';
$string['norun'] = 'The run has ended or its lease has run out. Begin a new run.';
$string['notstored'] = 'Moodle did not store the field \'{$a}\'. Nothing was changed.';
$string['pluginname'] = 'machina-scorm';
$string['privacy:metadata'] = 'The machina-scorm plugin stores nothing about people.';
$string['question_without_key'] = 'it needs an ID number of at most 100 bytes.';
$string['role_machina_sync'] = 'machina-scorm: writes courses';
$string['role_machina_sync_about'] = 'For the account of the machina-scorm service. It holds what is needed to make and change courses, activities and questions, and nothing about people or grades.';
$string['role_machina_ws'] = 'machina-scorm: may call the service';
$string['role_machina_ws_about'] = 'For the account of the machina-scorm service. It allows web services to be called and nothing else.';
$string['setup'] = 'Prepare the site for machina-scorm';
$string['setup_badexpiry'] = '\'{$a}\' is no time for a token to end. Write 30d, 6m, 1y, a day to come such as 2030-06-30, or never.';
$string['setup_badip'] = '\'{$a}\' is no IP address or subnet. Write 192.0.2.7 or 198.51.100.0/24, several with commas between.';
$string['setup_badnamespace'] = 'The name of the project has 1 to 30 small letters, digits, hyphens and underscores, and begins with a letter or digit.';
$string['setup_badusername'] = 'The name of the account is empty or holds characters that Moodle does not allow.';
$string['setup_category'] = 'Where the account may work';
$string['setup_do'] = 'Prepare the site';
$string['setup_expiry'] = 'The token works for';
$string['setup_expiry_help'] = '30d, 6m or 1y for days, months or years, a date such as 2030-06-30, or never.';
$string['setup_intro'] = 'One button switches web services on, makes two roles and an account that nobody can log in with, and gives it a token. What is there already stays as it is.';
$string['setup_ips'] = 'From these addresses only';
$string['setup_ips_help'] = 'IP addresses or subnets with commas between, such as 192.0.2.7,198.51.100.0/24. Empty: from everywhere.';
$string['setup_namespace'] = 'Name of the project';
$string['setup_never'] = 'never ends';
$string['setup_newtoken'] = 'Replace the token that is there';
$string['setup_nocategory'] = 'Say where the account may work: --category=IDNUMBER for one course category, --category=site for everywhere.';
$string['setup_noservice'] = 'The machina-scorm service is missing. Run the upgrade of the site first (Site administration > Notifications).';
$string['setup_nothing'] = 'There is nothing to undo.';
$string['setup_profile'] = 'The profile of this site. Save it as {$a} in the project:';
$string['setup_site'] = 'Everywhere on this site';
$string['setup_state_already'] = 'already';
$string['setup_state_kept'] = 'kept, in use';
$string['setup_state_made'] = 'done';
$string['setup_state_removed'] = 'taken back';
$string['setup_state_would'] = 'would be done';
$string['setup_step_assignment'] = 'Role given';
$string['setup_step_capabilities'] = 'Rights of the role that were missing';
$string['setup_step_protocol'] = 'Protocol switched on';
$string['setup_step_role'] = 'Role';
$string['setup_step_service'] = 'Service switched on';
$string['setup_step_serviceuser'] = 'Account allowed to use the service';
$string['setup_step_token'] = 'Token';
$string['setup_step_tokenuntil'] = 'Token, valid until';
$string['setup_step_user'] = 'Account without a password';
$string['setup_step_webservices'] = 'Web services switched on';
$string['setup_token'] = 'The token. It is shown this once. Whoever has it can write courses here: keep it like a password, and never in the project\'s files.';
$string['setup_tokenthere'] = 'There is a token already. It cannot be shown again. If it is lost, tick \'Replace the token that is there\', or use --new-token on the server.';
$string['setup_undo'] = 'Take everything back';
$string['setup_undosure'] = 'Remove the token, the account and the roles that were made here? Courses and their content stay.';
$string['setup_userexists'] = 'There is an account \'{$a}\' that people can log in with. Choose another name.';
$string['stale'] = 'It was changed on the site since the plan was made.';
$string['unconfirmed'] = '{$a} of them hold data of learners. Confirm with that number.';
