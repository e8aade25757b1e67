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
 * The page that prepares the site: what cli/setup.php does, by a form.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

require(__DIR__ . '/../../config.php');
require_once($CFG->libdir . '/adminlib.php');

use local_machina\local\profile;
use local_machina\local\setup;
use local_machina\local\told;

admin_externalpage_setup('local_machina_setup');
require_capability('moodle/site:config', context_system::instance());

$undo = optional_param('undo', 0, PARAM_INT);
$form = new \local_machina\form\setup();
$steps = null;
$token = '';
$fault = '';
$data = $undo ? null : $form->get_data(); // The form checks the sesskey.
try {
    if ($undo && confirm_sesskey()) {
        $steps = new setup();
        $steps->undo();
    } else if ($data) {
        $steps = new setup();
        $token = $steps->make($data->username, $data->category, setup::expiry($data->expiry, time()), $data->ips,
            !empty($data->newtoken));
    }
} catch (moodle_exception $error) {
    $fault = $error->getMessage();
    $steps = null;
}

echo $OUTPUT->header();
echo $OUTPUT->heading(get_string('setup', 'local_machina'));
if ($fault !== '') {
    echo $OUTPUT->notification($fault, 'error');
}
if ($steps) {
    $list = array_map(fn($one) => s($one[0]) . ' – ' . html_writer::tag('strong', s($one[1])), told::lines($steps->steps()));
    echo $list ? html_writer::alist($list) : html_writer::tag('p', get_string('setup_nothing', 'local_machina'));
}
if ($steps && $data) {
    $name = profile::name();
    echo html_writer::tag('p', get_string('setup_profile', 'local_machina', "moodle/sites/$name.yaml"));
    echo html_writer::tag('pre', s(profile::yaml($name, $data->namespace, $data->category)), ['class' => 'p-3 border']);
    if ($token !== '') {
        echo $OUTPUT->notification(get_string('setup_token', 'local_machina'), 'warning');
        echo html_writer::tag('pre', s($token), ['class' => 'p-3 border', 'id' => 'local_machina_token']);
    } else {
        echo html_writer::tag('p', get_string('setup_tokenthere', 'local_machina'));
    }
    echo $OUTPUT->continue_button(new moodle_url('/local/machina/setup.php'));
} else {
    echo html_writer::tag('p', get_string('setup_intro', 'local_machina'));
    $form->display();
    if (get_config('local_machina', 'setup')) {
        $button = new single_button(new moodle_url('/local/machina/setup.php', ['undo' => 1]),
            get_string('setup_undo', 'local_machina'));
        $button->add_confirm_action(get_string('setup_undosure', 'local_machina'));
        echo html_writer::div($OUTPUT->render($button), 'mt-4');
    }
}
echo $OUTPUT->footer();
