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
 * A write that ends without a change because something forbids it.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

/**
 * Thrown inside a write: everything is rolled back and the client is told why in the result, not by an exception.
 */
final class stop extends \Exception {
    /**
     * Stop a write.
     *
     * @param string $status blocked or stale
     * @param string $reason a code such as track_loss, tombstone, has_attempts
     * @param string $detail what a person reads
     */
    public function __construct(
        /** @var string blocked or stale */
        public readonly string $status,
        /** @var string a code */
        public readonly string $reason,
        string $detail = ''
    ) {
        parent::__construct($detail);
    }

    /**
     * Stop because something forbids the write.
     *
     * @param string $reason
     * @param string $detail
     * @return self
     */
    public static function blocked(string $reason, string $detail = ''): self {
        return new self('blocked', $reason, $detail);
    }
}
