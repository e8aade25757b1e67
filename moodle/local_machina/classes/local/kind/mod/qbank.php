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
 * Question banks (Moodle 5.0 and later): where a course keeps its questions.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local\kind\mod;

use local_machina\local\features;
use local_machina\local\item;
use local_machina\local\request;
use local_machina\local\stop;
use local_machina\local\kind\module;

defined('MOODLE_INTERNAL') || die();

global $CFG;
if (file_exists($CFG->dirroot . '/mod/qbank/lib.php')) {
    require_once($CFG->dirroot . '/mod/qbank/lib.php');
}

/**
 * mod_qbank.
 */
final class qbank extends module {
    #[\Override]
    protected function settings(): array {
        return [];
    }

    #[\Override]
    public function guard(?item $item, request $request): void {
        if (!features::qbank()) {
            throw stop::blocked('unsupported', get_string('blocked_unsupported', 'local_machina'));
        }
        parent::guard($item, $request);
    }

    #[\Override]
    protected function defaults(\stdClass $data): void {
        $data->type = 'standard';
        $data->visible = 0;
        $data->visibleoncoursepage = 0;
        $data->showdescription = 0;
        // Categories come by apply_question_category.
        $data->skipdefaultcategory = true;
    }

    #[\Override]
    protected function section_number(request $request): int {
        return 0; // Moodle allows banks nowhere else.
    }

    #[\Override]
    public function used(item $item): bool {
        global $DB;
        $context = \context_module::instance($item->row->objectid);
        return $DB->record_exists_sql('SELECT 1 FROM {question_bank_entries} e JOIN {question_categories} c
            ON c.id = e.questioncategoryid WHERE c.contextid = ?', [$context->id]);
    }
}
