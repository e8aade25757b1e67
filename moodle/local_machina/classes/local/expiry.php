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
 * When a token ends.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

/**
 * What an administrator writes for the life of a token. Free of Moodle.
 */
final class expiry {
    /**
     * Return when a token ends.
     *
     * @param string $text such as 30d, 2w, 6m, 1y, 2030-06-30 or never
     * @param int $now Unix time
     * @return int|null Unix time, 0 for never, null if the text cannot be used
     */
    public static function read(string $text, int $now): ?int {
        if ($text === 'never') {
            return 0;
        }
        $until = false;
        if (preg_match('/^([1-9]\d{0,3})([dwmy])\z/', $text, $match)) {
            $until = strtotime("+$match[1] " . ['d' => 'days', 'w' => 'weeks', 'm' => 'months', 'y' => 'years'][$match[2]], $now);
        } else if (preg_match('/^(\d{4})-(\d{2})-(\d{2})\z/', $text, $match)
                && checkdate((int) $match[2], (int) $match[3], (int) $match[1])) {
            $until = strtotime("$text 23:59:59");
        }
        return $until && $until > $now ? $until : null;
    }
}
