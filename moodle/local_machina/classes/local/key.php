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
 * The rule for keys.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

/**
 * A key is what the project calls an item, and its ID number in Moodle where it has one. Free of Moodle.
 */
final class key {
    /** Bytes that every idnumber column of Moodle takes, whatever the characters. */
    public const LONGEST = 100;

    /**
     * Tell what is wrong with a key.
     *
     * @param string $key
     * @return string '', 'bad' or 'long'
     */
    public static function fault(string $key): string {
        if ($key === '' || trim($key) !== $key || preg_match('/[\x00-\x1f\x7f]/', $key) || preg_match('//u', $key) !== 1) {
            return 'bad';
        }
        return strlen($key) > self::LONGEST ? 'long' : '';
    }
}
