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
 * The files of a file area, as specifications name them.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

/**
 * Files by path and SHA-1.
 */
final class files {
    /**
     * Return the files of a file area.
     *
     * @param int $contextid
     * @param string $component
     * @param string $filearea
     * @param int $itemid
     * @return array path => SHA-1, sorted
     */
    public static function stored(int $contextid, string $component, string $filearea, int $itemid): array {
        $found = [];
        foreach (get_file_storage()->get_area_files($contextid, $component, $filearea, $itemid, '', false) as $file) {
            $found[$file->get_filepath() . $file->get_filename()] = $file->get_contenthash();
        }
        return self::sorted($found);
    }

    /**
     * Return the files that the caller has uploaded.
     *
     * @param int $draft draft item id
     * @return array path => SHA-1, sorted
     */
    public static function uploaded(int $draft): array {
        global $USER;
        return $draft ? self::stored(\context_user::instance($USER->id)->id, 'user', 'draft', $draft) : [];
    }

    /**
     * Return a draft area that holds the files of an area, so that an update keeps them.
     *
     * @param int $contextid
     * @param string $component
     * @param string $filearea
     * @param array $options as file_prepare_draft_area takes them
     * @return int
     */
    public static function draft_of(int $contextid, string $component, string $filearea,
            array $options = ['subdirs' => true]): int {
        $draft = 0;
        file_prepare_draft_area($draft, $contextid, $component, $filearea, 0, $options);
        return $draft;
    }

    /**
     * Sort a map of files.
     *
     * @param array $files path => SHA-1
     * @return array
     */
    public static function sorted(array $files): array {
        ksort($files, SORT_STRING);
        return $files;
    }
}
