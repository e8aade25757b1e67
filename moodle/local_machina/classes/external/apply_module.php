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
 * Make an activity, or change the fields of it that the project owns.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\external;

use core_external\external_function_parameters;
use core_external\external_value;
use local_machina\local\item_function;
use local_machina\local\kind;
use local_machina\local\kinds;

/**
 * Make an activity, or change the fields of it that the project owns.
 */
class apply_module extends item_function {
    #[\Override]
    public static function execute_parameters(): external_function_parameters {
        return self::parameters(
            ['modname' => new external_value(PARAM_PLUGIN, 'scorm, page, book, label, url, resource, folder, quiz, qbank')],
            ['drafts' => new external_value(PARAM_RAW, 'JSON object: file area => draft item id', VALUE_DEFAULT, '{}')]
        );
    }

    #[\Override]
    protected static function kind(array $given): kind {
        return kinds::get('cm', $given['modname']);
    }
}
