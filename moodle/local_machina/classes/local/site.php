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
 * What a site is and can do.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/filelib.php');
require_once($CFG->dirroot . '/question/engine/bank.php');

/**
 * Facts that a client plans by. Nothing of it is secret or about people.
 */
final class site {
    /** Changes when a function's meaning does. */
    public const API = 1;

    /**
     * Return the facts.
     *
     * @return array
     */
    public static function facts(): array {
        global $CFG, $SITE;
        $plugin = \core_plugin_manager::instance()->get_plugin_info('local_machina');
        return [
            'api' => self::API,
            'plugin' => $plugin->release,
            'release' => $CFG->release,
            'branch' => $CFG->branch,
            'siteid' => hash('sha256', $CFG->siteidentifier ?? ''),
            'name' => format_string($SITE->fullname),
            'time' => time(),
            'languages' => array_keys(get_string_manager()->get_list_of_translations()),
            'modules' => self::modules(),
            'qtypes' => array_values(array_map(fn($type) => $type->name(), \question_bank::get_creatable_qtypes())),
            'qbankmode' => features::qbank() ? 'module' : 'course',
            'widths' => self::widths(),
            'maxbytes' => (int) get_max_upload_file_size($CFG->maxbytes),
            'maxinputvars' => (int) ini_get('max_input_vars'),
            'maxexecutiontime' => (int) ini_get('max_execution_time'),
            'multilang' => self::multilang(),
            'completion' => (bool) $CFG->enablecompletion,
            'scorm' => ['localsync' => (bool) get_config('scorm', 'allowtypelocalsync')],
            'capabilities' => self::capabilities(),
        ];
    }

    /** @return string[] the modules that are enabled and that the plugin knows */
    private static function modules(): array {
        global $DB;
        $enabled = $DB->get_fieldset_select('modules', 'name', 'visible = 1');
        return array_values(array_intersect(kinds::modules(), $enabled));
    }

    /** @return array table.column => characters */
    private static function widths(): array {
        $found = ['course.fullname' => features::width('course', 'fullname'),
            'course.shortname' => features::width('course', 'shortname'),
            'course_sections.name' => features::width('course_sections', 'name'),
            'question.name' => features::width('question', 'name'),
            'question_categories.name' => features::width('question_categories', 'name')];
        foreach (kinds::modules() as $name) {
            $found["$name.name"] = features::width($name, 'name');
        }
        return array_filter($found);
    }

    /** @return array state of the filter: on, and whether it applies to names */
    private static function multilang(): array {
        $states = filter_get_global_states();
        $on = isset($states['multilang']) && (int) $states['multilang']->active === TEXTFILTER_ON;
        return ['on' => $on, 'names' => $on && in_array('multilang', filter_get_string_filters())];
    }

    /** @return array what the caller may do on the site and in its categories: capability => true, #id => list of capabilities */
    private static function capabilities(): array {
        $known = [...setup::CAPABILITIES, 'webservice/rest:use'];
        $asked = array_values(array_filter($known, fn($name) => (bool) get_capability_info($name)));
        $may = fn($context) => array_values(array_filter($asked, fn($name) => has_capability($name, $context)));
        $found = ['site' => $may(\context_system::instance()), 'categories' => []];
        foreach (array_keys(\core_course_category::make_categories_list('local/machina:sync')) as $id) {
            $found['categories']["#$id"] = $may(\context_coursecat::instance($id));
        }
        return $found;
    }
}
