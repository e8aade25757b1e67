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
 * Who may call what is not about one course.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

/**
 * A synchronising user often has the role in one category only.
 */
final class access {
    /**
     * Make sure that the caller may do something somewhere on the site.
     *
     * @param string $capability
     * @throws \required_capability_exception
     */
    public static function somewhere(string $capability): void {
        if (has_capability($capability, \context_system::instance())) {
            return;
        }
        if (!\core_course_category::make_categories_list($capability)
                && !get_user_capability_course($capability, null, true, '', '', 1)) {
            throw new \required_capability_exception(\context_system::instance(), $capability, 'nopermissions', '');
        }
    }

    /**
     * Make sure that the caller may enter a course. Core would refuse as well, but with "Not enrolled" for a reason.
     *
     * @param \context_course $context
     * @throws \required_capability_exception
     */
    public static function enter(\context_course $context): void {
        global $DB;
        if (!is_enrolled($context, null, '', true)) {
            require_capability('moodle/course:view', $context);
        }
        if (!$DB->get_field('course', 'visible', ['id' => $context->instanceid])) {
            require_capability('moodle/course:viewhiddencourses', $context);
        }
    }
}
