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
 * Write the questions of a file into a category: new ones, and new versions of those that changed.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\external;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/../../compat.php');

use core_external\external_api;
use core_external\external_function_parameters;
use core_external\external_multiple_structure;
use core_external\external_value;
use local_machina\local\access;
use local_machina\local\item;
use local_machina\local\kinds;
use local_machina\local\outcome;
use local_machina\local\questions;

/**
 * Write the questions of a file into a category: new ones, and new versions of those that changed.
 */
class apply_questions extends external_api {
    /** @return external_function_parameters the parameters */
    public static function execute_parameters(): external_function_parameters {
        return new external_function_parameters([
            'namespace' => new external_value(PARAM_ALPHANUMEXT, 'The project'),
            'runid' => new external_value(PARAM_ALPHANUMEXT, 'The run, from begin_run; empty in a dry run'),
            'courseid' => new external_value(PARAM_INT, 'Id of the course'),
            'categorykey' => new external_value(PARAM_RAW, 'Key of the category'),
            'format' => new external_value(PARAM_ALPHA, 'xml or gift'),
            'draftitemid' => new external_value(PARAM_INT, 'Draft area with the one file'),
            'hashes' => new external_value(PARAM_RAW, 'JSON object: idnumber => hash of what is wanted'),
            'dryrun' => new external_value(PARAM_BOOL, 'Say what would be done, write nothing', VALUE_DEFAULT, false),
            'ifobserved' => new external_value(PARAM_RAW, 'JSON object: idnumber => hash seen last', VALUE_DEFAULT, '{}'),
            'onmissing' => new external_value(PARAM_ALPHA, 'report or hide', VALUE_DEFAULT, 'report'),
            'options' => new external_value(PARAM_RAW, 'JSON object: flags such as recreate', VALUE_DEFAULT, '{}'),
        ]);
    }

    /**
     * Write the questions of a file into a category: new ones, and new versions of those that changed.
     *
     * @param string $namespace
     * @param string $runid
     * @param int $courseid
     * @param string $categorykey
     * @param string $format
     * @param int $draftitemid
     * @param string $hashes
     * @param bool $dryrun
     * @param string $ifobserved
     * @param string $onmissing
     * @param string $options
     * @return array
     */
    public static function execute(
        string $namespace,
        string $runid,
        int $courseid,
        string $categorykey,
        string $format,
        int $draftitemid,
        string $hashes,
        bool $dryrun = false,
        string $ifobserved = '{}',
        string $onmissing = 'report',
        string $options = '{}'
    ): array {
        [
            'namespace' => $namespace, 'runid' => $runid, 'courseid' => $courseid, 'categorykey' => $categorykey,
            'format' => $format, 'draftitemid' => $draftitemid, 'hashes' => $hashes, 'dryrun' => $dryrun,
            'ifobserved' => $ifobserved, 'onmissing' => $onmissing, 'options' => $options,
        ] = self::validate_parameters(self::execute_parameters(), [
            'namespace' => $namespace, 'runid' => $runid, 'courseid' => $courseid, 'categorykey' => $categorykey,
            'format' => $format, 'draftitemid' => $draftitemid, 'hashes' => $hashes, 'dryrun' => $dryrun,
            'ifobserved' => $ifobserved, 'onmissing' => $onmissing, 'options' => $options,
        ]);
        global $USER;
        $context = \context_course::instance($courseid);
        access::enter($context);
        self::validate_context($context);
        require_capability('local/machina:sync', $context);
        $category = item::find($namespace, $courseid, $categorykey);
        if (!$category || $category->row->kind !== 'qcategory' || !kinds::get('qcategory')->exists($category)) {
            throw new \moodle_exception('blocked_no_category', 'local_machina', '', $categorykey);
        }
        $usercontext = \context_user::instance($USER->id);
        $files = get_file_storage()->get_area_files($usercontext->id, 'user', 'draft', $draftitemid, '', false);
        $file = reset($files) ?: throw new \moodle_exception('badfile', 'local_machina', '', get_string('nofile', 'error'));
        $questions = new questions($namespace, $runid, $courseid, $category, $dryrun);
        return array_map(fn($outcome) => $outcome->exported(), $questions->write($file->get_content(), $format,
            json_decode($hashes, true) ?: [], json_decode($ifobserved, true) ?: [], $onmissing, json_decode($options, true) ?: []));
    }

    /** @return \core_external\external_description what execute returns */
    public static function execute_returns(): \core_external\external_description {
        return new external_multiple_structure(outcome::structure());
    }
}
