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
 * Return the owned fields of items as Moodle has them now.
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
use local_machina\local\item;
use local_machina\local\kinds;

/**
 * Return the owned fields of items as Moodle has them now.
 */
class get_content extends external_api {
    /** @return external_function_parameters the parameters */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'namespace' => new external_value(PARAM_ALPHANUMEXT, 'The project'),
            'courseid' => new external_value(PARAM_INT, 'Id of the course'),
            'keys' => new external_value(PARAM_RAW, 'JSON list of keys, or map: key => fields wanted besides the owned ones'),
        ]);
    }

    /**
     * Return the owned fields of items as Moodle has them now.
     *
     * @param string $namespace
     * @param int $courseid
     * @param string $keys
     * @return array
     */
    public static function execute(string $namespace, int $courseid, string $keys): array {
        [
            'namespace' => $namespace, 'courseid' => $courseid, 'keys' => $keys,
        ] = self::validate_parameters(self::execute_parameters(), [
            'namespace' => $namespace, 'courseid' => $courseid, 'keys' => $keys,
        ]);
        $context = \context_course::instance($courseid);
        access::enter($context);
        self::validate_context($context);
        require_capability('local/machina:view', $context);
        $found = [];
        $asked = json_decode($keys, true) ?: [];
        foreach (array_is_list($asked) ? array_fill_keys($asked, []) : $asked as $key => $fields) {
            $item = item::find($namespace, $courseid, (string) $key);
            $kind = $item ? kinds::get($item->row->kind, $item->row->modname) : null;
            if ($item && !$item->buried() && $kind->exists($item)) {
                $more = array_filter(array_map('strval', (array) $fields), $kind->knows(...));
                $found[$key] = $kind->observe($item, array_values(array_unique([...$item->managed(), ...$more])));
            }
        }
        return ['items' => json_encode((object) $found, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES)];
    }

    /** @return \core_external\external_description what execute returns */
    public static function execute_returns(): \core_external\external_description {
        return new external_single_structure(['items' => new external_value(PARAM_RAW, 'JSON object: key => fields')]);
    }
}
