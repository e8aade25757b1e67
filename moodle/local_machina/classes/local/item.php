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
 * What the plugin knows of one managed object.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

/**
 * One row of local_machina_item, and the only code that reads or writes that table.
 */
final class item {
    /** The object is there. */
    public const LIVE = 'live';
    /** Somebody deleted the object; it is not made again unless that is asked for. */
    public const TOMBSTONE = 'tombstone';

    /**
     * Wrap a row.
     *
     * @param \stdClass $row of local_machina_item, without id for a new one
     */
    private function __construct(
        /** @var \stdClass the row */
        public readonly \stdClass $row
    ) {
    }

    /**
     * Return a new, unsaved item.
     *
     * @param string $namespace
     * @param int $courseid
     * @param string $key at most 100 bytes
     * @param string $kind
     * @param string $modname
     * @return self
     */
    public static function make(string $namespace, int $courseid, string $key, string $kind, string $modname = ''): self {
        return new self((object) [
            'namespace' => $namespace, 'courseid' => $courseid, 'itemkey' => $key, 'kind' => $kind, 'modname' => $modname,
            'objectid' => 0, 'contextid' => 0, 'desiredhash' => '', 'digests' => '[]', 'runid' => '',
            'timeapplied' => 0, 'status' => self::LIVE,
        ]);
    }

    /**
     * Find an item by its key.
     *
     * @param string $namespace
     * @param int $courseid
     * @param string $key
     * @return self|null
     */
    public static function find(string $namespace, int $courseid, string $key): ?self {
        global $DB;
        $row = $DB->get_record('local_machina_item', ['namespace' => $namespace, 'courseid' => $courseid, 'itemkey' => $key]);
        return $row ? new self($row) : null;
    }

    /**
     * Return the items of a course by key.
     *
     * @param string $namespace
     * @param int $courseid
     * @return self[]
     */
    public static function in_course(string $namespace, int $courseid): array {
        global $DB;
        $rows = $DB->get_records('local_machina_item', ['namespace' => $namespace, 'courseid' => $courseid], 'itemkey');
        return array_map(fn($row) => new self($row), array_column($rows, null, 'itemkey'));
    }

    /**
     * Return the items of any namespace that stand for one object.
     *
     * @param string $kind
     * @param int $objectid
     * @return self[]
     */
    public static function of_object(string $kind, int $objectid): array {
        global $DB;
        $rows = $DB->get_records('local_machina_item', ['kind' => $kind, 'objectid' => $objectid]);
        return array_values(array_map(fn($row) => new self($row), $rows));
    }

    /** @return string[] the fields that the project owns */
    public function managed(): array {
        return array_keys($this->digests());
    }

    /** @return string[] owned field => digest of its value right after the last write (hash::each) */
    public function digests(): array {
        return json_decode($this->row->digests ?: '[]', true) ?: [];
    }

    /**
     * Return the owned fields that somebody else has changed since the last write.
     *
     * @param array $now owned field => value
     * @return string[]
     */
    public function drifted(array $now): array {
        return array_keys(array_diff_assoc(hash::each($now), $this->digests()));
    }

    /** @return bool somebody deleted the object */
    public function buried(): bool {
        return $this->row->status === self::TOMBSTONE;
    }

    /**
     * Save the item with some columns changed.
     *
     * @param array $changes column => value; digests as a map
     * @return self
     */
    public function with(array $changes): self {
        global $DB;
        $row = clone $this->row;
        foreach ($changes as $column => $value) {
            $row->$column = $column === 'digests' ? json_encode((object) $value) : $value;
        }
        if (empty($row->id)) {
            $row->id = $DB->insert_record('local_machina_item', $row);
        } else {
            $DB->update_record('local_machina_item', $row);
        }
        return new self($row);
    }

    /** Note that the object was deleted. */
    public function bury(): void {
        $this->with(['status' => self::TOMBSTONE]);
    }

    /** Forget the item; its object stays. */
    public function forget(): void {
        global $DB;
        $DB->delete_records('local_machina_item', ['id' => $this->row->id]);
    }
}
