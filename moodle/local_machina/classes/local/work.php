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
    /** @var int context of the course that is being written, 0 outside of a write */
    private static int $writing = 0;
    /** @var bool the end of the request is watched */
    private static bool $watched = false;

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
    public static function run(
        string $namespace,
        string $runid,
        int $courseid,
        string $key,
        bool $dryrun,
        callable $write
    ): outcome {
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
        $before = $courseid ? \context_course::instance($courseid)->id : 0;
        self::$writing = $before;
        if (!self::$watched) {
            \core_shutdown_manager::register_function([self::class, 'died']);
            self::$watched = true;
        }
        try {
            $transaction = $DB->start_delegated_transaction();
            $outcome = $write();
            if ($outcome->wrote()) {
                // In the same transaction: there is no write that the log does not know.
                runs::note($runid, $courseid, $outcome);
            }
            $transaction->allow_commit();
        } catch (\Throwable $error) {
            // After an exception inside a nested transaction only this leaves the connection usable.
            if ($DB->is_transaction_started()) {
                $DB->force_transaction_rollback();
            }
            self::clean($courseid, $before);
            $outcome = $error instanceof stop ? self::stopped($error, $key)
                : new outcome('failed', $key, warnings: [[self::code($error), $error->getMessage()]]);
            runs::note($runid, $courseid, $outcome);
            if (!$error instanceof stop) {
                throw $error;
            }
        } finally {
            self::$writing = 0;
            $lock->release();
        }
        if ($outcome->status !== 'unchanged') {
            self::tell($namespace, $runid, $courseid, $outcome);
        }
        return $outcome;
    }

    /**
     * Bring to order what a database does not roll back.
     *
     * @param int $courseid
     * @param int $contextid of the course
     */
    private static function clean(int $courseid, int $contextid): void {
        // What was cached while the write went on speaks of rows that are gone.
        \context_helper::reset_caches();
        \cache_helper::purge_by_event('changesincourse');
        \cache_helper::purge_by_event('changesincoursecat');
        if ($courseid) {
            // Without a new revision, which would be a write.
            $cache = \cache::make('core', 'coursemodinfo');
            $cache->acquire_lock($courseid);
            $cache->delete($courseid);
            $cache->release_lock($courseid);
            \course_modinfo::clear_instance_cache($courseid);
        }
        if ($contextid) {
            self::recover_files($contextid);
        }
    }

    /**
     * Bring back the content of files. Core puts the content of a deleted file into its trash at once, does not wait for the
     * transaction's end, and empties the trash every day (lib/filestorage/file_system_filedir.php): after a rollback the
     * record is there again and its content is not.
     *
     * @param int $contextid of the course
     */
    private static function recover_files(int $contextid): void {
        global $DB;
        $path = $DB->get_field('context', 'path', ['id' => $contextid], MUST_EXIST);
        $records = $DB->get_recordset_sql('SELECT f.* FROM {files} f JOIN {context} x ON x.id = f.contextid
            WHERE f.filesize > 0 AND (x.id = :id OR ' . $DB->sql_like('x.path', ':path') . ')',
            ['id' => $contextid, 'path' => "$path/%"]);
        $storage = get_file_storage();
        foreach ($records as $record) {
            $storage->get_file_system()->get_local_path_from_storedfile($storage->get_file_instance($record), true);
        }
        $records->close();
    }

    /**
     * Called by PHP at the end of a request: a write that ran out of time or memory never comes to its catch.
     */
    public static function died(): void {
        global $DB;
        if (self::$writing) {
            $contextid = self::$writing;
            self::$writing = 0;
            if ($DB->is_transaction_started()) {
                $DB->force_transaction_rollback();
            }
            self::recover_files($contextid);
        }
    }

    /**
     * Return the code of an error.
     *
     * @param \Throwable $error
     * @return string
     */
    private static function code(\Throwable $error): string {
        return $error instanceof \moodle_exception ? $error->errorcode : 'error';
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
        $event = $outcome->wrote() ? \local_machina\event\item_synced::create($data)
            : \local_machina\event\item_blocked::create($data);
        $event->trigger();
    }
}
