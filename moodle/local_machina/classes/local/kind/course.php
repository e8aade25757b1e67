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
 * Courses.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local\kind;

use local_machina\local\features;
use local_machina\local\item;
use local_machina\local\kind;
use local_machina\local\request;
use local_machina\local\stop;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/course/lib.php');

/**
 * A course, known by its idnumber. Its item has the course's own id as courseid.
 */
final class course extends kind {
    #[\Override]
    public function name(): string {
        return 'course';
    }

    #[\Override]
    public function fields(): array {
        return ['category' => 'string', 'fullname' => 'string', 'shortname' => 'string', 'summary' => 'string', 'lang' => 'string',
            'format' => 'string', 'enablecompletion' => 'bool', 'visible' => 'bool', 'startdate' => 'int', 'enddate' => 'int',
            'showgrades' => 'bool'];
    }

    #[\Override]
    public function exists(item $item): bool {
        global $DB;
        return $DB->record_exists('course', ['id' => $item->row->objectid]);
    }

    #[\Override]
    public function lookup(int $courseid, string $key): int {
        global $DB;
        return (int) $DB->get_field('course', 'id', ['idnumber' => $key]);
    }

    #[\Override]
    public function observe(item $item, array $owned): array {
        global $DB;
        // get_course would return the global course as it was when the request began.
        $course = $DB->get_record('course', ['id' => $item->row->objectid], '*', MUST_EXIST);
        $found = [];
        foreach ($owned as $field) {
            $found[$field] = match ($field) {
                'category' => self::category_key((int) $course->category),
                'enablecompletion', 'visible', 'showgrades' => (bool) $course->$field,
                'startdate', 'enddate' => (int) $course->$field,
                default => (string) $course->$field,
            };
        }
        return $found;
    }

    #[\Override]
    public function shown(item $item): array {
        global $DB;
        $course = $DB->get_record('course', ['id' => $item->row->objectid], 'fullname, visible', MUST_EXIST);
        return [(string) $course->fullname, (bool) $course->visible];
    }

    #[\Override]
    public function guard(?item $item, request $request): void {
        $lang = $request->spec->get('lang', '');
        // Core stores an unknown language unchecked when it creates a course.
        if ($lang !== '' && !array_key_exists($lang, get_string_manager()->get_list_of_translations())) {
            throw stop::blocked('language_pack', get_string('blocked_language_pack', 'local_machina', $lang));
        }
        foreach (['fullname', 'shortname'] as $field) {
            if (\core_text::strlen($request->spec->get($field, '')) > features::width('course', $field)) {
                throw stop::blocked('too_long', get_string('blocked_too_long', 'local_machina', $field));
            }
        }
        if ($item) {
            $this->ask_to_update($item, $request);
        } else {
            $context = self::category_context($request->spec->get('category', ''));
            require_capability('moodle/course:create', $context);
            require_capability('local/machina:sync', $context);
            if ($lang !== '') {
                require_capability('moodle/course:setforcedlanguage', $context);
            }
        }
    }

    #[\Override]
    public function create(request $request): int {
        $spec = $request->spec;
        $data = $this->data($request);
        $data->idnumber = $request->key;
        $data->fullname ??= $request->key;
        $data->shortname ??= $request->key;
        $data->category ??= \core_course_category::get_default()->id;
        // Half-filled it is nothing to be shown; afterwards it is a teacher's to show, unless the specification says.
        $data->visible ??= 0;
        $data->numsections = 0;
        $data->newsitems = 0;
        // As the form has it; 0 would be a course of 1970 that can have no end.
        $data->startdate ??= usergetmidnight(time());
        $data->summaryformat = FORMAT_HTML;
        return (int) create_course($data)->id;
    }

    #[\Override]
    public function update(item $item, request $request): void {
        global $DB;
        $data = $this->data($request);
        $data->id = $item->row->objectid;
        if (isset($data->startdate) || isset($data->enddate)) {
            // Core compares the dates that it is given, not those that are there.
            $dates = $DB->get_record('course', ['id' => $data->id], 'startdate, enddate', MUST_EXIST);
            $data->startdate ??= $dates->startdate;
            $data->enddate ??= $dates->enddate;
        }
        if (isset($data->summary)) {
            $data->summaryformat = FORMAT_HTML;
        }
        update_course($data);
    }

    #[\Override]
    public function place(int $objectid): array {
        return [0, \context_course::instance($objectid)->id];
    }

    /**
     * Return the owned fields as create_course and update_course take them.
     *
     * @param request $request
     * @return \stdClass
     */
    private function data(request $request): \stdClass {
        $data = new \stdClass();
        foreach ($request->spec->fields as $field => $value) {
            if ($field === 'category') {
                $data->category = self::category_context($value)->instanceid;
            } else {
                $data->$field = is_bool($value) ? (int) $value : $value;
            }
        }
        return $data;
    }

    /**
     * Make sure that the caller may change what is to change; core checks this in its forms only.
     *
     * @param item $item
     * @param request $request
     */
    private function ask_to_update(item $item, request $request): void {
        $context = \context_course::instance($item->row->objectid);
        require_capability('moodle/course:update', $context);
        require_capability('local/machina:sync', $context);
        $asked = ['fullname' => 'changefullname', 'shortname' => 'changeshortname', 'summary' => 'changesummary',
            'lang' => 'setforcedlanguage', 'visible' => 'visibility', 'category' => 'changecategory'];
        $before = $this->observe($item, array_keys($request->spec->fields));
        foreach ($asked as $field => $capability) {
            if ($request->spec->has($field) && $before[$field] !== $request->spec->get($field)) {
                require_capability("moodle/course:$capability", $context);
            }
        }
        if ($request->spec->has('category') && $before['category'] !== $request->spec->get('category')) {
            require_capability('moodle/course:create', self::category_context($request->spec->get('category')));
        }
    }

    /**
     * Return the context of the category with an idnumber, or with an id written as #12.
     *
     * @param string $key
     * @return \context_coursecat
     */
    private static function category_context(string $key): \context_coursecat {
        global $DB;
        $id = str_starts_with($key, '#') ? (int) substr($key, 1)
            : (int) $DB->get_field('course_categories', 'id', ['idnumber' => $key]);
        if ($key === '') {
            $id = (int) \core_course_category::get_default()->id;
        }
        $context = $id ? \context_coursecat::instance($id, IGNORE_MISSING) : false;
        if (!$context) {
            throw stop::blocked('no_category', get_string('blocked_no_category', 'local_machina', $key));
        }
        return $context;
    }

    /**
     * Return a category's idnumber, or #id where it has none.
     *
     * @param int $id
     * @return string
     */
    private static function category_key(int $id): string {
        global $DB;
        $idnumber = (string) $DB->get_field('course_categories', 'idnumber', ['id' => $id]);
        return $idnumber !== '' ? $idnumber : "#$id";
    }

    #[\Override]
    public function carry(item $item, string $key): void {
        require_capability('moodle/course:changeidnumber', \context_course::instance($item->row->objectid));
        update_course((object) ['id' => $item->row->objectid, 'idnumber' => $key]);
    }

    #[\Override]
    public function hide(item $item): void {
        require_capability('moodle/course:visibility', \context_course::instance($item->row->objectid));
        course_change_visibility($item->row->objectid, false);
    }
}
