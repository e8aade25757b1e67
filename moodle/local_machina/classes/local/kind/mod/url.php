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
 * Links.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local\kind\mod;

use local_machina\local\kind\displayed;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/mod/url/lib.php');
require_once($CFG->dirroot . '/mod/url/locallib.php');

/**
 * mod_url.
 */
final class url extends displayed {
    #[\Override]
    protected function settings(): array {
        return ['externalurl' => 'string', 'display' => 'int', 'printintro' => 'bool'];
    }

    #[\Override]
    protected function defaults(\stdClass $data): void {
        parent::defaults($data);
        $data->externalurl = '';
    }

    #[\Override]
    protected function restate(\stdClass $data, \stdClass $cm, \stdClass $row): void {
        parent::restate($data, $cm, $row);
        // The parameters of a link are not ours: the update writes them as it finds them in numbered fields.
        $number = 0;
        foreach ((array) unserialize_array($row->parameters ?: serialize([])) as $parameter => $variable) {
            $data->{"parameter_$number"} = $parameter;
            $data->{"variable_$number"} = $variable;
            $number++;
        }
    }
}
