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
 * The form of the page that prepares the site.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\form;

use local_machina\local\setup as steps;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/formslib.php');

/**
 * One button, and what a careful administrator wants to choose before pressing it.
 */
class setup extends \moodleform {
    #[\Override]
    protected function definition() {
        $form = $this->_form;
        $categories = ['' => get_string('choosedots')];
        foreach (\core_course_category::make_categories_list() as $id => $name) {
            $categories["#$id"] = $name;
        }
        $categories['site'] = get_string('setup_site', 'local_machina');
        $form->addElement('select', 'category', get_string('setup_category', 'local_machina'), $categories);
        $form->addRule('category', null, 'required', null, 'client');
        $form->addElement('text', 'username', get_string('username'));
        $form->setType('username', PARAM_USERNAME);
        $form->setDefault('username', 'machina-sync');
        $form->addElement('text', 'expiry', get_string('setup_expiry', 'local_machina'));
        $form->setType('expiry', PARAM_ALPHANUMEXT);
        $form->setDefault('expiry', '1y');
        $form->addHelpButton('expiry', 'setup_expiry', 'local_machina');
        $form->addElement('text', 'ips', get_string('setup_ips', 'local_machina'), ['size' => 40]);
        $form->setType('ips', PARAM_RAW_TRIMMED);
        $form->addHelpButton('ips', 'setup_ips', 'local_machina');
        $form->addElement('text', 'namespace', get_string('setup_namespace', 'local_machina'));
        $form->setType('namespace', PARAM_ALPHANUMEXT);
        $form->setDefault('namespace', 'machina');
        $form->addElement('advcheckbox', 'newtoken', get_string('setup_newtoken', 'local_machina'));
        $this->add_action_buttons(false, get_string('setup_do', 'local_machina'));
    }

    #[\Override]
    public function validation($data, $files) {
        $errors = parent::validation($data, $files);
        try {
            steps::expiry((string) $data['expiry'], time());
        } catch (\moodle_exception $error) {
            $errors['expiry'] = $error->getMessage();
        }
        if (!preg_match('/^[a-z0-9][a-z0-9_-]{0,29}$/', (string) $data['namespace'])) {
            $errors['namespace'] = get_string('setup_badnamespace', 'local_machina');
        }
        return $errors;
    }
}
