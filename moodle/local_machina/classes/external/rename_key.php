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
 * Give an item another key, so that it is known under its new name and nothing is made twice.
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
 * Give an item another key, so that it is known under its new name and nothing is made twice.
 */
class rename_key extends external_api {
    /** @return external_function_parameters the parameters */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'namespace' => new external_value(PARAM_ALPHANUMEXT, 'The project'),
            'runid' => new external_value(PARAM_ALPHANUMEXT, 'The run, from begin_run; empty in a dry run'),
            'courseid' => new external_value(PARAM_INT, 'Id of the course'),
            'oldkey' => new external_value(PARAM_RAW, 'The key so far'),
            'newkey' => new external_value(PARAM_RAW, 'The new key'),
            'dryrun' => new external_value(PARAM_BOOL, 'Say what would be done, write nothing', VALUE_DEFAULT, false),
        ]);
    }

    /**
     * Give an item another key, so that it is known under its new name and nothing is made twice.
     *
     * @param string $namespace
     * @param string $runid
     * @param int $courseid
     * @param string $oldkey
     * @param string $newkey
     * @param bool $dryrun
     * @return array
     */
    public static function execute(
        string $namespace,
        string $runid,
        int $courseid,
        string $oldkey,
        string $newkey,
        bool $dryrun = false
    ): array {
        [
            'namespace' => $namespace, 'runid' => $runid, 'courseid' => $courseid, 'oldkey' => $oldkey, 'newkey' => $newkey,
            'dryrun' => $dryrun,
        ] = self::validate_parameters(self::execute_parameters(), [
            'namespace' => $namespace, 'runid' => $runid, 'courseid' => $courseid, 'oldkey' => $oldkey, 'newkey' => $newkey,
            'dryrun' => $dryrun,
        ]);
        $context = \context_course::instance($courseid);
        access::enter($context);
        self::validate_context($context);
        require_capability('local/machina:sync', $context);
        return work::run($namespace, $runid, $courseid, $newkey, $dryrun,
            fn() => ownership::rename($namespace, $courseid, $oldkey, $newkey, $dryrun))->exported();
    }

    /** @return \core_external\external_description what execute returns */
    public static function execute_returns(): \core_external\external_description {
        return outcome::structure();
    }
}
