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
     * Return the ids of courses, deleted ones of the project too.
     *
     * @param string $namespace
     * @param array $asked ids or keys; empty for every course of the project
     * @return int[]
     */
    public static function courses(string $namespace, array $asked): array {
        global $DB;
        if (!$asked) {
            return array_map('intval', $DB->get_fieldset_sql("SELECT DISTINCT i.courseid FROM {local_machina_item} i
                LEFT JOIN {course} c ON c.id = i.courseid
                WHERE i.namespace = ? AND (c.id IS NOT NULL OR i.kind = 'course') ORDER BY i.courseid", [$namespace]));
        }
        $found = [];
        foreach ($asked as $one) {
            // Among the project's first: somebody may have changed the idnumber, or deleted the course.
            $ours = is_int($one) ? ['courseid' => $one] : ['itemkey' => (string) $one];
            $any = is_int($one) ? ['id' => $one] : ['idnumber' => (string) $one];
            $id = (int) ($DB->get_field('local_machina_item', 'courseid', $ours + ['namespace' => $namespace, 'kind' => 'course'])
                ?: $DB->get_field('course', 'id', $any, IGNORE_MULTIPLE));
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
     * @return array list of {key, id, status, by: what the client of the last write in it said of itself}
     */
    public static function index(string $namespace): array {
        global $DB;
        $rows = $DB->get_records_sql("SELECT i.id, i.itemkey, i.courseid, i.status, c.id AS there FROM {local_machina_item} i
            LEFT JOIN {course} c ON c.id = i.courseid WHERE i.namespace = ? AND i.kind = 'course'
            ORDER BY i.itemkey", [$namespace]);
        $runs = $DB->get_records_sql('SELECT r.id, i.courseid, MAX(i.timeapplied) AS latest
            FROM {local_machina_item} i JOIN {local_machina_run} r ON r.runid = i.runid WHERE i.namespace = ?
            GROUP BY r.id, i.courseid ORDER BY latest, r.id', [$namespace]);
        $by = [];
        foreach ($runs as $run) {
            $by[$run->courseid] = $run->id;
        }
        $said = $DB->get_records_list('local_machina_run', 'id', array_values($by), '', 'id, clientinfo');
        return array_values(array_map(fn($row) => ['key' => $row->itemkey, 'id' => (int) $row->courseid,
            'status' => $row->there ? $row->status : item::TOMBSTONE,
            'by' => isset($by[$row->courseid]) ? (string) $said[$by[$row->courseid]]->clientinfo : ''], $rows));
    }

    /**
     * Return the state of one course.
     *
     * @param string $namespace
     * @param int $courseid
     * @return array id, key ('' if the course itself is not managed), idnumber, shortname, fullname, lang, format, visible,
     *      items, foreign, sections
     */
    public static function of(string $namespace, int $courseid): array {
        global $DB;
        $items = item::in_course($namespace, $courseid);
        $key = self::key($items);
        // Of a course that was deleted its own tombstone is left.
        $course = $DB->get_record('course', ['id' => $courseid]);
        $said = $course ?: (object) ['idnumber' => $key, 'shortname' => '', 'fullname' => '', 'lang' => '', 'format' => '',
            'visible' => 0];
        return [
            'id' => $courseid, 'key' => $key, 'idnumber' => $said->idnumber, 'shortname' => $said->shortname,
            'fullname' => $said->fullname, 'lang' => $said->lang, 'format' => $said->format, 'visible' => (bool) $said->visible,
            'items' => array_values(array_map(self::item(...), $items)),
            'foreign' => $course ? self::foreign($courseid, $items) : [],
            'sections' => $course ? self::sections($courseid, $items) : [],
        ];
    }

    /**
     * Return what the project calls the course.
     *
     * @param item[] $items
     * @return string '' if the course itself is not managed
     */
    private static function key(array $items): string {
        foreach ($items as $item) {
            if ($item->row->kind === 'course') {
                return $item->row->itemkey;
            }
        }
        return '';
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
     * List the sections that are not managed, the general one above all others left out.
     *
     * @param int $courseid
     * @param item[] $items
     * @return array list of {id, number, name, visible}
     */
    private static function sections(int $courseid, array $items): array {
        global $DB;
        $ours = [];
        foreach ($items as $item) {
            if ($item->row->kind === 'section') {
                $ours[(int) $item->row->objectid] = true;
            }
        }
        $rows = $DB->get_records_select('course_sections', 'course = ? AND section > 0', [$courseid], 'section',
            'id, section, name, visible');
        $found = array_filter($rows, fn($row) => !isset($ours[(int) $row->id]));
        return array_values(array_map(fn($row) => ['id' => (int) $row->id, 'number' => (int) $row->section,
            'name' => (string) $row->name, 'visible' => (bool) $row->visible], $found));
    }

    /**
     * List what teachers have put into the course.
     *
     * @param int $courseid
     * @param item[] $items
     * @return array list of {modname, name, cmid, visible, section: its number}
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
                $found[] = ['modname' => $cm->modname, 'name' => $cm->name, 'cmid' => (int) $cm->id,
                    'visible' => (bool) $cm->visible, 'section' => (int) $cm->sectionnum];
            }
        }
        return $found;
    }
}
