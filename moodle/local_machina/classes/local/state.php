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
     * Return the state of one course.
     *
     * @param string $namespace
     * @param int $courseid
     * @return array id, key ('' if the course itself is not managed), idnumber, shortname, fullname, lang, format, visible,
     *      items, foreign
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
        $observed = $there ? hash::fields($kind->observe($item, $item->managed())) : '';
        [$cmid, $contextid] = $there ? $kind->place((int) $row->objectid) : [0, 0];
        return [
            'key' => $row->itemkey, 'kind' => $row->kind, 'modname' => $row->modname, 'objectid' => (int) $row->objectid,
            'cmid' => $cmid, 'contextid' => $contextid, 'status' => $there ? item::LIVE : item::TOMBSTONE,
            'desiredhash' => $row->desiredhash, 'observedhash' => $observed,
            'drift' => $there && $observed !== $row->observedhash, 'managed' => $item->managed(),
            'extra' => $there ? (object) $kind->extra($item) : (object) [],
        ];
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
