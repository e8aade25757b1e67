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
 * What the functions that write one item have in common.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/../../compat.php');

use core_external\external_api;
use core_external\external_function_parameters;
use core_external\external_value;

/**
 * A function that makes one item what a specification says. Subclasses say of which kind it is.
 */
abstract class item_function extends external_api {
    /**
     * Return the kind of item that is written.
     *
     * @param array $given parameter => value
     * @return kind
     */
    abstract protected static function kind(array $given): kind;

    /** @return external_function_parameters the parameters */
    public static function execute_parameters(): external_function_parameters {
        return static::parameters();
    }

    /**
     * Return the parameters.
     *
     * @param external_value[] $kind name => parameter: what tells the kind
     * @param external_value[] $more name => parameter: what the specification needs besides
     * @return external_function_parameters
     */
    protected static function parameters(array $kind = [], array $more = []): external_function_parameters {
        return new external_function_parameters([
            'namespace' => new external_value(PARAM_ALPHANUMEXT, 'The project'),
            'runid' => new external_value(PARAM_ALPHANUMEXT, 'The run, from begin_run; empty in a dry run'),
            'courseid' => new external_value(PARAM_INT, 'Id of the course'),
            'key' => new external_value(PARAM_RAW, 'Key of the item, at most 100 bytes'),
        ] + $kind + [
            'spec' => new external_value(PARAM_RAW, 'JSON object: the owned fields'),
        ] + $more + [
            'dryrun' => new external_value(PARAM_BOOL, 'Say what would be done, write nothing', VALUE_DEFAULT, false),
            'ifobserved' => new external_value(PARAM_ALPHANUM, 'Write only if the owned fields have this hash', VALUE_DEFAULT, ''),
            'options' => new external_value(PARAM_RAW, 'JSON object: flags such as recreate', VALUE_DEFAULT, '{}'),
        ]);
    }

    /**
     * Write the item.
     *
     * @param mixed ...$values of the parameters, in their order
     * @return array
     */
    public static function execute(mixed ...$values): array {
        $names = array_keys(static::execute_parameters()->keys);
        $given = self::validate_parameters(static::execute_parameters(),
            array_combine(array_slice($names, 0, count($values)), $values));
        $courseid = static::courseid($given);
        $context = static::context($courseid);
        if ($context) {
            access::enter($context);
        }
        self::validate_context($context ?? \context_system::instance());
        if ($context) {
            require_capability('local/machina:sync', $context);
        }
        $kind = static::kind($given);
        $request = new request($given['namespace'], $given['runid'], $courseid, $given['key'],
            spec::read($given['spec'], $kind->fields()), $given['dryrun'], $given['ifobserved'],
            json_decode($given['options'], true) ?: [], json_decode($given['drafts'] ?? '', true) ?: []);
        return work::run($request->namespace, $request->runid, $context ? $courseid : 0, $request->key, $request->dryrun,
            fn() => apply::item($kind, $request))->exported();
    }

    /** @return \core_external\external_description what execute returns */
    public static function execute_returns(): \core_external\external_description {
        return outcome::structure();
    }

    /**
     * Return the course that the item is in.
     *
     * @param array $given parameter => value
     * @return int
     */
    protected static function courseid(array $given): int {
        return $given['courseid'];
    }

    /**
     * Return the context that the caller must be allowed to write in.
     *
     * @param int $courseid
     * @return \context_course|null null where the kind itself knows whom to ask: the course is not there yet
     */
    protected static function context(int $courseid): ?\context_course {
        return \context_course::instance($courseid);
    }
}
