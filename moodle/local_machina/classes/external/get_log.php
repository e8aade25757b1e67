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
 * Return what the writes of a run did.
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
use core_external\external_multiple_structure;
use core_external\external_single_structure;
use core_external\external_value;
use local_machina\local\access;

/**
 * Return what the writes of a run did.
 */
class get_log extends external_api {
    /** @return external_function_parameters the parameters */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'namespace' => new external_value(PARAM_ALPHANUMEXT, 'The project'),
            'runid' => new external_value(PARAM_ALPHANUMEXT, 'The run'),
        ]);
    }

    /**
     * Return what the writes of a run did.
     *
     * @param string $namespace
     * @param string $runid
     * @return array
     */
    public static function execute(string $namespace, string $runid): array {
        [
            'namespace' => $namespace, 'runid' => $runid,
        ] = self::validate_parameters(self::execute_parameters(), [
            'namespace' => $namespace, 'runid' => $runid,
        ]);
        global $DB;
        self::validate_context(\context_system::instance());
        access::somewhere('local/machina:view');
        $DB->get_record('local_machina_run', ['runid' => $runid, 'namespace' => $namespace], 'id', MUST_EXIST);
        $rows = $DB->get_records('local_machina_log', ['runid' => $runid], 'id');
        return ['entries' => array_map(fn($row) => ['courseid' => $row->courseid, 'key' => $row->itemkey, 'status' => $row->status,
            'detail' => $row->detail, 'time' => $row->timecreated], array_values($rows))];
    }

    /** @return \core_external\external_description what execute returns */
    public static function execute_returns(): \core_external\external_description {
        return new external_single_structure(['entries' => new external_multiple_structure(new external_single_structure([
            'courseid' => new external_value(PARAM_INT, 'Course'),
            'key' => new external_value(PARAM_RAW, 'Key'),
            'status' => new external_value(PARAM_ALPHA, 'Status of the result'),
            'detail' => new external_value(PARAM_RAW, 'JSON object: changes, warnings'),
            'time' => new external_value(PARAM_INT, 'Unix time'),
        ]))]);
    }
}
