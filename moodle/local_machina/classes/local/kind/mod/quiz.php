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
 * Quizzes: their settings. What is asked in them is the matter of apply_quiz_slots.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local\kind\mod;

use local_machina\local\features;
use local_machina\local\item;
use local_machina\local\kind\module;
use local_machina\local\request;
use local_machina\local\spec;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/mod/quiz/lib.php');
require_once($CFG->dirroot . '/mod/quiz/locallib.php');

/**
 * mod_quiz. Its update builds the password, the review options and the feedback from the fields of its form, and empties what
 * the form does not name; so all of them are stated from what is stored.
 */
final class quiz extends module {
    /** Review options => the column is review<option>. */
    private const REVIEW = ['attempt', 'correctness', 'maxmarks', 'marks', 'specificfeedback', 'generalfeedback', 'rightanswer',
        'overallfeedback'];
    /** When => bit (mod_quiz\question\display_options, in 4.1 mod_quiz_display_options). */
    private const WHEN = ['during' => 0x10000, 'immediately' => 0x01000, 'open' => 0x00100, 'closed' => 0x00010];

    #[\Override]
    public function fields(): array {
        return parent::fields() + ['review' => 'map', 'feedback' => 'list'];
    }

    #[\Override]
    protected function settings(): array {
        return ['grade' => 'float', 'timeopen' => 'int', 'timeclose' => 'int', 'timelimit' => 'int', 'overduehandling' => 'string',
            'graceperiod' => 'int', 'attempts' => 'int', 'attemptonlast' => 'bool', 'grademethod' => 'int',
            'decimalpoints' => 'int', 'questionsperpage' => 'int', 'navmethod' => 'string', 'shuffleanswers' => 'bool',
            'preferredbehaviour' => 'string', 'canredoquestions' => 'bool', 'showuserpicture' => 'int', 'showblocks' => 'bool'];
    }

    #[\Override]
    protected function rules(): array {
        return ['completionminattempts' => 'int', 'completionattemptsexhausted' => 'bool'];
    }

    #[\Override]
    public function wanted(spec $spec): array {
        $found = parent::wanted($spec);
        unset($found['review']);
        foreach ($spec->get('review', []) as $option => $when) {
            $when = array_values(array_intersect(array_keys(self::WHEN), $when));
            // Moodle's own rules: the attempt is always seen during it, the overall feedback never.
            if ($option === 'attempt' && !in_array('during', $when)) {
                array_unshift($when, 'during');
            }
            $found["review.$option"] = $option === 'overallfeedback' ? array_values(array_diff($when, ['during'])) : $when;
        }
        if (isset($found['feedback'])) {
            $found['feedback'] = array_map(fn($one) => ['from' => (float) $one['from'], 'text' => (string) $one['text']],
                $found['feedback']);
        }
        return $found;
    }

    #[\Override]
    protected function value(string $field, \stdClass $cm, \stdClass $row): mixed {
        if (str_starts_with($field, 'review.')) {
            $bits = (int) ($row->{'review' . substr($field, 7)} ?? 0);
            return array_keys(array_filter(self::WHEN, fn($bit) => ($bits & $bit) !== 0));
        }
        return $field === 'feedback' ? self::feedback($row) : parent::value($field, $cm, $row);
    }

    #[\Override]
    public function guard(?item $item, request $request): void {
        parent::guard($item, $request);
        foreach (array_keys($request->spec->get('review', [])) as $option) {
            if (!in_array($option, self::REVIEW)) {
                throw new \moodle_exception('invalidspec', 'local_machina', '', "quiz has no review.$option");
            }
        }
        // A wrong boundary makes the update end with a text that its caller takes for success.
        $former = INF;
        foreach ($request->spec->get('feedback', []) as $one) {
            $from = $one['from'] ?? null;
            if (!is_numeric($from) || !isset($one['text']) || $from < 0 || $from >= 100 || $from >= $former) {
                throw new \moodle_exception('invalidspec', 'local_machina', '',
                    'feedback is a list of {from, text}, from in per cent, below 100, falling and ending with 0');
            }
            $former = $from;
        }
        if ($former !== INF && (float) $former !== 0.0) {
            throw new \moodle_exception('invalidspec', 'local_machina', '', 'the last feedback begins at 0 per cent');
        }
    }

    #[\Override]
    protected function defaults(\stdClass $data): void {
        $config = get_config('quiz');
        foreach (array_keys($this->settings()) as $name) {
            $data->$name = $config->$name ?? 0;
        }
        $data->grade = $config->maximumgrade ?? 10;
        $data->questiondecimalpoints = $config->questiondecimalpoints ?? -1;
        $texts = ['overduehandling' => 'autosubmit', 'navmethod' => 'free', 'preferredbehaviour' => 'deferredfeedback'];
        foreach ($texts as $name => $value) {
            $data->$name = $config->$name ?? $value;
        }
        $data->quizpassword = '';
        $data->subnet = '';
        $data->browsersecurity = '-';
        $data->delay1 = 0;
        $data->delay2 = 0;
        foreach (self::REVIEW as $option) {
            self::expand($data, $option, (int) ($config->{"review$option"} ?? 0));
        }
        $data->feedbacktext = [['text' => '', 'format' => FORMAT_HTML, 'itemid' => 0]];
        $data->feedbackboundaries = [];
    }

    #[\Override]
    protected function restate(\stdClass $data, \stdClass $cm, \stdClass $row): void {
        $data->quizpassword = (string) $row->password;
        $data->grade = $row->grade;
        foreach (self::REVIEW as $option) {
            if (property_exists($row, "review$option")) {
                self::expand($data, $option, (int) $row->{"review$option"});
            }
        }
        $this->state_feedback($data, self::feedback($row));
    }

    #[\Override]
    protected function set(\stdClass $data, request $request, bool $new): void {
        $settings = $request->spec->get('settings', []);
        foreach ($settings as $name => $value) {
            // On update a grade would be ignored, but the feedback would be divided by it.
            if ($name !== 'grade' || $new) {
                $data->$name = is_bool($value) ? (int) $value : $value;
            }
        }
        foreach ($this->wanted($request->spec) as $field => $when) {
            if (str_starts_with($field, 'review.')) {
                self::expand($data, substr($field, 7),
                    array_sum(array_intersect_key(self::WHEN, array_flip($when))));
            }
        }
        if ($request->spec->has('feedback')) {
            $this->state_feedback($data, $request->spec->get('feedback'));
        }
        $data->completionminattemptsenabled = empty($request->spec->get('completion', [])['completionminattempts']) ? 0 : 1;
    }

    #[\Override]
    public function update(item $item, request $request): void {
        // Each save of a quiz decides anew, by its review options, whether its grades are hidden (quiz_grade_item_update); where
        // those do not change, what a teacher chose in the gradebook stays.
        $deciding = fn($field) => str_starts_with($field, 'review.') || in_array($field, ['visible', 'settings.timeclose']);
        $owned = array_filter(array_keys($this->wanted($request->spec)), $deciding);
        $before = $this->observe($item, $owned);
        $hidden = $this->grade_item($this->cm($item))->hidden ?? null;
        parent::update($item, $request);
        $grade = $this->grade_item($this->cm($item));
        if ($hidden !== null && $grade && $grade->hidden != $hidden && $this->observe($item, $owned) === $before) {
            $grade->set_hidden($hidden);
        }
    }

    #[\Override]
    protected function after(int $cmid, request $request, bool $new): void {
        global $DB;
        $cm = get_coursemodule_from_id('quiz', $cmid, 0, false, MUST_EXIST);
        $row = $DB->get_record('quiz', ['id' => $cm->instance], '*', MUST_EXIST);
        $grade = $request->spec->get('settings', [])['grade'] ?? null;
        if ($grade !== null && (float) $row->grade !== (float) $grade) {
            self::set_grade($row, $cm, (float) $grade);
        }
        parent::after($cmid, $request, $new);
        $row = $DB->get_record('quiz', ['id' => $cm->instance], '*', MUST_EXIST);
        foreach ($this->wanted($request->spec) as $field => $value) {
            if (str_starts_with($field, 'completion.')) {
                continue;
            }
            if (in_array(strtok($field, '.'), ['settings', 'review', 'feedback']) && $this->value($field, $cm, $row) != $value) {
                throw new \moodle_exception('notstored', 'local_machina', '', $field);
            }
        }
    }

    #[\Override]
    public function extra(item $item): array {
        global $DB;
        $id = (int) $this->cm($item)->instance;
        return ['hasattempts' => self::attempted($id), 'slots' => $DB->count_records('quiz_slots', ['quizid' => $id]),
            'sumgrades' => (float) $DB->get_field('quiz', 'sumgrades', ['id' => $id])];
    }

    #[\Override]
    public function used(item $item): bool {
        return parent::used($item) || self::attempted((int) $this->cm($item)->instance);
    }

    /**
     * Tell whether somebody has attempted a quiz; previews do not count.
     *
     * @param int $quizid
     * @return bool
     */
    private static function attempted(int $quizid): bool {
        global $DB;
        return $DB->record_exists('quiz_attempts', ['quiz' => $quizid, 'preview' => 0]);
    }

    /**
     * State a review option as the form's four fields.
     *
     * @param \stdClass $data
     * @param string $option
     * @param int $bits
     */
    private static function expand(\stdClass $data, string $option, int $bits): void {
        foreach (self::WHEN as $when => $bit) {
            $data->{$option . $when} = ($bits & $bit) !== 0 ? 1 : 0;
        }
    }

    /**
     * Return a quiz's overall feedback.
     *
     * @param \stdClass $row of quiz
     * @return array list of [from => per cent, text], from the best down
     */
    private static function feedback(\stdClass $row): array {
        global $DB;
        $found = [];
        foreach ($DB->get_records('quiz_feedback', ['quizid' => $row->id], 'mingrade DESC') as $one) {
            $from = $row->grade > 0 ? round($one->mingrade / $row->grade * 100, 5) : 0.0;
            $found[] = ['from' => (float) $from, 'text' => (string) $one->feedbacktext];
        }
        return count($found) === 1 && $found[0]['text'] === '' ? [] : $found;
    }

    /**
     * State overall feedback as the form's fields. At least one text must be given.
     *
     * @param \stdClass $data
     * @param array $feedback list of [from => per cent, text]
     */
    private function state_feedback(\stdClass $data, array $feedback): void {
        $feedback = $feedback ?: [['from' => 0, 'text' => '']];
        $data->feedbacktext = [];
        $data->feedbackboundaries = [];
        foreach (array_values($feedback) as $number => $one) {
            $data->feedbacktext[] = ['text' => $one['text'], 'format' => FORMAT_HTML, 'itemid' => 0];
            if ($number < count($feedback) - 1) {
                $data->feedbackboundaries[] = $one['from'] . '%';
            }
        }
    }

    /**
     * Set the maximum grade; grades that learners have are scaled.
     *
     * @param \stdClass $row of quiz
     * @param \stdClass $cm
     * @param float $grade
     */
    private static function set_grade(\stdClass $row, \stdClass $cm, float $grade): void {
        if (features::quizclasses()) {
            \mod_quiz\quiz_settings::create($row->id)->get_grade_calculator()->update_quiz_maximum_grade($grade);
            return;
        }
        $row->instance = $row->id;
        $row->cmidnumber = $cm->idnumber;
        quiz_set_grade($grade, $row);
    }
}
