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
 * Which kinds there are.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

/**
 * A module is managed if there is a class for it in classes/local/kind/mod/: one file per module.
 */
final class kinds {
    /**
     * Return a kind by its name in local_machina_item.
     *
     * @param string $kind
     * @param string $modname
     * @return kind
     * @throws \moodle_exception invalidspec
     */
    public static function get(string $kind, string $modname = ''): kind {
        $class = '\\local_machina\\local\\kind\\' . ($kind === 'cm' ? "mod\\$modname" : $kind);
        if (!preg_match('/^[a-z]*$/', $kind . $modname) || !class_exists($class) || (new \ReflectionClass($class))->isAbstract()) {
            throw new \moodle_exception('invalidspec', 'local_machina', '', "there is no kind '$kind $modname'");
        }
        return new $class();
    }

    /** @return string[] the modules that can be managed */
    public static function modules(): array {
        $files = glob(__DIR__ . '/kind/mod/*.php');
        return array_map(fn($file) => basename($file, '.php'), $files);
    }
}
