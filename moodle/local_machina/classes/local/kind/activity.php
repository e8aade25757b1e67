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
 * Activities: their fields, and what all of them have in common.
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
use local_machina\local\kind;
use local_machina\local\request;
use local_machina\local\spec;
use local_machina\local\stop;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/course/lib.php');
require_once($CFG->libdir . '/gradelib.php');

/**
 * An activity, known by the idnumber of its course module: what can be seen of it, and what becomes of it once it is there.
 *
 * Owned fields are flat: name, intro, lang, visible, showdescription, gradepass, settings.<column>, completion.<field>,
 * files.<area>, and what a module adds. In a specification settings, completion and files are maps. `section` says where an
 * activity is made; afterwards its place is the order's.
 */
abstract class activity extends kind {
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
    public function knows(string $field): bool {
        [$group, $name] = array_pad(explode('.', $field, 2), 2, '');
        return match ($group) {
            'settings' => array_key_exists($name, $this->settings()),
            'completion' => isset(completion::NAMES[$name]) || array_key_exists($name, $this->rules()),
            'files' => array_key_exists($name, $this->areas()),
            'section' => false,
            default => ($name !== '') === (($this->fields()[$group] ?? '') === 'map') && array_key_exists($group, $this->fields()),
        };
    }

    #[\Override]
    public function shown(item $item): array {
        $cm = $this->cm($item);
        return [(string) $cm->name, self::visible($cm)];
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
                $found["files.$area"] = files::sorted($found["files.$area"]);
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
            'completion' => isset(completion::NAMES[$name]) ? completion::value($name, $cm)
                : self::typed($row->$name ?? null, $this->rules()[$name] ?? 'int'),
            'files' => files::stored(\context_module::instance($cm->id)->id, 'mod_' . $this->modname(), ...$this->areas()[$name]),
            'visible' => self::visible($cm),
            'showdescription' => (bool) $cm->$field,
            'lang' => (string) ($cm->lang ?? ''),
            'gradepass' => (float) ($this->grade_item($cm)->gradepass ?? 0),
            default => (string) $row->$field,
        };
    }

    /**
     * Tell whether an activity is visible by itself: in a hidden section Moodle hides all and remembers what they were.
     *
     * @param \stdClass $cm of course_modules
     * @return bool
     */
    private static function visible(\stdClass $cm): bool {
        global $DB;
        return $cm->visible || ($cm->visibleold && !$DB->get_field('course_sections', 'visible', ['id' => $cm->section]));
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

    /**
     * Refuse settings, completion rules and file areas that the module does not know.
     *
     * @param request $request
     */
    private function check_maps(request $request): void {
        $known = ['settings' => $this->settings(), 'completion' => completion::NAMES + $this->rules(), 'files' => $this->areas()];
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
        foreach ($this->wanted($request->spec) as $field => $files) {
            if (!str_starts_with($field, 'files.')) {
                continue;
            }
            $area = substr($field, 6);
            if ($item && $this->observe($item, [$field])[$field] === $files) {
                continue;
            }
            $draft = (int) ($request->drafts[$area] ?? 0);
            if (!$draft || files::uploaded($draft) !== $files) {
                throw stop::blocked('upload_missing', get_string('blocked_upload_missing', 'local_machina', $area));
            }
        }
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
        require_capability('moodle/course:manageactivities', \context_module::instance($item->row->objectid));
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
