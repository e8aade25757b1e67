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
 * Files to look at or to download.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local\kind\mod;

use local_machina\local\files;
use local_machina\local\kind\displayed;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/mod/resource/lib.php');
require_once($CFG->dirroot . '/mod/resource/locallib.php');

/**
 * mod_resource.
 */
final class resource extends displayed {
    #[\Override]
    protected function settings(): array {
        return ['display' => 'int', 'printintro' => 'bool', 'showsize' => 'bool', 'showtype' => 'bool', 'showdate' => 'bool'];
    }

    #[\Override]
    protected function areas(): array {
        return ['content' => ['content', 0]];
    }

    #[\Override]
    protected function defaults(\stdClass $data): void {
        parent::defaults($data);
        $data->showsize = 0;
        $data->showtype = 0;
        $data->showdate = 0;
        $data->filterfiles = 0;
    }

    #[\Override]
    protected function restate(\stdClass $data, \stdClass $cm, \stdClass $row): void {
        parent::restate($data, $cm, $row);
        // Without a draft area the update would warn and count a revision for nothing.
        $data->files = files::draft_of(\context_module::instance($cm->id)->id, 'mod_resource', 'content');
    }
}
