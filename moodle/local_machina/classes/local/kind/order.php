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
 * The order of what is managed in a course.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local\kind;

use local_machina\local\item;
use local_machina\local\kind;
use local_machina\local\request;
use local_machina\local\stop;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/course/lib.php');

/**
 * One item for the order of all sections and activities: if each knew its neighbour, one that moves would make all others
 * look changed. What teachers have put in between keeps its neighbours.
 *
 * Fields: sections is a list of keys; modules is a map of section key => list of keys.
 */
final class order extends kind {
    #[\Override]
    public function name(): string {
        return 'order';
    }

    #[\Override]
    public function fields(): array {
        return ['sections' => 'list', 'modules' => 'map'];
    }

    #[\Override]
    public function exists(item $item): bool {
        global $DB;
        return $DB->record_exists('course', ['id' => $item->row->objectid]);
    }

    #[\Override]
    public function lookup(int $courseid, string $key): int {
        return 0;
    }

    #[\Override]
    public function observe(item $item, array $owned): array {
        $namespace = $item->row->namespace;
        $courseid = (int) $item->row->objectid;
        $found = [];
        if (in_array('sections', $owned)) {
            $found['sections'] = array_keys(self::sections($namespace, $courseid));
        }
        if (in_array('modules', $owned)) {
            $found['modules'] = array_map(array_keys(...), self::modules($namespace, $courseid));
        }
        return $found;
    }

    #[\Override]
    public function guard(?item $item, request $request): void {
        $context = \context_course::instance($request->courseid);
        if ($request->spec->get('sections')) {
            require_capability('moodle/course:movesections', $context);
        }
        if ($request->spec->get('modules')) {
            require_capability('moodle/course:manageactivities', $context);
        }
    }

    #[\Override]
    public function create(request $request): int {
        $this->write($request->namespace, $request->courseid, $request);
        return $request->courseid;
    }

    #[\Override]
    public function update(item $item, request $request): void {
        $this->write($request->namespace, $request->courseid, $request);
    }

    #[\Override]
    public function place(int $objectid): array {
        return [0, \context_course::instance($objectid)->id];
    }

    /**
     * Bring sections, then activities, into the order that is wanted.
     *
     * @param string $namespace
     * @param int $courseid
     * @param request $request
     */
    private function write(string $namespace, int $courseid, request $request): void {
        $course = get_course($courseid);
        $known = self::sections($namespace, $courseid);
        $before = null;
        foreach ($request->spec->get('sections', []) as $key) {
            if (!isset($known[$key])) {
                continue; // Deleted on the site, or not made yet.
            }
            $numbers = self::sections($namespace, $courseid);
            if ($before !== null && $numbers[$key] < $numbers[$before]) {
                move_section_to($course, $numbers[$key], $numbers[$before], true);
            }
            $before = $key;
        }
        foreach ($request->spec->get('modules', []) as $sectionkey => $keys) {
            $section = item::find($namespace, $courseid, (string) $sectionkey);
            if ($section && !$section->buried()) {
                $this->fill($namespace, $courseid, (int) $section->row->objectid, $keys);
            }
        }
    }

    /**
     * Bring the activities of one section into order; one that lies elsewhere is moved in.
     *
     * @param string $namespace
     * @param int $courseid
     * @param int $sectionid
     * @param string[] $keys
     */
    private function fill(string $namespace, int $courseid, int $sectionid, array $keys): void {
        $last = null;
        foreach ($keys as $key) {
            $item = item::find($namespace, $courseid, (string) $key);
            $cm = $item && !$item->buried() ? get_coursemodule_from_id('', $item->row->objectid, $courseid) : false;
            if (!$cm) {
                continue;
            }
            $section = section::row($sectionid);
            $sequence = array_map('intval', array_filter(explode(',', (string) $section->sequence)));
            $here = array_search((int) $cm->id, $sequence, true);
            $behind = $last === null ? -1 : array_search($last, $sequence, true);
            if ($here === false || $here < $behind) {
                // Right behind the one before it; the first of them at the section's end, where a new one would be.
                $next = $last === null ? null : ($sequence[$behind + 1] ?? null);
                moveto_module($cm, $section, $next ? (object) ['id' => $next] : null);
            }
            $last = (int) $cm->id;
        }
    }

    /**
     * Return the managed sections in their order.
     *
     * @param string $namespace
     * @param int $courseid
     * @return int[] key => number
     */
    private static function sections(string $namespace, int $courseid): array {
        global $DB;
        $sql = "SELECT i.itemkey, s.section FROM {local_machina_item} i JOIN {course_sections} s ON s.id = i.objectid
                 WHERE i.namespace = :namespace AND i.courseid = :courseid AND i.kind = 'section' AND i.status = 'live'
              ORDER BY s.section";
        $found = $DB->get_records_sql_menu($sql, ['namespace' => $namespace, 'courseid' => $courseid]);
        return array_map('intval', $found);
    }

    /**
     * Return the managed activities of each managed section in their order.
     *
     * @param string $namespace
     * @param int $courseid
     * @return array section key => [key => course module id]
     */
    private static function modules(string $namespace, int $courseid): array {
        global $DB;
        $keys = [];
        foreach (item::in_course($namespace, $courseid) as $item) {
            if ($item->row->kind === 'cm' && !$item->buried()) {
                $keys[(int) $item->row->objectid] = $item->row->itemkey;
            }
        }
        $found = [];
        foreach (item::in_course($namespace, $courseid) as $item) {
            if ($item->row->kind !== 'section' || $item->buried()) {
                continue;
            }
            $sequence = (string) $DB->get_field('course_sections', 'sequence', ['id' => $item->row->objectid]);
            $found[$item->row->itemkey] = [];
            foreach (array_filter(explode(',', $sequence)) as $cmid) {
                if (isset($keys[(int) $cmid])) {
                    $found[$item->row->itemkey][$keys[(int) $cmid]] = (int) $cmid;
                }
            }
        }
        return array_filter($found);
    }
}
