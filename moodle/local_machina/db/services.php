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
 * The web service and its functions.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

$functions = [
    'local_machina_get_site' => [
        'classname' => 'local_machina\external\get_site',
        'methodname' => 'execute',
        'description' => 'Tell what this site is and can do',
        'type' => 'read',
        'capabilities' => 'local/machina:view',
        'ajax' => false,
    ],
    'local_machina_begin_run' => [
        'classname' => 'local_machina\external\begin_run',
        'methodname' => 'execute',
        'description' => 'Take the lease that every write needs',
        'type' => 'write',
        'capabilities' => 'local/machina:sync',
        'ajax' => false,
    ],
    'local_machina_end_run' => [
        'classname' => 'local_machina\external\end_run',
        'methodname' => 'execute',
        'description' => 'Give the lease back',
        'type' => 'write',
        'capabilities' => 'local/machina:sync',
        'ajax' => false,
    ],
    'local_machina_get_state' => [
        'classname' => 'local_machina\external\get_state',
        'methodname' => 'execute',
        'description' => 'Return what is managed in courses',
        'type' => 'read',
        'capabilities' => 'local/machina:view',
        'ajax' => false,
    ],
    'local_machina_get_content' => [
        'classname' => 'local_machina\external\get_content',
        'methodname' => 'execute',
        'description' => 'Return the owned fields of items',
        'type' => 'read',
        'capabilities' => 'local/machina:view',
        'ajax' => false,
    ],
    'local_machina_get_log' => [
        'classname' => 'local_machina\external\get_log',
        'methodname' => 'execute',
        'description' => 'Return what the writes of a run did',
        'type' => 'read',
        'capabilities' => 'local/machina:view',
        'ajax' => false,
    ],
    'local_machina_apply_course' => [
        'classname' => 'local_machina\external\apply_course',
        'methodname' => 'execute',
        'description' => 'Make or change a course',
        'type' => 'write',
        'capabilities' => 'local/machina:sync, moodle/course:create, moodle/course:update',
        'ajax' => false,
    ],
    'local_machina_apply_sections' => [
        'classname' => 'local_machina\external\apply_sections',
        'methodname' => 'execute',
        'description' => 'Make or change sections',
        'type' => 'write',
        'capabilities' => 'local/machina:sync, moodle/course:update',
        'ajax' => false,
    ],
    'local_machina_apply_module' => [
        'classname' => 'local_machina\external\apply_module',
        'methodname' => 'execute',
        'description' => 'Make or change an activity',
        'type' => 'write',
        'capabilities' => 'local/machina:sync, moodle/course:manageactivities',
        'ajax' => false,
    ],
    'local_machina_apply_order' => [
        'classname' => 'local_machina\external\apply_order',
        'methodname' => 'execute',
        'description' => 'Bring sections and activities into an order',
        'type' => 'write',
        'capabilities' => 'local/machina:sync, moodle/course:movesections, moodle/course:manageactivities',
        'ajax' => false,
    ],
    'local_machina_apply_question_category' => [
        'classname' => 'local_machina\external\apply_question_category',
        'methodname' => 'execute',
        'description' => 'Make or change a question category',
        'type' => 'write',
        'capabilities' => 'local/machina:sync, moodle/question:managecategory',
        'ajax' => false,
    ],
    'local_machina_apply_questions' => [
        'classname' => 'local_machina\external\apply_questions',
        'methodname' => 'execute',
        'description' => 'Make questions, or new versions of them',
        'type' => 'write',
        'capabilities' => 'local/machina:sync, moodle/question:add, moodle/question:editall',
        'ajax' => false,
    ],
    'local_machina_apply_quiz_slots' => [
        'classname' => 'local_machina\external\apply_quiz_slots',
        'methodname' => 'execute',
        'description' => 'Put questions into a quiz',
        'type' => 'write',
        'capabilities' => 'local/machina:sync, mod/quiz:manage',
        'ajax' => false,
    ],
    'local_machina_adopt' => [
        'classname' => 'local_machina\external\adopt',
        'methodname' => 'execute',
        'description' => 'Take over something that is there',
        'type' => 'write',
        'capabilities' => 'local/machina:sync',
        'ajax' => false,
    ],
    'local_machina_rename_key' => [
        'classname' => 'local_machina\external\rename_key',
        'methodname' => 'execute',
        'description' => 'Give an item another key',
        'type' => 'write',
        'capabilities' => 'local/machina:sync',
        'ajax' => false,
    ],
    'local_machina_retire' => [
        'classname' => 'local_machina\external\retire',
        'methodname' => 'execute',
        'description' => 'Hide, let go or delete items',
        'type' => 'write',
        'capabilities' => 'local/machina:delete',
        'ajax' => false,
    ],
];

// Every flag is stated: one that is missing is set back to 0 at each upgrade (lib/upgradelib.php, external_update_services).
$services = [
    'machina-scorm' => [
        'shortname' => 'local_machina',
        'functions' => array_merge(array_keys($functions), [
            'core_webservice_get_site_info',
            'core_course_get_categories',
            'core_course_create_categories',
            'core_course_get_courses_by_field',
        ]),
        'restrictedusers' => 1,
        'enabled' => 0,
        'uploadfiles' => 1,
        'downloadfiles' => 1,
    ],
];
