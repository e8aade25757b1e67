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
 * Give the lease back.
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
use local_machina\local\runs;

/**
 * Give the lease back.
 */
class end_run extends external_api {
    /** @return external_function_parameters the parameters */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'namespace' => new external_value(PARAM_ALPHANUMEXT, 'The project'),
            'runid' => new external_value(PARAM_ALPHANUMEXT, 'The run'),
            'summary' => new external_value(PARAM_RAW, 'JSON object: counts', VALUE_DEFAULT, '{}'),
        ]);
    }

    /**
     * Give the lease back.
     *
     * @param string $namespace
     * @param string $runid
     * @param string $summary
     * @return array
     */
    public static function execute(string $namespace, string $runid, string $summary = '{}'): array {
        [
            'namespace' => $namespace, 'runid' => $runid, 'summary' => $summary,
        ] = self::validate_parameters(self::execute_parameters(), [
            'namespace' => $namespace, 'runid' => $runid, 'summary' => $summary,
        ]);

        self::validate_context(\context_system::instance());
        access::somewhere('local/machina:sync');
        runs::end($namespace, $runid, $summary);
        return ['ended' => true];
    }

    /** @return \core_external\external_description what execute returns */
    public static function execute_returns(): \core_external\external_description {
        return new external_single_structure(['ended' => new external_value(PARAM_BOOL, 'True')]);
    }
}
