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
 * Make a course, or change the fields of it that the project owns.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\external;

use core_external\external_function_parameters;
use local_machina\local\item_function;
use local_machina\local\kind;
use local_machina\local\kinds;

/**
 * Make a course, or change the fields of it that the project owns.
 */
class apply_course extends item_function {
    #[\Override]
    public static function execute_parameters(): external_function_parameters {
        $parameters = parent::execute_parameters();
        // A course is known by its key; its id the client need not know.
        unset($parameters->keys['courseid']);
        return $parameters;
    }

    #[\Override]
    protected static function courseid(array $given): int {
        global $DB;
        return (int) $DB->get_field('local_machina_item', 'courseid',
            ['namespace' => $given['namespace'], 'kind' => 'course', 'itemkey' => $given['key']]);
    }

    #[\Override]
    protected static function context(int $courseid): ?\context_course {
        return $courseid ? (\context_course::instance($courseid, IGNORE_MISSING) ?: null) : null;
    }

    #[\Override]
    protected static function kind(array $given): kind {
        return kinds::get('course');
    }
}
