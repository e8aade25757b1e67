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
 * What all activities have in common.
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
require_once($CFG->dirroot . '/course/lib.php');
require_once($CFG->dirroot . '/course/modlib.php');
require_once($CFG->libdir . '/gradelib.php');
require_once($CFG->libdir . '/completionlib.php');

/**
 * An activity, known by the idnumber of its course module. One subclass for each module, in mod/.
 *
 * Owned fields are flat: name, intro, lang, visible, showdescription, gradepass, settings.<column>, completion.<field>,
 * files.<area>, and what a module adds. In a specification settings, completion and files are maps. `section` says where an
 * activity is made; afterwards its place is the order's.
 */
abstract class module extends kind {
    /** Fields of `completion` => [property of the form, type]. */
    private const COMPLETION = ['tracking' => 'completion', 'view' => 'completionview', 'passgrade' => 'completionpassgrade',
        'gradeitem' => 'completiongradeitemnumber'];

    #[\Override]
    public function name(): string {
        return 'cm';
    }

    #[\Override]
    public function modname(): string {
        return (new \ReflectionClass($this))->getShortName();
    }

    #[\Override]
    public function fields(): array {
        return ['section' => 'string', 'name' => 'string', 'intro' => 'string', 'lang' => 'string', 'visible' => 'bool',
            'showdescription' => 'bool', 'settings' => 'map', 'completion' => 'map', 'files' => 'map', 'gradepass' => 'float'];
    }

    /** @return array column of the module's table => string, int, bool or float: what `settings` may hold */
    abstract protected function settings(): array;

    /** @return array completion rule of the module => type, such as completionstatusrequired => int */
    protected function rules(): array {
        return [];
    }

    /** @return array area as the client names it => [file area, itemid] */
    protected function areas(): array {
        return [];
    }

    #[\Override]
    public function exists(item $item): bool {
        return (bool) $this->cm($item);
    }

    #[\Override]
    public function lookup(int $courseid, string $key): int {
        global $DB;
        return (int) $DB->get_field('course_modules', 'id', ['course' => $courseid, 'idnumber' => $key, 'deletioninprogress' => 0],
            IGNORE_MULTIPLE);
    }

    #[\Override]
    public function place(int $objectid): array {
        return [$objectid, \context_module::instance($objectid)->id];
    }

    #[\Override]
    public function shown(item $item): array {
        $cm = $this->cm($item);
        return [(string) $cm->name, (bool) $cm->visible];
    }

    #[\Override]
    public function wanted(spec $spec): array {
        $found = [];
        foreach ($spec->fields as $field => $value) {
            if (in_array($field, ['settings', 'completion', 'files'])) {
                foreach ($value as $name => $inner) {
                    $found["$field.$name"] = $inner;
                }
            } else if ($field !== 'section') {
                $found[$field] = $value;
            }
        }
        foreach ($this->areas() as $area => $where) {
            if (isset($found["files.$area"])) {
                $found["files.$area"] = self::listed($found["files.$area"]);
            }
        }
        return $found;
    }

    #[\Override]
    public function observe(item $item, array $owned): array {
        global $DB;
        $cm = $this->cm($item);
        $row = $DB->get_record($this->modname(), ['id' => $cm->instance], '*', MUST_EXIST);
        $found = [];
        foreach ($owned as $field) {
            $found[$field] = $this->value($field, $cm, $row);
        }
        return $found;
    }

    /**
     * Return one owned field.
     *
     * @param string $field
     * @param \stdClass $cm of course_modules, with name and modname
     * @param \stdClass $row of the module's table
     * @return mixed
     */
    protected function value(string $field, \stdClass $cm, \stdClass $row): mixed {
        [$group, $name] = array_pad(explode('.', $field, 2), 2, '');
        return match ($group) {
            'settings' => self::typed($this->setting($name, $row), $this->settings()[$name] ?? 'string'),
            'completion' => $this->completion($name, $cm, $row),
            'files' => $this->files($name, (int) $cm->id),
            'visible', 'showdescription' => (bool) $cm->$field,
            'lang' => (string) ($cm->lang ?? ''),
            'gradepass' => (float) ($this->grade_item($cm)->gradepass ?? 0),
            default => (string) $row->$field,
        };
    }

    /**
     * Return a setting as it is stored.
     *
     * @param string $name
     * @param \stdClass $row
     * @return mixed
     */
    protected function setting(string $name, \stdClass $row): mixed {
        return $row->$name ?? null;
    }

    #[\Override]
    public function guard(?item $item, request $request): void {
        $context = \context_course::instance($request->courseid);
        require_capability('moodle/course:manageactivities', $context);
        if (!$item) {
            require_capability("mod/{$this->modname()}:addinstance", $context);
        }
        if ($request->spec->has('visible')) {
            require_capability('moodle/course:activityvisibility', $context);
        }
        $lang = $request->spec->get('lang', '');
        if ($request->spec->has('lang')) {
            require_capability('moodle/course:setforcedlanguage', $context);
            if ($lang !== '' && !array_key_exists($lang, get_string_manager()->get_list_of_translations())) {
                throw stop::blocked('language_pack', get_string('blocked_language_pack', 'local_machina', $lang));
            }
        }
        $width = features::width($this->modname(), 'name');
        if ($width && \core_text::strlen($request->spec->get('name', '')) > $width) {
            throw stop::blocked('too_long', get_string('blocked_too_long', 'local_machina', 'name'));
        }
        $this->check_maps($request);
        if (!$request->dryrun || $request->drafts) {
            $this->check_drafts($item, $request);
        }
    }

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
        // Where nothing is configured Moodle 4.1 tracks views; nobody asked for that.
        $data->completion = COMPLETION_TRACKING_NONE;
        $data->completionview = 0;
        $data->completionexpected = 0;
        $data->completiongradeitemnumber = null;
        // Nor are the site's defaults for completion the project's.
        foreach (array_keys($this->rules()) as $rule) {
            unset($data->$rule);
        }
        $this->defaults($data);
        $this->fill($data, $request, true);
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
            'itemid' => $this->draft_of_intro((int) $cm->id)];
        $data->showdescription = $cm->showdescription;
        if (isset($data->gradepass)) {
            // It comes with the decimal sign of the course's language, which the database would not take.
            $data->gradepass = $this->grade_item($cm)->gradepass ?? 0;
        }
        $this->restate($data, $cm, $row);
        $this->fill($data, $request, false, $before);
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
     * @param bool $new
     * @param array $before what is there
     */
    private function fill(\stdClass $data, request $request, bool $new, array $before = []): void {
        $spec = $request->spec;
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
        $this->complete($data, $request, $new, $before);
    }

    /**
     * Put completion into the form's data; where learners have completed it already only if that was asked for.
     *
     * @param \stdClass $data
     * @param request $request
     * @param bool $new
     * @param array $before
     */
    private function complete(\stdClass $data, request $request, bool $new, array $before): void {
        $completion = $request->spec->get('completion', []);
        $differs = array_filter($completion, fn($value, $name) => ($before["completion.$name"] ?? null) !== $value,
            ARRAY_FILTER_USE_BOTH);
        if (!$completion || (!$new && !$differs)) {
            return;
        }
        if (!$new) {
            $info = new \completion_info(get_course($request->courseid));
            $cm = get_coursemodule_from_id($this->modname(), $data->coursemodule, 0, false, MUST_EXIST);
            if ($info->count_user_data($cm) && !$request->may('resetcompletion')) {
                throw stop::blocked('completion_locked', get_string('blocked_completion_locked', 'local_machina'));
            }
            // This wipes and recalculates everybody's completion, so it is set only where nothing is lost or all is meant.
            $data->completionunlocked = 1;
        }
        foreach ($completion as $name => $value) {
            $property = self::COMPLETION[$name] ?? $name;
            $data->$property = is_bool($value) ? (int) $value : $value;
        }
        if (array_key_exists('gradeitem', $completion)) {
            $data->completionusegrade = $completion['gradeitem'] === '' ? 0 : 1;
        }
    }

    /**
     * Return one field of completion.
     *
     * @param string $name
     * @param \stdClass $cm
     * @param \stdClass $row
     * @return mixed
     */
    private function completion(string $name, \stdClass $cm, \stdClass $row): mixed {
        return match ($name) {
            'tracking' => (int) $cm->completion,
            'view' => (bool) $cm->completionview,
            'passgrade' => (bool) ($cm->completionpassgrade ?? 0),
            'gradeitem' => $cm->completiongradeitemnumber === null ? '' : (int) $cm->completiongradeitemnumber,
            default => self::typed($row->$name ?? null, $this->rules()[$name] ?? 'int'),
        };
    }

    /**
     * Refuse settings, completion rules and file areas that the module does not know.
     *
     * @param request $request
     */
    private function check_maps(request $request): void {
        $known = ['settings' => $this->settings(), 'completion' => self::COMPLETION + $this->rules(), 'files' => $this->areas()];
        foreach ($known as $group => $names) {
            foreach (array_keys($request->spec->get($group, [])) as $name) {
                if (!array_key_exists($name, $names)) {
                    throw new \moodle_exception('invalidspec', 'local_machina', '', "{$this->modname()} has no $group.$name");
                }
            }
        }
    }

    /**
     * Make sure that the files which are to change have arrived, and undamaged.
     *
     * @param item|null $item
     * @param request $request
     */
    private function check_drafts(?item $item, request $request): void {
        global $USER;
        $context = \context_user::instance($USER->id);
        foreach ($this->wanted($request->spec) as $field => $files) {
            if (!str_starts_with($field, 'files.')) {
                continue;
            }
            $area = substr($field, 6);
            if ($item && $this->observe($item, [$field])[$field] === $files) {
                continue;
            }
            $draft = (int) ($request->drafts[$area] ?? 0);
            $got = self::stored($context->id, 'user', 'draft', $draft);
            if (!$draft || $got !== $files) {
                throw stop::blocked('upload_missing', get_string('blocked_upload_missing', 'local_machina', $area));
            }
        }
    }

    /**
     * Return the files of an area.
     *
     * @param string $area as the client names it
     * @param int $cmid
     * @return array path => SHA-1
     */
    private function files(string $area, int $cmid): array {
        [$filearea, $itemid] = $this->areas()[$area];
        return self::stored(\context_module::instance($cmid)->id, 'mod_' . $this->modname(), $filearea, $itemid);
    }

    /**
     * Return the files of a file area.
     *
     * @param int $contextid
     * @param string $component
     * @param string $filearea
     * @param int $itemid
     * @return array path => SHA-1, sorted
     */
    protected static function stored(int $contextid, string $component, string $filearea, int $itemid): array {
        $found = [];
        foreach (get_file_storage()->get_area_files($contextid, $component, $filearea, $itemid, '', false) as $file) {
            $found[$file->get_filepath() . $file->get_filename()] = $file->get_contenthash();
        }
        return self::listed($found);
    }

    /**
     * Sort a map of files.
     *
     * @param array $files path => SHA-1
     * @return array
     */
    private static function listed(array $files): array {
        ksort($files, SORT_STRING);
        return $files;
    }

    /**
     * Return a value of the database in the type that specifications use.
     *
     * @param mixed $value
     * @param string $type
     * @return mixed
     */
    protected static function typed(mixed $value, string $type): mixed {
        return match ($type) {
            'int' => (int) $value,
            'bool' => (bool) $value,
            'float' => (float) $value,
            default => (string) $value,
        };
    }

    /**
     * Return the course module of an item, if it is there.
     *
     * @param item $item
     * @return \stdClass|null
     */
    protected function cm(item $item): ?\stdClass {
        $cm = get_coursemodule_from_id($this->modname(), $item->row->objectid, $item->row->courseid);
        return $cm && !$cm->deletioninprogress ? $cm : null;
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

    /**
     * Return a draft area that holds the files of the description, so that an update keeps them.
     *
     * @param int $cmid
     * @return int
     */
    private function draft_of_intro(int $cmid): int {
        $draft = 0;
        file_prepare_draft_area($draft, \context_module::instance($cmid)->id, 'mod_' . $this->modname(), 'intro', 0,
            ['subdirs' => true]);
        return $draft;
    }

    /**
     * Return the activity's grade item.
     *
     * @param \stdClass $cm
     * @return \grade_item|null
     */
    protected function grade_item(\stdClass $cm): ?\grade_item {
        return \grade_item::fetch(['itemtype' => 'mod', 'itemmodule' => $this->modname(), 'iteminstance' => $cm->instance,
            'itemnumber' => 0, 'courseid' => $cm->course]) ?: null;
    }

    #[\Override]
    public function carry(item $item, string $key): void {
        if (!grade_verify_idnumber($key, $item->row->courseid, null, $this->cm($item))) {
            throw stop::blocked('key_taken', get_string('blocked_key_taken', 'local_machina', $key));
        }
        set_coursemodule_idnumber($item->row->objectid, $key);
        rebuild_course_cache($item->row->courseid, true);
    }

    #[\Override]
    public function hide(item $item): void {
        require_capability('moodle/course:activityvisibility', \context_module::instance($item->row->objectid));
        set_coursemodule_visible($item->row->objectid, 0);
        \core\event\course_module_updated::create_from_cm($this->cm($item))->trigger();
    }

    #[\Override]
    public function delete(item $item): void {
        require_capability('moodle/course:manageactivities', \context_module::instance($item->row->objectid));
        course_delete_module($item->row->objectid);
    }

    #[\Override]
    public function used(item $item): bool {
        global $DB;
        $grade = $this->grade_item($this->cm($item));
        return ($grade && $DB->record_exists_select('grade_grades', 'itemid = ? AND finalgrade IS NOT NULL', [$grade->id]))
            || $DB->record_exists('course_modules_completion', ['coursemoduleid' => $item->row->objectid]);
    }
}
