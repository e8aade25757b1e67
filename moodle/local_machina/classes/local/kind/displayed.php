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
 * What activities have in common that say how they are displayed.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local\kind;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/resourcelib.php');

/**
 * A page, a file, a link: besides the column `display` there are options in one column, as a serialised array.
 */
abstract class displayed extends module {
    #[\Override]
    protected function setting(string $name, \stdClass $row): mixed {
        return $row->$name ?? self::options($row)[$name] ?? 0;
    }

    #[\Override]
    protected function defaults(\stdClass $data): void {
        $data->display = RESOURCELIB_DISPLAY_AUTO;
        $data->printintro = 1;
        $data->popupwidth = 620;
        $data->popupheight = 450;
    }

    #[\Override]
    protected function restate(\stdClass $data, \stdClass $cm, \stdClass $row): void {
        // Core leaves out what is off; the width of a window that nobody has asked for is its form's.
        $unsaid = array_map(fn() => 0, $this->settings()) + ['popupwidth' => 620, 'popupheight' => 450];
        foreach (self::options($row) + array_diff_key($unsaid, (array) $row) as $name => $value) {
            $data->$name = $value;
        }
    }

    /**
     * Return the options of a row.
     *
     * @param \stdClass $row
     * @return array name => value
     */
    private static function options(\stdClass $row): array {
        return (array) unserialize_array($row->displayoptions ?: serialize([]));
    }
}
