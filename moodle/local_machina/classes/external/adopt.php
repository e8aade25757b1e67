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
 * Take over something that is on the site already. Nothing of it is changed.
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
use core_external\external_value;
use local_machina\local\access;
use local_machina\local\outcome;
use local_machina\local\ownership;
use local_machina\local\work;

/**
 * Take over something that is on the site already. Nothing of it is changed.
 */
class adopt extends external_api {
    /** @return external_function_parameters the parameters */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'namespace' => new external_value(PARAM_ALPHANUMEXT, 'The project'),
            'runid' => new external_value(PARAM_ALPHANUMEXT, 'The run, from begin_run; empty in a dry run'),
            'courseid' => new external_value(PARAM_INT, 'Id of the course'),
            'key' => new external_value(PARAM_RAW, 'Key of the item, at most 100 bytes'),
            'kind' => new external_value(PARAM_ALPHA, 'course, section, cm, qcategory, question'),
            'objectid' => new external_value(PARAM_INT, 'Id of the course, section, course module, category, bank entry'),
            'dryrun' => new external_value(PARAM_BOOL, 'Say what would be done, write nothing', VALUE_DEFAULT, false),
            'takeover' => new external_value(PARAM_BOOL, 'Take it even if another project manages it', VALUE_DEFAULT, false),
        ]);
    }

    /**
     * Take over something that is on the site already. Nothing of it is changed.
     *
     * @param string $namespace
     * @param string $runid
     * @param int $courseid
     * @param string $key
     * @param string $kind
     * @param int $objectid
     * @param bool $dryrun
     * @param bool $takeover
     * @return array
     */
    public static function execute(
        string $namespace,
        string $runid,
        int $courseid,
        string $key,
        string $kind,
        int $objectid,
        bool $dryrun = false,
        bool $takeover = false
    ): array {
        [
            'namespace' => $namespace, 'runid' => $runid, 'courseid' => $courseid, 'key' => $key, 'kind' => $kind,
            'objectid' => $objectid, 'dryrun' => $dryrun, 'takeover' => $takeover,
        ] = self::validate_parameters(self::execute_parameters(), [
            'namespace' => $namespace, 'runid' => $runid, 'courseid' => $courseid, 'key' => $key, 'kind' => $kind,
            'objectid' => $objectid, 'dryrun' => $dryrun, 'takeover' => $takeover,
        ]);
        $context = \context_course::instance($courseid);
        access::enter($context);
        self::validate_context($context);
        require_capability('local/machina:sync', $context);
        return work::run($namespace, $runid, $courseid, $key, $dryrun,
            fn() => ownership::adopt($namespace, $courseid, $key, $kind, $objectid, $takeover, $dryrun))->exported();
    }

    /** @return \core_external\external_description what execute returns */
    public static function execute_returns(): \core_external\external_description {
        return outcome::structure();
    }
}
