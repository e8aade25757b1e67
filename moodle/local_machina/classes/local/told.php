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
 * What the set-up did, in words.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

/**
 * Says the steps of the set-up, for its page and for its command.
 */
class told {
    /**
     * Return each step that is worth saying, and what became of it.
     *
     * @param array[] $steps of setup::steps()
     * @return string[][] [step, state], plain text in the language of the reader
     */
    public static function lines(array $steps): array {
        $lines = [];
        foreach ($steps as [$step, $detail, $state]) {
            if ($step === 'capabilities' && $state === 'already') {
                continue; // The role lacks nothing: its own line says that it is there.
            }
            // What is taken back is known by its number in the database, which tells nobody anything.
            $detail = preg_match('/^#\d+$/', $detail) ? '' : $detail;
            $name = $step === 'token' && $detail !== '' ? 'tokenuntil' : $step;
            $lines[] = [get_string("setup_step_$name", 'local_machina') . ($detail === '' ? '' : ": $detail"),
                get_string("setup_state_$state", 'local_machina')];
        }
        return $lines;
    }
}
