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
 * Notes what is deleted.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

/**
 * Questions are not observed: the event speaks of one version, and get_state looks whether the entry is there.
 */
final class observer {
    /**
     * A course module was deleted.
     *
     * @param \core\event\course_module_deleted $event
     */
    public static function module_deleted(\core\event\course_module_deleted $event): void {
        self::bury('cm', $event->objectid);
    }

    /**
     * A section was deleted.
     *
     * @param \core\event\course_section_deleted $event
     */
    public static function section_deleted(\core\event\course_section_deleted $event): void {
        self::bury('section', $event->objectid);
    }

    /**
     * A question category was deleted.
     *
     * @param \core\event\question_category_deleted $event
     */
    public static function question_category_deleted(\core\event\question_category_deleted $event): void {
        self::bury('qcategory', $event->objectid);
    }

    /**
     * A course was deleted: its own item becomes a tombstone, what was in it is forgotten.
     *
     * @param \core\event\course_deleted $event
     */
    public static function course_deleted(\core\event\course_deleted $event): void {
        global $DB;
        $DB->delete_records_select('local_machina_item', "courseid = ? AND kind <> 'course'", [$event->objectid]);
        self::bury('course', $event->objectid);
    }

    /**
     * Note that an object was deleted.
     *
     * @param string $kind
     * @param int $objectid
     */
    private static function bury(string $kind, int $objectid): void {
        foreach (item::of_object($kind, $objectid) as $item) {
            $item->bury();
        }
    }
}
