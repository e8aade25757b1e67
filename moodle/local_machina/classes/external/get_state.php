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
 * Return what is managed in courses, and whether it still is as it was written.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\external;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/../../compat.php');

use core_external\external_api;
use core_external\external_function_parameters;
use core_external\external_single_structure;
use core_external\external_value;
use local_machina\local\access;
use local_machina\local\state;

/**
 * Return what is managed in courses, and whether it still is as it was written.
 */
class get_state extends external_api {
    /** @return external_function_parameters the parameters */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'namespace' => new external_value(PARAM_ALPHANUMEXT, 'The project'),
            'courses' => new external_value(PARAM_RAW, 'JSON list of keys or ids of courses; empty for all of the project'),
        ]);
    }

    /**
     * Return what is managed in courses, and whether it still is as it was written.
     *
     * @param string $namespace
     * @param string $courses
     * @return array
     */
    public static function execute(string $namespace, string $courses): array {
        [
            'namespace' => $namespace, 'courses' => $courses,
        ] = self::validate_parameters(self::execute_parameters(), [
            'namespace' => $namespace, 'courses' => $courses,
        ]);
        self::validate_context(\context_system::instance());
        $asked = json_decode($courses, true);
        if (!is_array($asked)) {
            throw new \moodle_exception('invalidspec', 'local_machina', '', 'courses must be a JSON list');
        }
        $found = [];
        foreach (state::courses($namespace, $asked) as $courseid) {
            $context = \context_course::instance($courseid, IGNORE_MISSING);
            if ($context) {
                require_capability('local/machina:view', $context);
            } else {
                access::somewhere('local/machina:view');
            }
            $found[] = state::of($namespace, $courseid);
        }
        return ['courses' => json_encode($found, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES)];
    }

    /** @return \core_external\external_description what execute returns */
    public static function execute_returns(): \core_external\external_description {
        return new external_single_structure([
            'courses' => new external_value(PARAM_RAW, 'JSON list, see local_machina\local\state'),
        ]);
    }
}
