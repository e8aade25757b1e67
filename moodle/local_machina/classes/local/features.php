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
 * What this Moodle offers, asked of its code and tables and never of its version number.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

/**
 * Feature flags. A function that still exists may throw when called, so only classes, methods, tables and columns are asked.
 */
final class features {
    /** @return bool question categories live in module contexts, in banks of mod_qbank (Moodle 5.0) */
    public static function qbank(): bool {
        return class_exists('core_question\\local\\bank\\question_bank_helper');
    }

    /** @return bool mod_quiz has namespaced classes (Moodle 4.2) */
    public static function quizclasses(): bool {
        return class_exists('mod_quiz\\grade_calculator');
    }

    /** @return bool random questions are filter conditions (Moodle 4.3) */
    public static function randomfilter(): bool {
        return self::quizclasses() && method_exists('mod_quiz\\structure', 'add_random_questions');
    }

    /** @return bool core_courseformat\formatactions is there (Moodle 4.4) */
    public static function formatactions(): bool {
        return class_exists('core_courseformat\\formatactions');
    }

    /** @return bool core_question\category_manager is there (Moodle 4.5) */
    public static function categorymanager(): bool {
        return class_exists('core_question\\category_manager');
    }

    /** @return bool SCORM tracks are scorm_attempt and scorm_scoes_value (Moodle 4.3), else scorm_scoes_track */
    public static function scormvalues(): bool {
        global $DB;
        return $DB->get_manager()->table_exists('scorm_scoes_value');
    }

    /** @return bool the table has the column */
    public static function column(string $table, string $column): bool {
        global $DB;
        return array_key_exists($column, $DB->get_columns($table));
    }

    /**
     * How many characters a column takes; 255 for most names up to Moodle 4.5 and 1333 later.
     *
     * @param string $table
     * @param string $column
     * @return int
     */
    public static function width(string $table, string $column): int {
        global $DB;
        return (int) ($DB->get_columns($table)[$column]->max_length ?? 0);
    }
}
