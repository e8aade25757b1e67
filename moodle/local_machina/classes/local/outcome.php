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
 * What a write did.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

defined('MOODLE_INTERNAL') || die();

require_once(__DIR__ . '/../../compat.php');

use core_external\external_multiple_structure;
use core_external\external_single_structure;
use core_external\external_value;

/**
 * The result that every write returns, the same in shape for all of them.
 */
final class outcome {
    /** Longer values are told by their length and hash. */
    private const LONGEST = 200;

    /**
     * Make a result.
     *
     * @param string $status created, updated, unchanged, wouldcreate, wouldupdate, blocked, stale, adopted, renamed, retired;
     *      only in the log: failed
     * @param string $key
     * @param int $objectid
     * @param int $cmid 0 if it is no course module
     * @param int $contextid
     * @param string $observedhash
     * @param array $changes list of [field, from, to]
     * @param array $warnings list of [code, message]
     * @param array $extra what the kind adds, such as sha1 of a SCORM package
     */
    public function __construct(
        /** @var string status */
        public readonly string $status,
        /** @var string key */
        public readonly string $key,
        /** @var int id of the object */
        public readonly int $objectid = 0,
        /** @var int id of the course module */
        public readonly int $cmid = 0,
        /** @var int id of the context */
        public readonly int $contextid = 0,
        /** @var string hash of the owned fields */
        public readonly string $observedhash = '',
        /** @var array changes */
        public readonly array $changes = [],
        /** @var array warnings */
        public readonly array $warnings = [],
        /** @var array extra */
        public readonly array $extra = []
    ) {
    }

    /** @return bool something was written */
    public function wrote(): bool {
        return in_array($this->status, ['created', 'updated', 'adopted', 'renamed', 'retired']);
    }

    /**
     * List the differences of two sets of fields.
     *
     * @param array $before field => value
     * @param array $after field => value
     * @return array list of [field, from, to]; only fields of $after
     */
    public static function differences(array $before, array $after): array {
        $found = [];
        foreach ($after as $field => $value) {
            $old = $before[$field] ?? null;
            if (json_encode($old) !== json_encode($value)) {
                $found[] = [$field, self::shown($old), self::shown($value)];
            }
        }
        return $found;
    }

    /**
     * Return a value as short text.
     *
     * @param mixed $value
     * @return string
     */
    private static function shown(mixed $value): string {
        $text = is_string($value) ? $value : ($value === null ? '' : json_encode($value, JSON_UNESCAPED_UNICODE));
        $length = \core_text::strlen($text);
        return $length <= self::LONGEST ? $text : 'sha256:' . hash('sha256', $text) . " ($length characters)";
    }

    /** @return array what external_api returns */
    public function exported(): array {
        return [
            'status' => $this->status, 'key' => $this->key, 'objectid' => $this->objectid, 'cmid' => $this->cmid,
            'contextid' => $this->contextid, 'observedhash' => $this->observedhash,
            'changes' => array_map(fn($c) => ['field' => $c[0], 'from' => $c[1], 'to' => $c[2]], $this->changes),
            'warnings' => array_map(fn($w) => ['code' => $w[0], 'message' => $w[1]], $this->warnings),
            'extra' => json_encode((object) $this->extra, JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES),
        ];
    }

    /** @return external_single_structure its description */
    public static function structure(): external_single_structure {
        return new external_single_structure([
            'status' => new external_value(PARAM_ALPHA, 'created, updated, unchanged, wouldcreate, wouldupdate, blocked, stale,'
                . ' adopted, renamed, retired'),
            'key' => new external_value(PARAM_RAW, 'The key'),
            'objectid' => new external_value(PARAM_INT, 'Id of the object'),
            'cmid' => new external_value(PARAM_INT, 'Id of the course module, or 0'),
            'contextid' => new external_value(PARAM_INT, 'Id of the context'),
            'observedhash' => new external_value(PARAM_ALPHANUM, 'SHA-256 of the owned fields as they are now'),
            'changes' => new external_multiple_structure(new external_single_structure([
                'field' => new external_value(PARAM_RAW, 'Field'),
                'from' => new external_value(PARAM_RAW, 'Former value; long ones as a hash'),
                'to' => new external_value(PARAM_RAW, 'New value; long ones as a hash'),
            ])),
            'warnings' => new external_multiple_structure(new external_single_structure([
                'code' => new external_value(PARAM_ALPHANUMEXT, 'Code; of a blocked write the reason'),
                'message' => new external_value(PARAM_RAW, 'What a person reads'),
            ])),
            'extra' => new external_value(PARAM_RAW, 'JSON object: what the kind adds'),
        ]);
    }
}
