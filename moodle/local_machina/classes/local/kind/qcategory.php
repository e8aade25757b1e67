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
 * Question categories.
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
require_once($CFG->libdir . '/questionlib.php');

/**
 * A question category, known by its idnumber. Up to Moodle 4.5 it is made in the course's context, from 5.0 in that of a
 * question bank, an activity whose key is `bank`. A category that an upgrade has moved keeps its id and is found by it.
 */
final class qcategory extends kind {
    #[\Override]
    public function name(): string {
        return 'qcategory';
    }

    #[\Override]
    public function fields(): array {
        return ['name' => 'string', 'info' => 'string', 'parent' => 'string', 'bank' => 'string'];
    }

    #[\Override]
    public function knows(string $field): bool {
        return $field !== 'bank' && parent::knows($field);
    }

    #[\Override]
    public function exists(item $item): bool {
        global $DB;
        return $DB->record_exists('question_categories', ['id' => $item->row->objectid]);
    }

    #[\Override]
    public function lookup(int $courseid, string $key): int {
        global $DB;
        $context = \context_course::instance($courseid);
        $sql = 'SELECT c.id FROM {question_categories} c JOIN {context} x ON x.id = c.contextid
                 WHERE c.idnumber = :idnumber AND (x.id = :id OR ' . $DB->sql_like('x.path', ':path') . ')';
        $found = $DB->get_fieldset_sql($sql, ['idnumber' => $key, 'id' => $context->id, 'path' => $context->path . '/%']);
        return (int) ($found[0] ?? 0);
    }

    #[\Override]
    public function wanted(spec $spec): array {
        return array_diff_key($spec->fields, ['bank' => 0]);
    }

    #[\Override]
    public function observe(item $item, array $owned): array {
        global $DB;
        $row = self::row((int) $item->row->objectid);
        $found = [];
        foreach ($owned as $field) {
            $found[$field] = $field === 'parent'
                ? (string) $DB->get_field('question_categories', 'idnumber', ['id' => $row->parent]) : (string) $row->$field;
        }
        return $found;
    }

    #[\Override]
    public function guard(?item $item, request $request): void {
        $context = $item ? \context::instance_by_id(self::row((int) $item->row->objectid)->contextid)
            : self::bank_context($request);
        require_capability('moodle/question:managecategory', $context);
        if (\core_text::strlen($request->spec->get('name', '')) > features::width('question_categories', 'name')) {
            throw stop::blocked('too_long', get_string('blocked_too_long', 'local_machina', 'name'));
        }
        if (!$item && $request->spec->get('name', '') === '') {
            throw new \moodle_exception('invalidspec', 'local_machina', '', 'a new category needs a name');
        }
    }

    #[\Override]
    public function create(request $request): int {
        global $DB;
        $context = self::bank_context($request);
        $row = (object) [
            'contextid' => $context->id, 'name' => $request->spec->get('name'), 'info' => $request->spec->get('info', ''),
            'infoformat' => FORMAT_HTML, 'stamp' => make_unique_id_code(), 'sortorder' => 999, 'idnumber' => $request->key,
            'parent' => $this->parent($request, $context),
        ];
        $row->id = $DB->insert_record('question_categories', $row);
        \core\event\question_category_created::create_from_question_category_instance($row, $context)->trigger();
        return (int) $row->id;
    }

    #[\Override]
    public function update(item $item, request $request): void {
        global $DB;
        $row = self::row((int) $item->row->objectid);
        $context = \context::instance_by_id($row->contextid);
        $changes = array_intersect_key($request->spec->fields, ['name' => 0, 'info' => 0]);
        if (isset($changes['info'])) {
            $changes['infoformat'] = FORMAT_HTML;
        }
        if ($request->spec->has('parent')) {
            $changes['parent'] = $this->parent($request, $context);
        }
        $DB->update_record('question_categories', ['id' => $row->id] + $changes);
        \core\event\question_category_updated::create_from_question_category_instance($row, $context)->trigger();
    }

    #[\Override]
    public function place(int $objectid): array {
        return [0, (int) self::row($objectid)->contextid];
    }

    #[\Override]
    public function carry(item $item, string $key): void {
        global $DB;
        $row = self::row((int) $item->row->objectid);
        require_capability('moodle/question:managecategory', \context::instance_by_id($row->contextid));
        if ($DB->record_exists('question_categories', ['contextid' => $row->contextid, 'idnumber' => $key])) {
            throw stop::blocked('key_taken', get_string('blocked_key_taken', 'local_machina', $key));
        }
        $DB->set_field('question_categories', 'idnumber', $key, ['id' => $row->id]);
    }

    #[\Override]
    public function used(item $item): bool {
        global $DB;
        return $DB->record_exists('question_bank_entries', ['questioncategoryid' => $item->row->objectid]);
    }

    /**
     * Return the context that the course's categories live in on this Moodle.
     *
     * @param request $request
     * @return \context
     */
    private static function bank_context(request $request): \context {
        if (!features::qbank()) {
            return \context_course::instance($request->courseid);
        }
        $bank = item::find($request->namespace, $request->courseid, $request->spec->get('bank', ''));
        $context = $bank && !$bank->buried() && $bank->row->kind === 'cm'
            ? \context_module::instance($bank->row->objectid, IGNORE_MISSING) : false;
        if (!$context) {
            throw stop::blocked('no_bank', get_string('blocked_no_bank', 'local_machina', $request->spec->get('bank', '')));
        }
        return $context;
    }

    /**
     * Return the id of the parent category.
     *
     * @param request $request
     * @param \context $context
     * @return int
     */
    private function parent(request $request, \context $context): int {
        $key = $request->spec->get('parent', '');
        if ($key === '') {
            return (int) question_get_top_category($context->id, true)->id;
        }
        $parent = item::find($request->namespace, $request->courseid, $key);
        if (!$parent || $parent->row->kind !== 'qcategory' || !$this->exists($parent)
                || (int) self::row((int) $parent->row->objectid)->contextid !== (int) $context->id) {
            throw stop::blocked('no_category', get_string('blocked_no_category', 'local_machina', $key));
        }
        return (int) $parent->row->objectid;
    }

    /**
     * Return a category's row.
     *
     * @param int $id
     * @return \stdClass
     */
    public static function row(int $id): \stdClass {
        global $DB;
        return $DB->get_record('question_categories', ['id' => $id], '*', MUST_EXIST);
    }
}
