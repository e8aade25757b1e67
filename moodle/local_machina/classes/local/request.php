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
 * What a write was asked for.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

/**
 * The parameters that the writes share.
 */
final class request {
    /**
     * Hold the parameters.
     *
     * @param string $namespace
     * @param string $runid
     * @param int $courseid
     * @param string $key
     * @param spec $spec
     * @param bool $dryrun
     * @param string $ifobserved the hash that the client saw last, '' to write whatever is there
     * @param array $options of the write: the flags recreate, allowtrackloss, resetcompletion, and keep, a list of fields
     * @param array $drafts file area => draft item id
     * @param array $more what one kind needs besides, such as sectionkey
     */
    public function __construct(
        /** @var string the project */
        public readonly string $namespace,
        /** @var string the run */
        public readonly string $runid,
        /** @var int the course, 0 before it exists */
        public readonly int $courseid,
        /** @var string the key */
        public readonly string $key,
        /** @var spec the specification */
        public readonly spec $spec,
        /** @var bool say only what would be done */
        public readonly bool $dryrun = false,
        /** @var string precondition */
        public readonly string $ifobserved = '',
        /** @var array flags */
        public readonly array $options = [],
        /** @var array drafts */
        public readonly array $drafts = [],
        /** @var array more */
        public readonly array $more = []
    ) {
    }

    /**
     * Tell whether a flag is set.
     *
     * @param string $name
     * @return bool
     */
    public function may(string $name): bool {
        return !empty($this->options[$name]);
    }

    /** @return string[] owned fields that stay as somebody on the site has changed them */
    public function kept(): array {
        return array_map('strval', (array) ($this->options['keep'] ?? []));
    }

    /**
     * Return the request for all but some fields.
     *
     * @param string[] $names as spec::without takes them
     * @return self
     */
    public function without(array $names): self {
        return new self($this->namespace, $this->runid, $this->courseid, $this->key, $this->spec->without($names), $this->dryrun,
            $this->ifobserved, $this->options, $this->drafts, $this->more);
    }
}
