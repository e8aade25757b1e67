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
 * Names of the external API for Moodle 4.1, which has them without a namespace.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

defined('MOODLE_INTERNAL') || die();

// Every class of classes/external/ requires this file before it is declared. In 4.2 and later there is nothing to do, and
// lib/externallib.php must not be loaded there: under PHPUnit it asks for a process of its own.
if (!class_exists('core_external\\external_api')) {
    global $CFG;
    require_once($CFG->libdir . '/externallib.php');
    foreach (['external_api', 'external_value', 'external_single_structure', 'external_multiple_structure',
            'external_function_parameters', 'external_description', 'external_warnings'] as $name) {
        class_alias($name, 'core_external\\' . $name);
    }
    class_alias('external_util', 'core_external\\util');
}
