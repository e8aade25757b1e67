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
 * Folders of files.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local\kind\mod;

use local_machina\local\files;
use local_machina\local\kind\module;
use local_machina\local\request;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/mod/folder/lib.php');
require_once($CFG->dirroot . '/mod/folder/locallib.php');

/**
 * mod_folder.
 */
final class folder extends module {
    #[\Override]
    protected function settings(): array {
        return ['display' => 'int', 'showexpanded' => 'bool', 'showdownloadfolder' => 'bool', 'forcedownload' => 'bool'];
    }

    #[\Override]
    protected function areas(): array {
        return ['content' => ['content', 0]];
    }

    #[\Override]
    protected function defaults(\stdClass $data): void {
        $data->display = FOLDER_DISPLAY_PAGE;
        $data->showexpanded = 1;
        $data->showdownloadfolder = 1;
        $data->forcedownload = 1;
        $data->files = 0;
    }

    #[\Override]
    protected function after(int $cmid, request $request, bool $new): void {
        global $DB;
        parent::after($cmid, $request, $new);
        $draft = (int) ($request->drafts['content'] ?? 0);
        if (!$new && $draft && $request->spec->has('files')) {
            // folder_update_instance looks for the draft area in the browser's request, not in what it is given.
            $context = \context_module::instance($cmid);
            if (files::stored($context->id, 'mod_folder', 'content', 0) !== $this->wanted($request->spec)['files.content']) {
                file_save_draft_area_files($draft, $context->id, 'mod_folder', 'content', 0, ['subdirs' => true]);
                $id = $DB->get_field('course_modules', 'instance', ['id' => $cmid]);
                $DB->execute('UPDATE {folder} SET revision = revision + 1 WHERE id = ?', [$id]);
            }
        }
    }
}
