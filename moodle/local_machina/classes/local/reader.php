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
 * The way to a method of core's readers.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/questionlib.php');
require_once($CFG->dirroot . '/question/format.php');

/**
 * Core declares readquestions() protected in the base class; a subclass may call it on another reader. The reader itself must be
 * of core's own class, whose name core uses (question/format.php, try_importing_using_qtypes).
 */
final class reader extends \qformat_default {
    /**
     * Read questions.
     *
     * @param \qformat_default $reader
     * @param string[] $lines
     * @return \stdClass[]|false|null nothing where the file holds no question
     */
    public static function questions(\qformat_default $reader, array $lines): array|false|null {
        return $reader->readquestions($lines);
    }
}
