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
 * Take the lease that every write needs.
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
 * Take the lease that every write needs.
 */
class begin_run extends external_api {
    /** @return external_function_parameters the parameters */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'namespace' => new external_value(PARAM_ALPHANUMEXT, 'The project'),
            'clientinfo' => new external_value(PARAM_RAW, 'JSON object: version, commit, plan', VALUE_DEFAULT, '{}'),
            'ttl' => new external_value(PARAM_INT, 'Seconds that the lease lasts after each write', VALUE_DEFAULT, 600),
            'resume' => new external_value(PARAM_ALPHANUMEXT, 'The run to go on with', VALUE_DEFAULT, ''),
        ]);
    }

    /**
     * Take the lease that every write needs.
     *
     * @param string $namespace
     * @param string $clientinfo
     * @param int $ttl
     * @param string $resume
     * @return array
     */
    public static function execute(string $namespace, string $clientinfo = '{}', int $ttl = 600, string $resume = ''): array {
        [
            'namespace' => $namespace, 'clientinfo' => $clientinfo, 'ttl' => $ttl, 'resume' => $resume,
        ] = self::validate_parameters(self::execute_parameters(), [
            'namespace' => $namespace, 'clientinfo' => $clientinfo, 'ttl' => $ttl, 'resume' => $resume,
        ]);
        $context = \context_system::instance();
        self::validate_context($context);
        access::somewhere('local/machina:sync');
        [$runid, $until, $by, $since] = runs::begin($namespace, $clientinfo, $ttl, $resume);
        return ['runid' => $runid, 'leaseuntil' => $until, 'lockedby' => $by, 'lockedsince' => $since];
    }

    /** @return \core_external\external_description what execute returns */
    public static function execute_returns(): \core_external\external_description {
        return new external_single_structure([
            'runid' => new external_value(PARAM_ALPHANUMEXT, 'The run; empty where another client holds the lease'),
            'leaseuntil' => new external_value(PARAM_INT, 'Unix time'),
            'lockedby' => new external_value(PARAM_RAW, 'What the holder says of itself'),
            'lockedsince' => new external_value(PARAM_INT, 'Unix time, 0'),
        ]);
    }
}
