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
 * Sections of a course.
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
 * A section has no idnumber: the table alone knows it, by its id. Its place is not its own but the order's (order.php).
 */
final class section extends kind {
    #[\Override]
    public function name(): string {
        return 'section';
    }

    #[\Override]
    public function fields(): array {
        return ['name' => 'string', 'summary' => 'string', 'visible' => 'bool'];
    }

    #[\Override]
    public function exists(item $item): bool {
        global $DB;
        return $DB->record_exists('course_sections', ['id' => $item->row->objectid, 'course' => $item->row->courseid]);
    }

    #[\Override]
    public function lookup(int $courseid, string $key): int {
        return 0;
    }

    #[\Override]
    public function observe(item $item, array $owned): array {
        $row = self::row((int) $item->row->objectid);
        $found = [];
        foreach ($owned as $field) {
            $found[$field] = match ($field) {
                'visible' => (bool) $row->visible,
                default => (string) $row->$field,
            };
        }
        return $found;
    }

    #[\Override]
    public function guard(?item $item, request $request): void {
        $context = \context_course::instance($request->courseid);
        require_capability('moodle/course:update', $context);
        if ($request->spec->has('visible')) {
            require_capability('moodle/course:sectionvisibility', $context);
        }
        if (\core_text::strlen($request->spec->get('name', '')) > features::width('course_sections', 'name')) {
            throw stop::blocked('too_long', get_string('blocked_too_long', 'local_machina', 'name'));
        }
    }

    #[\Override]
    public function create(request $request): int {
        $row = course_create_section($request->courseid, 0);
        $this->write((int) $row->id, $request);
        return (int) $row->id;
    }

    #[\Override]
    public function update(item $item, request $request): void {
        $this->write((int) $item->row->objectid, $request);
    }

    #[\Override]
    public function place(int $objectid): array {
        return [0, \context_course::instance(self::row($objectid)->course)->id];
    }

    #[\Override]
    public function shown(item $item): array {
        $row = self::row((int) $item->row->objectid);
        return [(string) $row->name, (bool) $row->visible];
    }

    #[\Override]
    public function extra(item $item): array {
        return ['number' => (int) self::row((int) $item->row->objectid)->section];
    }

    /**
     * Write the owned fields.
     *
     * @param int $id
     * @param request $request
     */
    private function write(int $id, request $request): void {
        $row = self::row($id);
        $fields = array_intersect_key($request->spec->fields, ['name' => 0, 'summary' => 0, 'visible' => 0]);
        if (isset($fields['visible'])) {
            $fields['visible'] = (int) $fields['visible'];
        }
        if (isset($fields['summary'])) {
            $fields['summaryformat'] = FORMAT_HTML;
        }
        if ($fields) {
            course_update_section($row->course, $row, $fields);
        }
    }

    /**
     * Return a section's row.
     *
     * @param int $id
     * @return \stdClass
     */
    public static function row(int $id): \stdClass {
        global $DB;
        return $DB->get_record('course_sections', ['id' => $id], '*', MUST_EXIST);
    }

    #[\Override]
    public function hide(item $item): void {
        require_capability('moodle/course:sectionvisibility', \context_course::instance($item->row->courseid));
        course_update_section($item->row->courseid, self::row((int) $item->row->objectid), ['visible' => 0]);
    }

    #[\Override]
    public function used(item $item): bool {
        return (string) self::row((int) $item->row->objectid)->sequence !== '';
    }

    #[\Override]
    public function delete(item $item): void {
        require_capability('moodle/course:update', \context_course::instance($item->row->courseid));
        $row = self::row((int) $item->row->objectid);
        // A section that holds activities, ours or others', is never deleted with them.
        if ((string) $row->sequence !== '') {
            throw stop::blocked('not_empty', get_string('blocked_not_empty', 'local_machina'));
        }
        course_delete_section($row->course, $row, false);
    }
}
