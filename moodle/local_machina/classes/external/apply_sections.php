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
 * Make or change sections of a course, each by itself: one that fails leaves the others.
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
use core_external\external_value;
use local_machina\local\access;
use local_machina\local\apply;
use local_machina\local\kinds;
use local_machina\local\outcome;
use local_machina\local\request;
use local_machina\local\spec;
use local_machina\local\work;

/**
 * Make or change sections of a course, each by itself: one that fails leaves the others.
 */
class apply_sections extends external_api {
    /** @return external_function_parameters the parameters */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'namespace' => new external_value(PARAM_ALPHANUMEXT, 'The project'),
            'runid' => new external_value(PARAM_ALPHANUMEXT, 'The run, from begin_run; empty in a dry run'),
            'courseid' => new external_value(PARAM_INT, 'Id of the course'),
            'sections' => new external_value(PARAM_RAW, 'JSON list of {key, spec, ifobserved}; spec is a JSON string'),
            'dryrun' => new external_value(PARAM_BOOL, 'Say what would be done, write nothing', VALUE_DEFAULT, false),
            'options' => new external_value(PARAM_RAW, 'JSON object: flags such as recreate', VALUE_DEFAULT, '{}'),
        ]);
    }

    /**
     * Make or change sections of a course, each by itself: one that fails leaves the others.
     *
     * @param string $namespace
     * @param string $runid
     * @param int $courseid
     * @param string $sections
     * @param bool $dryrun
     * @param string $options
     * @return array
     */
    public static function execute(
        string $namespace,
        string $runid,
        int $courseid,
        string $sections,
        bool $dryrun = false,
        string $options = '{}'
    ): array {
        [
            'namespace' => $namespace, 'runid' => $runid, 'courseid' => $courseid, 'sections' => $sections, 'dryrun' => $dryrun,
            'options' => $options,
        ] = self::validate_parameters(self::execute_parameters(), [
            'namespace' => $namespace, 'runid' => $runid, 'courseid' => $courseid, 'sections' => $sections, 'dryrun' => $dryrun,
            'options' => $options,
        ]);
        $context = \context_course::instance($courseid);
        access::enter($context);
        self::validate_context($context);
        require_capability('local/machina:sync', $context);
        $kind = kinds::get('section');
        $list = json_decode($sections, true);
        if (!is_array($list) || !array_is_list($list)) {
            throw new \moodle_exception('invalidspec', 'local_machina', '', 'sections must be a JSON list');
        }
        $flags = json_decode($options, true) ?: [];
        $done = [];
        foreach ($list as $entry) {
            $spec = spec::read($entry['spec'] ?? '', $kind->fields());
            $request = new request($namespace, $runid, $courseid, (string) ($entry['key'] ?? ''), $spec, $dryrun,
                (string) ($entry['ifobserved'] ?? ''), $flags);
            $done[] = work::run($namespace, $runid, $courseid, $request->key, $dryrun,
                fn() => apply::item($kind, $request))->exported();
        }
        return $done;
    }

    /** @return \core_external\external_description what execute returns */
    public static function execute_returns(): \core_external\external_description {
        return new external_multiple_structure(outcome::structure());
    }
}
