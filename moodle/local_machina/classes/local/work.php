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
 * One write: lease, lock, transaction, log and event around it.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

/**
 * The frame of every write. Inside it a write may throw anything: nothing of it stays.
 */
final class work {
    /**
     * Do one write.
     *
     * @param string $namespace
     * @param string $runid
     * @param int $courseid 0 before the course exists
     * @param string $key
     * @param bool $dryrun nothing is written, and no lease is needed
     * @param callable $write (): outcome
     * @return outcome
     */
    public static function run(string $namespace, string $runid, int $courseid, string $key, bool $dryrun, callable $write): outcome {
        global $DB;
        \core_php_time_limit::raise();
        raise_memory_limit(MEMORY_EXTRA);
        if ($dryrun) {
            try {
                return $write();
            } catch (stop $stop) {
                return self::stopped($stop, $key);
            }
        }
        runs::extend($namespace, $runid);
        $lock = runs::lock("course_$courseid" . ($courseid ? '' : "_$key"));
        try {
            $transaction = $DB->start_delegated_transaction();
            $outcome = $write();
            $transaction->allow_commit();
        } catch (\Throwable $error) {
            // After an exception inside a nested transaction only this leaves the connection usable.
            if ($DB->is_transaction_started()) {
                $DB->force_transaction_rollback();
            }
            // What was cached while the write went on speaks of rows that are gone.
            if ($courseid) {
                rebuild_course_cache($courseid, true);
            }
            if (!$error instanceof stop) {
                throw $error;
            }
            $outcome = self::stopped($error, $key);
        } finally {
            $lock->release();
        }
        if ($outcome->status !== 'unchanged') {
            runs::note($runid, $courseid, $outcome);
            self::tell($namespace, $runid, $courseid, $outcome);
        }
        return $outcome;
    }

    /**
     * Return the result of a write that was stopped.
     *
     * @param stop $stop
     * @param string $key
     * @return outcome
     */
    private static function stopped(stop $stop, string $key): outcome {
        return new outcome($stop->status, $key, warnings: [[$stop->reason, $stop->getMessage()]]);
    }

    /**
     * Put the write into the site's log.
     *
     * @param string $namespace
     * @param string $runid
     * @param int $courseid
     * @param outcome $outcome
     */
    private static function tell(string $namespace, string $runid, int $courseid, outcome $outcome): void {
        $context = $courseid ? \context_course::instance($courseid, IGNORE_MISSING) : false;
        $data = ['context' => $context ?: \context_system::instance(), 'other' => [
            'namespace' => $namespace, 'runid' => $runid, 'key' => $outcome->key, 'status' => $outcome->status,
            'reason' => $outcome->warnings[0][0] ?? '',
        ]];
        $event = $outcome->wrote() ? \local_machina\event\item_synced::create($data) : \local_machina\event\item_blocked::create($data);
        $event->trigger();
    }
}
