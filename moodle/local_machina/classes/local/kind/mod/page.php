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
 * Pages.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local\kind\mod;

use local_machina\local\files;
use local_machina\local\kind\displayed;
use local_machina\local\request;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/mod/page/lib.php');
require_once($CFG->dirroot . '/mod/page/locallib.php');

/**
 * mod_page.
 */
final class page extends displayed {
    #[\Override]
    public function fields(): array {
        return parent::fields() + ['content' => 'string'];
    }

    #[\Override]
    protected function settings(): array {
        return ['display' => 'int', 'printintro' => 'bool', 'printlastmodified' => 'bool'];
    }

    #[\Override]
    protected function areas(): array {
        return ['content' => ['content', 0]];
    }

    #[\Override]
    protected function defaults(\stdClass $data): void {
        parent::defaults($data);
        $data->display = RESOURCELIB_DISPLAY_OPEN;
        $data->printintro = 0;
        $data->printlastmodified = 0;
        $data->page = ['text' => '', 'format' => FORMAT_HTML, 'itemid' => file_get_unused_draft_itemid()];
        $data->content = '';
        $data->contentformat = FORMAT_HTML;
    }

    #[\Override]
    protected function restate(\stdClass $data, \stdClass $cm, \stdClass $row): void {
        parent::restate($data, $cm, $row);
        $context = \context_module::instance($cm->id);
        $draft = files::draft_of($context->id, 'mod_page', 'content', page_get_editor_options($context));
        $data->page = ['text' => $row->content, 'format' => $row->contentformat, 'itemid' => $draft];
    }

    #[\Override]
    protected function set(\stdClass $data, request $request, bool $new): void {
        parent::set($data, $request, $new);
        if ($request->spec->has('content')) {
            $data->page['text'] = $request->spec->get('content');
            $data->page['format'] = FORMAT_HTML;
            $data->content = $request->spec->get('content');
        }
    }

    #[\Override]
    protected function set_drafts(\stdClass $data, array $drafts): void {
        if ($drafts) {
            $data->page['itemid'] = reset($drafts);
        }
    }

    #[\Override]
    protected function wants_form(): bool {
        return true;
    }
}
