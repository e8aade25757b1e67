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
 * When an activity counts as completed.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/completionlib.php');

/**
 * The map `completion` of a specification, between the form of an activity and its row. Modules add rules of their own.
 */
final class completion {
    /** Names in a specification => property of the form. */
    public const NAMES = ['tracking' => 'completion', 'view' => 'completionview', 'passgrade' => 'completionpassgrade',
        'gradeitem' => 'completiongradeitemnumber'];

    /**
     * State in a new activity's data that nothing is tracked.
     *
     * @param \stdClass $data
     * @param string[] $rules of the module
     */
    public static function none(\stdClass $data, array $rules): void {
        // Where nothing is configured Moodle 4.1 tracks views; nobody asked for that.
        $data->completion = COMPLETION_TRACKING_NONE;
        $data->completionview = 0;
        $data->completionexpected = 0;
        $data->completiongradeitemnumber = null;
        // Nor are the site's defaults for completion the project's.
        foreach ($rules as $rule) {
            unset($data->$rule);
        }
    }

    /**
     * Return one field.
     *
     * @param string $name tracking, view, passgrade or gradeitem
     * @param \stdClass $cm of course_modules
     * @return mixed
     */
    public static function value(string $name, \stdClass $cm): mixed {
        return match ($name) {
            'tracking' => (int) $cm->completion,
            'view' => (bool) $cm->completionview,
            'passgrade' => (bool) ($cm->completionpassgrade ?? 0),
            'gradeitem' => $cm->completiongradeitemnumber === null ? '' : (int) $cm->completiongradeitemnumber,
        };
    }

    /**
     * Put it into the form's data; where learners have completed the activity already only if that was asked for.
     *
     * @param \stdClass $data
     * @param request $request
     * @param array|null $before the fields as they are, null for a new activity
     */
    public static function fill(\stdClass $data, request $request, ?array $before): void {
        $completion = $request->spec->get('completion', []);
        $differs = array_filter($completion, fn($value, $name) => ($before["completion.$name"] ?? null) !== $value,
            ARRAY_FILTER_USE_BOTH);
        if (!$completion || ($before !== null && !$differs)) {
            return;
        }
        if ($before !== null) {
            $info = new \completion_info(get_course($request->courseid));
            $cm = get_coursemodule_from_id('', $data->coursemodule, 0, false, MUST_EXIST);
            if ($info->count_user_data($cm) && !$request->may('resetcompletion')) {
                throw stop::blocked('completion_locked', get_string('blocked_completion_locked', 'local_machina'));
            }
            // This wipes and recalculates everybody's completion, so it is set only where nothing is lost or all is meant.
            $data->completionunlocked = 1;
        }
        foreach ($completion as $name => $value) {
            $property = self::NAMES[$name] ?? $name;
            $data->$property = is_bool($value) ? (int) $value : $value;
        }
        if (array_key_exists('gradeitem', $completion)) {
            $data->completionusegrade = $completion['gradeitem'] === '' ? 0 : 1;
        }
    }
}
