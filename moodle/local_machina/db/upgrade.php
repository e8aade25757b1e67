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
 * Steps from one version of the plugin's tables to the next.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

/**
 * Bring the plugin's tables up to date.
 *
 * @param int $oldversion
 * @return bool
 */
function xmldb_local_machina_upgrade($oldversion): bool {
    global $DB;
    $manager = $DB->get_manager();
    if ($oldversion < 2026112801) {
        // One digest for each owned field, in place of one for all: so a change of a teacher's is told from field to field.
        $table = new xmldb_table('local_machina_item');
        $manager->add_field($table, new xmldb_field('digests', XMLDB_TYPE_TEXT, null, null, null, null, null, 'desiredhash'));
        $manager->drop_field($table, new xmldb_field('observedhash'));
        $manager->drop_field($table, new xmldb_field('managed'));
        // What was written is not known any more from field to field: the next run writes it once again.
        $DB->set_field('local_machina_item', 'desiredhash', '');
        upgrade_plugin_savepoint(true, 2026112801, 'local', 'machina');
    }
    return true;
}
