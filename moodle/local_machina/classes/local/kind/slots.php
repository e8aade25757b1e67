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
 * What is asked in a quiz.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local\kind;

use local_machina\local\features;
use local_machina\local\item;
use local_machina\local\kind;
use local_machina\local\request;
use local_machina\local\spec;
use local_machina\local\stop;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/mod/quiz/lib.php');
require_once($CFG->dirroot . '/mod/quiz/locallib.php');
require_once($CFG->libdir . '/questionlib.php');

/**
 * The slots of a quiz as one item. `slots` is a list of {question: key, page, mark} and {category: key, subcategories, page,
 * mark}, one random question each. Once somebody has attempted the quiz only marks can change, as in Moodle itself.
 */
final class slots extends kind {
    #[\Override]
    public function name(): string {
        return 'slots';
    }

    #[\Override]
    public function fields(): array {
        return ['quiz' => 'string', 'slots' => 'list', 'shuffle' => 'bool'];
    }

    #[\Override]
    public function knows(string $field): bool {
        return $field !== 'quiz' && parent::knows($field);
    }

    #[\Override]
    public function exists(item $item): bool {
        global $DB;
        return $DB->record_exists('quiz', ['id' => $item->row->objectid]);
    }

    #[\Override]
    public function lookup(int $courseid, string $key): int {
        return 0;
    }

    #[\Override]
    public function wanted(spec $spec): array {
        $found = array_diff_key($spec->fields, ['quiz' => 0]);
        if (isset($found['slots'])) {
            $found['slots'] = array_map(self::normal(...), $found['slots']);
        }
        return $found;
    }

    #[\Override]
    public function observe(item $item, array $owned): array {
        global $DB;
        $found = [];
        foreach ($owned as $field) {
            $found[$field] = match ($field) {
                'slots' => array_map(fn($slot) => array_diff_key($slot, ['id' => 0]), $this->slots($item)),
                'shuffle' => (bool) $DB->get_field('quiz_sections', 'shufflequestions',
                    ['quizid' => $item->row->objectid, 'firstslot' => 1]),
            };
        }
        return $found;
    }

    #[\Override]
    public function guard(?item $item, request $request): void {
        $cm = $this->cm_of($item, $request);
        $context = \context_module::instance($cm->id);
        require_capability('mod/quiz:manage', $context);
        foreach ($request->spec->get('slots', []) as $slot) {
            $key = $slot['question'] ?? $slot['category'] ?? '';
            $other = item::find($request->namespace, $request->courseid, (string) $key);
            $kind = isset($slot['question']) ? 'question' : 'qcategory';
            if (!$other || $other->buried() || $other->row->kind !== $kind) {
                throw stop::blocked('no_question', get_string('blocked_no_question', 'local_machina', (string) $key));
            }
            require_capability('moodle/question:useall', \context::instance_by_id($other->row->contextid));
        }
        if ($item && $this->differs($item, $request) && !self::editable((int) $item->row->objectid)) {
            throw stop::blocked('has_attempts', get_string('blocked_has_attempts', 'local_machina'));
        }
    }

    #[\Override]
    public function create(request $request): int {
        $cm = $this->cm_of(null, $request);
        $this->write((int) $cm->instance, $request);
        return (int) $cm->instance;
    }

    #[\Override]
    public function update(item $item, request $request): void {
        if ($this->differs($item, $request)) {
            $this->write((int) $item->row->objectid, $request);
            return;
        }
        // Only marks: allowed with attempts too.
        $structure = self::structure((int) $item->row->objectid);
        $wanted = $this->wanted($request->spec)['slots'] ?? [];
        foreach ($this->slots($item) as $number => $slot) {
            if (isset($wanted[$number]) && $wanted[$number]['mark'] !== $slot['mark']) {
                $structure->update_slot_maxmark($structure->get_slot_by_id($slot['id']), $wanted[$number]['mark']);
            }
        }
        self::recount((int) $item->row->objectid);
    }

    #[\Override]
    public function place(int $objectid): array {
        $cm = get_coursemodule_from_instance('quiz', $objectid, 0, false, MUST_EXIST);
        return [(int) $cm->id, \context_module::instance($cm->id)->id];
    }

    #[\Override]
    public function extra(item $item): array {
        global $DB;
        return ['sumgrades' => (float) $DB->get_field('quiz', 'sumgrades', ['id' => $item->row->objectid])];
    }

    /**
     * Take everything out and put the wanted slots in, in order.
     *
     * @param int $quizid
     * @param request $request
     */
    private function write(int $quizid, request $request): void {
        global $DB;
        if (!self::editable($quizid)) {
            throw stop::blocked('has_attempts', get_string('blocked_has_attempts', 'local_machina'));
        }
        $quiz = $DB->get_record('quiz', ['id' => $quizid], '*', MUST_EXIST);
        $quiz->cmid = get_coursemodule_from_instance('quiz', $quizid, 0, false, MUST_EXIST)->id;
        quiz_delete_previews($quiz);
        for ($count = $DB->count_records('quiz_slots', ['quizid' => $quizid]); $count > 0; $count--) {
            self::structure($quizid)->remove_slot($count);
        }
        foreach ($this->wanted($request->spec)['slots'] ?? [] as $slot) {
            if (isset($slot['question'])) {
                $entry = item::find($request->namespace, $request->courseid, $slot['question']);
                $latest = question::latest((int) $entry->row->objectid);
                if (quiz_add_quiz_question($latest->questionid, $quiz, $slot['page'], $slot['mark']) === false) {
                    throw stop::blocked('twice', get_string('blocked_twice', 'local_machina', $slot['question']));
                }
            } else {
                $category = item::find($request->namespace, $request->courseid, $slot['category']);
                self::add_random($quiz, $slot, (int) $category->row->objectid);
            }
        }
        if ($request->spec->has('shuffle')) {
            $DB->set_field('quiz_sections', 'shufflequestions', (int) $request->spec->get('shuffle'),
                ['quizid' => $quizid, 'firstslot' => 1]);
        }
        self::recount($quizid);
    }

    /**
     * Add one random question.
     *
     * @param \stdClass $quiz
     * @param array $slot
     * @param int $categoryid
     */
    private static function add_random(\stdClass $quiz, array $slot, int $categoryid): void {
        global $DB;
        if (features::randomfilter()) {
            self::structure((int) $quiz->id)->add_random_questions($slot['page'], 1, ['filter' => ['category' => ['jointype' => 1,
                'values' => [$categoryid], 'filteroptions' => ['includesubcategories' => $slot['subcategories']]]]]);
        } else {
            quiz_add_random_questions($quiz, $slot['page'], $categoryid, 1, $slot['subcategories']);
        }
        $last = $DB->get_records('quiz_slots', ['quizid' => $quiz->id], 'slot DESC', 'id, maxmark', 0, 1);
        $last = reset($last);
        if ((float) $last->maxmark !== $slot['mark']) {
            $structure = self::structure((int) $quiz->id);
            $structure->update_slot_maxmark($structure->get_slot_by_id($last->id), $slot['mark']);
        }
    }

    /**
     * Return the slots as they are.
     *
     * @param item $item
     * @return array list of {id, question or category, subcategories, page, mark}; what is not managed has the key #id
     */
    private function slots(item $item): array {
        global $DB;
        [, $contextid] = $this->place((int) $item->row->objectid);
        $found = [];
        foreach ($DB->get_records('quiz_slots', ['quizid' => $item->row->objectid], 'slot') as $slot) {
            $where = ['component' => 'mod_quiz', 'questionarea' => 'slot', 'itemid' => $slot->id, 'usingcontextid' => $contextid];
            $place = ['id' => (int) $slot->id, 'page' => (int) $slot->page, 'mark' => (float) $slot->maxmark];
            if ($reference = $DB->get_record('question_references', $where)) {
                $found[] = ['question' => self::key('question', (int) $reference->questionbankentryid)] + $place;
                continue;
            }
            $set = $DB->get_record('question_set_references', $where);
            $filter = $set ? json_decode($set->filtercondition, true) : [];
            $category = $filter['filter']['category'] ?? null;
            $id = (int) ($category['values'][0] ?? $filter['questioncategoryid'] ?? 0);
            $sub = (bool) ($category['filteroptions']['includesubcategories'] ?? $filter['includingsubcategories'] ?? false);
            $found[] = ['category' => self::key('qcategory', $id), 'subcategories' => $sub] + $place;
        }
        return array_map(fn($slot) => self::normal($slot) + ['id' => $slot['id']], $found);
    }

    /**
     * Return a slot with every field in one form.
     *
     * @param array $slot
     * @return array
     */
    private static function normal(array $slot): array {
        $place = ['page' => (int) ($slot['page'] ?? 1), 'mark' => (float) ($slot['mark'] ?? 1)];
        return isset($slot['question']) ? ['question' => (string) $slot['question']] + $place
            : ['category' => (string) ($slot['category'] ?? ''), 'subcategories' => !empty($slot['subcategories'])] + $place;
    }

    /**
     * Return the key of a managed object, or #id.
     *
     * @param string $kind
     * @param int $id
     * @return string
     */
    private static function key(string $kind, int $id): string {
        $items = item::of_object($kind, $id);
        return $items ? $items[0]->row->itemkey : "#$id";
    }

    /**
     * Tell whether more than marks is to change.
     *
     * @param item $item
     * @param request $request
     * @return bool
     */
    private function differs(item $item, request $request): bool {
        $wanted = $this->wanted($request->spec);
        $there = $this->observe($item, array_keys($wanted));
        $bare = fn($fields) => [array_map(fn($slot) => array_diff_key($slot, ['mark' => 0]), $fields['slots'] ?? []),
            $fields['shuffle'] ?? null];
        return $bare($wanted) != $bare($there);
    }

    /**
     * Return the course module of the quiz.
     *
     * @param item|null $item
     * @param request $request
     * @return \stdClass
     */
    private function cm_of(?item $item, request $request): \stdClass {
        if ($item) {
            return get_coursemodule_from_instance('quiz', $item->row->objectid, 0, false, MUST_EXIST);
        }
        $quiz = item::find($request->namespace, $request->courseid, $request->spec->get('quiz', ''));
        $cm = $quiz && !$quiz->buried() ? get_coursemodule_from_id('quiz', $quiz->row->objectid, $request->courseid) : false;
        if (!$cm) {
            throw stop::blocked('no_quiz', get_string('blocked_no_quiz', 'local_machina', $request->spec->get('quiz', '')));
        }
        return $cm;
    }

    /**
     * Return the structure of a quiz, read anew.
     *
     * @param int $quizid
     * @return object mod_quiz\structure
     */
    private static function structure(int $quizid): object {
        return self::settings($quizid)->get_structure();
    }

    /**
     * Return the settings object of a quiz.
     *
     * @param int $quizid
     * @return object
     */
    private static function settings(int $quizid): object {
        return features::quizclasses() ? \mod_quiz\quiz_settings::create($quizid) : \quiz::create($quizid);
    }

    /**
     * Tell whether slots may change; previews do not count.
     *
     * @param int $quizid
     * @return bool
     */
    private static function editable(int $quizid): bool {
        global $DB;
        return !$DB->record_exists('quiz_attempts', ['quiz' => $quizid, 'preview' => 0]);
    }

    /**
     * Sum the marks up again.
     *
     * @param int $quizid
     */
    private static function recount(int $quizid): void {
        global $DB;
        if (features::quizclasses()) {
            self::settings($quizid)->get_grade_calculator()->recompute_quiz_sumgrades();
        } else {
            quiz_update_sumgrades($DB->get_record('quiz', ['id' => $quizid], '*', MUST_EXIST));
        }
    }
}
