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
 * How activities are made and changed.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local\kind;

use local_machina\local\completion;
use local_machina\local\features;
use local_machina\local\files;
use local_machina\local\item;
use local_machina\local\request;
use local_machina\local\stop;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/course/lib.php');
require_once($CFG->dirroot . '/course/modlib.php');

/**
 * A module, written by the functions that its form calls: they want all that a form would give, so what the project does not
 * own is stated as it is stored. One subclass for each module, in mod/.
 */
abstract class module extends activity {
    #[\Override]
    public function create(request $request): int {
        global $DB;
        $course = get_course($request->courseid);
        if (!grade_verify_idnumber($request->key, $course->id)) {
            throw stop::blocked('key_taken', get_string('blocked_key_taken', 'local_machina', $request->key));
        }
        [, , , , $data] = prepare_new_moduleinfo_data($course, $this->modname(), $this->section_number($request));
        $data->introeditor = ['text' => '', 'format' => FORMAT_HTML, 'itemid' => 0];
        $data->name = $this->modname();
        $data->cmidnumber = $request->key;
        completion::none($data, array_keys($this->rules()));
        $this->defaults($data);
        $this->fill($data, $request, null);
        $made = add_moduleinfo($data, $course, $this->wants_form() ? new \stdClass() : null);
        if (features::column('course_modules', 'enabledaiactions')) {
            // As in update(): nothing was chosen, so nothing is switched off.
            $DB->update_record('course_modules', ['id' => $made->coursemodule, 'enableaitools' => null,
                'enabledaiactions' => null]);
            rebuild_course_cache($course->id, true);
        }
        $this->after((int) $made->coursemodule, $request, true);
        return (int) $made->coursemodule;
    }

    #[\Override]
    public function update(item $item, request $request): void {
        global $DB;
        $course = get_course($request->courseid);
        $cm = get_coursemodule_from_id($this->modname(), $item->row->objectid, $course->id, false, MUST_EXIST);
        $wanted = $this->wanted($request->spec);
        $before = $this->observe($item, array_keys($wanted));
        $kept = array_intersect_key((array) $DB->get_record('course_modules', ['id' => $cm->id]),
            ['enableaitools' => 0, 'enabledaiactions' => 0]);
        [$cm, , , $data] = get_moduleinfo_data($cm, $course);
        $row = $DB->get_record($this->modname(), ['id' => $cm->instance], '*', MUST_EXIST);
        $data->introeditor = ['text' => $row->intro ?? '', 'format' => $row->introformat ?? FORMAT_HTML,
            'itemid' => files::draft_of(\context_module::instance($cm->id)->id, 'mod_' . $this->modname(), 'intro')];
        $data->showdescription = $cm->showdescription;
        if (isset($data->gradepass)) {
            // It comes with the decimal sign of the course's language, which the database would not take.
            $data->gradepass = $this->grade_item($cm)->gradepass ?? 0;
        }
        $this->restate($data, $cm, $row);
        $this->fill($data, $request, $before);
        update_moduleinfo($cm, $data, $course);
        $this->after((int) $cm->id, $request, false);
        if ($kept) {
            // Moodle 5.1 writes every AI action as off that its form does not name (course/modlib.php).
            $DB->update_record('course_modules', $kept + ['id' => $cm->id]);
            rebuild_course_cache($course->id, true);
        }
    }

    /**
     * State what a new instance needs and a specification may leave out.
     *
     * @param \stdClass $data what the form would give
     */
    protected function defaults(\stdClass $data): void {
    }

    /**
     * State the fields that the module's form has and get_moduleinfo_data does not, from what is stored.
     *
     * @param \stdClass $data
     * @param \stdClass $cm
     * @param \stdClass $row
     */
    protected function restate(\stdClass $data, \stdClass $cm, \stdClass $row): void {
    }

    /**
     * Put settings into the form's data.
     *
     * @param \stdClass $data
     * @param request $request
     * @param bool $new
     */
    protected function set(\stdClass $data, request $request, bool $new): void {
        foreach ($request->spec->get('settings', []) as $name => $value) {
            $data->$name = is_bool($value) ? (int) $value : $value;
        }
    }

    /**
     * Put draft areas into the form's data.
     *
     * @param \stdClass $data
     * @param array $drafts area => draft item id; only areas whose files are to change
     */
    protected function set_drafts(\stdClass $data, array $drafts): void {
        if ($drafts) {
            $data->files = reset($drafts);
        }
    }

    /**
     * Do what add_moduleinfo and update_moduleinfo leave out.
     *
     * @param int $cmid
     * @param request $request
     * @param bool $new
     */
    protected function after(int $cmid, request $request, bool $new): void {
        if ($request->spec->has('gradepass')) {
            $cm = get_coursemodule_from_id($this->modname(), $cmid, 0, false, MUST_EXIST);
            $grade = $this->grade_item($cm);
            if ($grade && (float) $grade->gradepass !== (float) $request->spec->get('gradepass')) {
                $grade->gradepass = $request->spec->get('gradepass');
                $grade->update('local_machina');
            }
        }
    }

    /** @return bool the module's add function does nothing about files unless it is given a form */
    protected function wants_form(): bool {
        return false;
    }

    /**
     * Put what the specification owns into the form's data.
     *
     * @param \stdClass $data
     * @param request $request
     * @param array|null $before what is there, null for a new activity
     */
    private function fill(\stdClass $data, request $request, ?array $before): void {
        $spec = $request->spec;
        $new = $before === null;
        foreach (['name', 'lang'] as $field) {
            if ($spec->has($field)) {
                $data->$field = $spec->get($field);
            }
        }
        if ($spec->has('intro')) {
            $data->introeditor['text'] = $spec->get('intro');
            $data->introeditor['format'] = FORMAT_HTML;
        }
        if ($spec->has('visible')) {
            // Whether it is available without being shown is a teacher's choice (visibleoncoursepage).
            $data->visible = (int) $spec->get('visible');
        }
        if ($spec->has('showdescription')) {
            $data->showdescription = (int) $spec->get('showdescription');
        }
        $this->set($data, $request, $new);
        $changed = array_filter($request->drafts, fn($area) => $new
            || ($before["files.$area"] ?? null) !== ($this->wanted($spec)["files.$area"] ?? null), ARRAY_FILTER_USE_KEY);
        $this->set_drafts($data, $changed);
        completion::fill($data, $request, $before);
    }

    /**
     * Return the number of the section that a new activity goes into.
     *
     * @param request $request
     * @return int
     */
    protected function section_number(request $request): int {
        $key = $request->spec->get('section', '');
        if ($key === '') {
            return 0;
        }
        $section = item::find($request->namespace, $request->courseid, $key);
        if (!$section || $section->buried() || !(new section())->exists($section)) {
            throw stop::blocked('no_section', get_string('blocked_no_section', 'local_machina', $key));
        }
        return (int) section::row((int) $section->row->objectid)->section;
    }
}
