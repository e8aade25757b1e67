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
 * Questions, as entries of a question bank.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local\kind;

use local_machina\local\item;
use local_machina\local\kind;
use local_machina\local\request;
use local_machina\local\stop;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/questionlib.php');

/**
 * A question bank entry, known by its idnumber. They are written by local\questions, many from one file. Whoever edits a
 * question makes a new version, so the number of the latest version tells whether somebody did.
 */
final class question extends kind {
    #[\Override]
    public function name(): string {
        return 'question';
    }

    #[\Override]
    public function fields(): array {
        return ['version' => 'int', 'status' => 'string'];
    }

    #[\Override]
    public function exists(item $item): bool {
        global $DB;
        return $DB->record_exists('question_versions', ['questionbankentryid' => $item->row->objectid]);
    }

    #[\Override]
    public function lookup(int $courseid, string $key): int {
        return 0; // The category decides: see questions.php.
    }

    #[\Override]
    public function observe(item $item, array $owned): array {
        $latest = self::latest((int) $item->row->objectid);
        return array_intersect_key(['version' => (int) $latest->version, 'status' => $latest->status], array_flip($owned));
    }

    #[\Override]
    public function create(request $request): int {
        throw new \coding_exception('questions are written by local_machina\local\questions');
    }

    #[\Override]
    public function update(item $item, request $request): void {
        throw new \coding_exception('questions are written by local_machina\local\questions');
    }

    #[\Override]
    public function place(int $objectid): array {
        global $DB;
        return [0, (int) $DB->get_field_sql('SELECT c.contextid FROM {question_categories} c JOIN {question_bank_entries} e
            ON e.questioncategoryid = c.id WHERE e.id = ?', [$objectid], MUST_EXIST)];
    }

    #[\Override]
    public function shown(item $item): array {
        global $DB;
        $latest = self::latest((int) $item->row->objectid);
        return [(string) $DB->get_field('question', 'name', ['id' => $latest->questionid]), $latest->status !== 'hidden'];
    }

    #[\Override]
    public function extra(item $item): array {
        $latest = self::latest((int) $item->row->objectid);
        return ['version' => (int) $latest->version, 'status' => $latest->status, 'qtype' => $latest->qtype];
    }

    #[\Override]
    public function carry(item $item, string $key): void {
        global $DB;
        $entry = $DB->get_record('question_bank_entries', ['id' => $item->row->objectid], '*', MUST_EXIST);
        [, $contextid] = $this->place((int) $entry->id);
        require_capability('moodle/question:editall', \context::instance_by_id($contextid));
        if ($DB->record_exists('question_bank_entries', ['questioncategoryid' => $entry->questioncategoryid, 'idnumber' => $key])) {
            throw stop::blocked('key_taken', get_string('blocked_key_taken', 'local_machina', $key));
        }
        $DB->set_field('question_bank_entries', 'idnumber', $key, ['id' => $entry->id]);
    }

    #[\Override]
    public function hide(item $item): void {
        global $DB;
        [, $contextid] = $this->place((int) $item->row->objectid);
        require_capability('moodle/question:editall', \context::instance_by_id($contextid));
        $DB->set_field('question_versions', 'status', 'hidden', ['questionbankentryid' => $item->row->objectid]);
    }

    #[\Override]
    public function used(item $item): bool {
        global $DB;
        $ids = $DB->get_fieldset_select('question_versions', 'questionid', 'questionbankentryid = ?', [$item->row->objectid]);
        return questions_in_use($ids);
    }

    /**
     * Return the latest version of an entry.
     *
     * @param int $entryid
     * @return \stdClass version, status, questionid, qtype
     */
    public static function latest(int $entryid): \stdClass {
        global $DB;
        $rows = $DB->get_records_sql('SELECT v.id, v.version, v.status, v.questionid, q.qtype FROM {question_versions} v
            JOIN {question} q ON q.id = v.questionid WHERE v.questionbankentryid = ? ORDER BY v.version DESC', [$entryid], 0, 1);
        return reset($rows) ?: throw new \moodle_exception('invalidspec', 'local_machina', '', "entry $entryid has no version");
    }
}
