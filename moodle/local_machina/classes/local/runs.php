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
 * Runs: one client at a time may write in a project.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

/**
 * A lease that every write extends and that ends by itself when a client dies.
 */
final class runs {
    /**
     * Begin a run, or say who holds the lease.
     *
     * @param string $namespace
     * @param string $clientinfo JSON
     * @param int $ttl seconds, 60 to 3600
     * @param string $takeover the run to go on with, or the id of a new one; '' for one of the site's choice
     * @return array [runid, leaseuntil, lockedby, lockedsince]; runid is '' where another client holds the lease
     */
    public static function begin(string $namespace, string $clientinfo, int $ttl, string $takeover = ''): array {
        global $DB;
        if (!preg_match('/^.{1,40}$/', $namespace)) {
            throw new \moodle_exception('setup_badnamespace', 'local_machina');
        }
        $ttl = max(60, min(3600, $ttl));
        $lock = self::lock("run_$namespace");
        try {
            $now = time();
            $open = $DB->get_records_select('local_machina_run', 'namespace = ? AND timeended = 0 AND leaseuntil > ?',
                [$namespace, $now], 'id DESC', '*', 0, 1);
            $holder = reset($open);
            if ($holder && $holder->runid !== $takeover) {
                return ['', (int) $holder->leaseuntil, $holder->clientinfo, (int) $holder->timestarted];
            }
            $known = $takeover === '' ? null : $DB->get_record('local_machina_run',
                ['runid' => $takeover, 'namespace' => $namespace, 'timeended' => 0]);
            if ($known) {
                $DB->update_record('local_machina_run', ['id' => $known->id, 'leaseuntil' => $now + $ttl, 'ttl' => $ttl]);
                return [$takeover, $now + $ttl, '', 0];
            }
            // A client that notes the id before it asks cannot lose its lease with the answer.
            $new = $takeover !== '' && !$DB->record_exists('local_machina_run', ['runid' => $takeover]);
            $runid = $new ? $takeover : \core\uuid::generate();
            $DB->insert_record('local_machina_run', ['runid' => $runid, 'namespace' => $namespace, 'clientinfo' => $clientinfo,
                'leaseuntil' => $now + $ttl, 'ttl' => $ttl, 'timestarted' => $now, 'timeended' => 0]);
            return [$runid, $now + $ttl, '', 0];
        } finally {
            $lock->release();
        }
    }

    /**
     * Make sure that a run may write, and extend its lease.
     *
     * @param string $namespace
     * @param string $runid
     * @throws \moodle_exception norun
     */
    public static function extend(string $namespace, string $runid): void {
        global $DB;
        $run = $DB->get_record('local_machina_run', ['runid' => $runid, 'namespace' => $namespace, 'timeended' => 0]);
        if (!$run || $run->leaseuntil < time()) {
            throw new \moodle_exception('norun', 'local_machina');
        }
        $DB->set_field('local_machina_run', 'leaseuntil', time() + $run->ttl, ['id' => $run->id]);
    }

    /**
     * End a run.
     *
     * @param string $namespace
     * @param string $runid
     * @param string $summary JSON
     */
    public static function end(string $namespace, string $runid, string $summary): void {
        global $DB;
        $run = $DB->get_record('local_machina_run', ['runid' => $runid, 'namespace' => $namespace], '*', MUST_EXIST);
        $DB->update_record('local_machina_run', ['id' => $run->id, 'timeended' => time(), 'summary' => $summary]);
    }

    /**
     * Note what a write did.
     *
     * @param string $runid
     * @param int $courseid
     * @param outcome $outcome
     */
    public static function note(string $runid, int $courseid, outcome $outcome): void {
        global $DB;
        $detail = json_encode(['changes' => $outcome->changes, 'warnings' => $outcome->warnings], JSON_UNESCAPED_UNICODE);
        $DB->insert_record('local_machina_log', ['runid' => $runid, 'courseid' => $courseid, 'itemkey' => $outcome->key,
            'status' => $outcome->status, 'detail' => $detail, 'timecreated' => time()]);
    }

    /**
     * Take a lock.
     *
     * @param string $name
     * @return \core\lock\lock
     * @throws \moodle_exception locked: try again
     */
    public static function lock(string $name): \core\lock\lock {
        // Most kinds of locks end with the process that holds them; one of rows in the database would last a day after a crash.
        $lock = \core\lock\lock_config::get_lock_factory('local_machina')->get_lock($name, 5, 600);
        if (!$lock) {
            throw new \moodle_exception('locked', 'local_machina');
        }
        return $lock;
    }
}
