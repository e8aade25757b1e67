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
 * The site's profile for the authors' project.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

/**
 * What an administrator pastes into moodle/sites/.
 */
final class profile {
    /**
     * Return the site profile that the client reads. There is no secret in it.
     *
     * @param string $name of the profile
     * @param string $namespace of the project
     * @param string $category as in setup::make()
     * @return string YAML
     */
    public static function yaml(string $name, string $namespace, string $category): string {
        global $CFG, $DB;
        $context = setup::context($category);
        $lines = ["# moodle/sites/$name.yaml", 'url: ' . json_encode($CFG->wwwroot, JSON_UNESCAPED_SLASHES), 'token:',
            '  env: MACHINA_TOKEN_' . strtoupper(preg_replace('/[^A-Za-z0-9]+/', '_', $name)), "namespace: $namespace"];
        if ($context->contextlevel === CONTEXT_COURSECAT) {
            $idnumber = (string) $DB->get_field('course_categories', 'idnumber', ['id' => $context->instanceid]);
            $lines[] = 'category: ' . json_encode($idnumber !== '' ? $idnumber : "#$context->instanceid",
                JSON_UNESCAPED_UNICODE | JSON_UNESCAPED_SLASHES);
        }
        return implode("\n", $lines) . "\n";
    }

    /**
     * Return a name for the profile: the site's host.
     *
     * @return string small letters, digits and hyphens
     */
    public static function name(): string {
        global $CFG;
        return trim(preg_replace('/[^a-z0-9]+/', '-', strtolower(preg_replace('~^https?://(www\.)?~', '', $CFG->wwwroot))), '-');
    }
}
