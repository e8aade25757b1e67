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
 * The two hashes that tell whether something changed.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

/**
 * SHA-256 over a canonical form.
 */
final class hash {
    /**
     * Return the hash of owned fields as Moodle has them.
     *
     * @param array $fields field => string, int, bool, null or nested arrays of these
     * @return string 64 hex digits
     */
    public static function fields(array $fields): string {
        return hash('sha256', json_encode(self::sorted($fields), JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES
            | JSON_THROW_ON_ERROR | JSON_PRESERVE_ZERO_FRACTION));
    }

    /**
     * Return a digest of each field, by which a change is told from field to field.
     *
     * @param array $fields field => value as for fields()
     * @return string[] field => 16 hex digits
     */
    public static function each(array $fields): array {
        return array_map(fn($value) => substr(self::fields(['' => $value]), 0, 16), $fields);
    }

    /**
     * Return a value with the keys of every map in order; lists keep theirs.
     *
     * @param mixed $value
     * @return mixed
     */
    private static function sorted(mixed $value): mixed {
        if (!is_array($value)) {
            return $value;
        }
        if (!array_is_list($value)) {
            ksort($value, SORT_STRING);
        }
        return array_map(self::sorted(...), $value);
    }
}
