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
 * What is managed in a course.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

/**
 * Reads and never writes.
 */
final class state {
    /**
     * Return the ids of courses.
     *
     * @param string $namespace
     * @param array $asked ids or idnumbers; empty for every course of the project
     * @return int[]
     */
    public static function courses(string $namespace, array $asked): array {
        global $DB;
        if (!$asked) {
            return array_map('intval', $DB->get_fieldset_sql('SELECT DISTINCT i.courseid FROM {local_machina_item} i
                JOIN {course} c ON c.id = i.courseid WHERE i.namespace = ? ORDER BY i.courseid', [$namespace]));
        }
        $found = [];
        foreach ($asked as $one) {
            $id = is_int($one) ? (int) $DB->get_field('course', 'id', ['id' => $one])
                : (int) $DB->get_field('course', 'id', ['idnumber' => (string) $one]);
            if ($id) {
                $found[$id] = $id;
            }
        }
        return array_values($found);
    }

    /**
     * List the courses of a project, those that somebody deleted too.
     *
     * @param string $namespace
     * @return array list of {key, id, status}
     */
    public static function index(string $namespace): array {
        global $DB;
        $rows = $DB->get_records_sql("SELECT i.id, i.itemkey, i.courseid, i.status, c.id AS there FROM {local_machina_item} i
            LEFT JOIN {course} c ON c.id = i.courseid WHERE i.namespace = ? AND i.kind = 'course'
            ORDER BY i.itemkey", [$namespace]);
        return array_values(array_map(fn($row) => ['key' => $row->itemkey, 'id' => (int) $row->courseid,
            'status' => $row->there ? $row->status : item::TOMBSTONE], $rows));
    }

    /**
     * Return the state of one course.
     *
     * @param string $namespace
     * @param int $courseid
     * @return array id, idnumber, shortname, fullname, lang, format, visible, items, foreign: counts of what is not managed
     */
    public static function of(string $namespace, int $courseid): array {
        $course = get_course($courseid, false);
        $items = item::in_course($namespace, $courseid);
        return [
            'id' => $courseid, 'idnumber' => $course->idnumber, 'shortname' => $course->shortname, 'fullname' => $course->fullname,
            'lang' => $course->lang, 'format' => $course->format, 'visible' => (bool) $course->visible,
            'items' => array_values(array_map(self::item(...), $items)),
            'foreign' => self::foreign($courseid, $items),
        ];
    }

    /**
     * Return the state of one item.
     *
     * @param item $item
     * @return array
     */
    private static function item(item $item): array {
        $row = $item->row;
        $kind = kinds::get($row->kind, $row->modname);
        $there = !$item->buried() && $kind->exists($item);
        $now = $there ? $kind->observe($item, $item->managed()) : [];
        $drifted = $item->drifted($now);
        [$name, $visible] = $there ? $kind->shown($item) : ['', false];
        [$cmid, $contextid] = $there ? $kind->place((int) $row->objectid) : [0, 0];
        return [
            'key' => $row->itemkey, 'name' => $name, 'visible' => $visible, 'kind' => $row->kind, 'modname' => $row->modname,
            'objectid' => (int) $row->objectid,
            'cmid' => $cmid, 'contextid' => $contextid, 'status' => $there ? item::LIVE : item::TOMBSTONE,
            'desiredhash' => $row->desiredhash, 'observedhash' => $there ? hash::fields($now) : '',
            'drift' => $drifted !== [], 'drifted' => $drifted, 'managed' => $item->managed(),
            'extra' => $there ? (object) $kind->extra($item) : (object) [],
        ];
    }

    /**
     * List what teachers have put into the course.
     *
     * @param int $courseid
     * @param item[] $items
     * @return array list of {modname, name, cmid}
     */
    private static function foreign(int $courseid, array $items): array {
        $ours = [];
        foreach ($items as $item) {
            if ($item->row->kind === 'cm') {
                $ours[(int) $item->row->objectid] = true;
            }
        }
        $found = [];
        foreach (get_fast_modinfo($courseid)->get_cms() as $cm) {
            if (!isset($ours[(int) $cm->id]) && !$cm->deletioninprogress) {
                $found[] = ['modname' => $cm->modname, 'name' => $cm->name, 'cmid' => (int) $cm->id];
            }
        }
        return $found;
    }
}
