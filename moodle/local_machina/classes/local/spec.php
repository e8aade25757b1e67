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
 * A specification as the client sends it: one JSON string.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

/**
 * One JSON string instead of nested parameters: no max_input_vars, and fields may be added without a new signature.
 */
final class spec {
    /**
     * Wrap decoded fields.
     *
     * @param array $fields
     * @param string $hash SHA-256 of the string as it was sent
     */
    private function __construct(
        /** @var array field => value */
        public readonly array $fields,
        /** @var string SHA-256 of the string as it was sent */
        public readonly string $hash
    ) {
    }

    /**
     * Decode a JSON object and refuse fields that the kind does not know.
     *
     * @param string $json
     * @param array $known field => string, int, bool, float, list or map
     * @return self
     * @throws \moodle_exception invalidspec
     */
    public static function read(string $json, array $known): self {
        $fields = json_decode($json, true);
        if (!is_array($fields) || ($fields && array_is_list($fields))) {
            throw new \moodle_exception('invalidspec', 'local_machina', '', 'not a JSON object');
        }
        foreach ($fields as $name => $value) {
            if (!array_key_exists($name, $known)) {
                throw new \moodle_exception('invalidspec', 'local_machina', '', "there is no field '$name' here");
            }
            if (!self::fits($value, $known[$name])) {
                throw new \moodle_exception('invalidspec', 'local_machina', '', "the field '$name' must be a {$known[$name]}");
            }
        }
        return new self($fields, hash('sha256', $json));
    }

    /**
     * Return a field, or what stands for it where the specification is silent.
     *
     * @param string $name
     * @param mixed $default
     * @return mixed
     */
    public function get(string $name, mixed $default = null): mixed {
        return $this->fields[$name] ?? $default;
    }

    /**
     * Tell whether the specification speaks of a field, which makes it owned.
     *
     * @param string $name
     * @return bool
     */
    public function has(string $name): bool {
        return array_key_exists($name, $this->fields);
    }

    /**
     * Return the specification without some fields; its hash stays that of what was sent.
     *
     * @param string[] $names of fields, or of one in a map, as settings.grade
     * @return self
     */
    public function without(array $names): self {
        $fields = $this->fields;
        foreach ($names as $name) {
            [$group, $inner] = array_pad(explode('.', $name, 2), 2, '');
            if (array_key_exists($name, $fields)) {
                unset($fields[$name]);
            } else if ($inner !== '' && is_array($fields[$group] ?? null)) {
                unset($fields[$group][$inner]);
            }
        }
        return new self($fields, $this->hash);
    }

    /**
     * Tell whether a value is of a type.
     *
     * @param mixed $value
     * @param string $type
     * @return bool
     */
    private static function fits(mixed $value, string $type): bool {
        return match ($type) {
            'string' => is_string($value),
            'int' => is_int($value),
            'float' => is_int($value) || is_float($value),
            'bool' => is_bool($value),
            'list' => is_array($value) && array_is_list($value),
            'map' => is_array($value) && (!$value || !array_is_list($value)),
        };
    }
}
