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
 * What is managed and what is not.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

/**
 * Taking over, renaming and letting go.
 */
final class ownership {
    /**
     * Take over an object; its fields stay as they are and count as drift until they are written.
     *
     * @param string $namespace
     * @param int $courseid
     * @param string $key
     * @param string $kindname
     * @param int $objectid
     * @param bool $takeover
     * @param bool $dryrun
     * @return outcome
     */
    public static function adopt(string $namespace, int $courseid, string $key, string $kindname, int $objectid, bool $takeover,
            bool $dryrun): outcome {
        apply::check_key($key);
        $modname = $kindname === 'cm' ? get_coursemodule_from_id('', $objectid, $courseid, false, MUST_EXIST)->modname : '';
        $kind = kinds::get($kindname, $modname);
        if (item::find($namespace, $courseid, $key)) {
            throw stop::blocked('key_taken', get_string('blocked_key_taken', 'local_machina', $key));
        }
        $others = item::of_object($kindname, $objectid);
        if ($others && !$takeover) {
            throw stop::blocked('managed', get_string('blocked_managed', 'local_machina', $others[0]->row->namespace));
        }
        $item = item::make($namespace, $courseid, $key, $kindname, $modname);
        $item->row->objectid = $objectid;
        if (!$kind->exists($item)) {
            throw stop::blocked('not_there', get_string('blocked_not_there', 'local_machina'));
        }
        [$cmid, $contextid] = $kind->place($objectid);
        if ($dryrun) {
            return new outcome('wouldupdate', $key, $objectid, $cmid, $contextid);
        }
        foreach ($others as $other) {
            $other->forget();
        }
        $kind->carry($item, $key);
        $item->with(['contextid' => $contextid, 'timeapplied' => time()]);
        return new outcome('adopted', $key, $objectid, $cmid, $contextid, hash::fields([]));
    }

    /**
     * Give an item another key.
     *
     * @param string $namespace
     * @param int $courseid
     * @param string $oldkey
     * @param string $newkey
     * @param bool $dryrun
     * @return outcome
     */
    public static function rename(string $namespace, int $courseid, string $oldkey, string $newkey, bool $dryrun): outcome {
        apply::check_key($newkey);
        $item = item::find($namespace, $courseid, $oldkey);
        if (!$item) {
            throw stop::blocked('not_there', get_string('blocked_not_there', 'local_machina'));
        }
        if (item::find($namespace, $courseid, $newkey)) {
            throw stop::blocked('key_taken', get_string('blocked_key_taken', 'local_machina', $newkey));
        }
        $kind = kinds::get($item->row->kind, $item->row->modname);
        [$cmid, $contextid] = $item->buried() ? [0, 0] : $kind->place((int) $item->row->objectid);
        if ($dryrun) {
            return new outcome('wouldupdate', $newkey, (int) $item->row->objectid, $cmid, $contextid);
        }
        if (!$item->buried()) {
            $kind->carry($item, $newkey);
        }
        $item->with(['itemkey' => $newkey]);
        $observed = $item->buried() ? '' : hash::fields($kind->observe($item, $item->managed()));
        return new outcome('renamed', $newkey, (int) $item->row->objectid, $cmid, $contextid, $observed);
    }

    /**
     * Let go of items, each in a write of its own.
     *
     * @param string $namespace
     * @param string $runid
     * @param int $courseid
     * @param string[] $keys
     * @param string $mode hide, unmanage or delete
     * @param int $confirm how many of them hold data of learners, as the client believes
     * @param bool $dryrun
     * @return outcome[]
     */
    public static function retire(string $namespace, string $runid, int $courseid, array $keys, string $mode, int $confirm,
            bool $dryrun): array {
        if (!in_array($mode, ['hide', 'unmanage', 'delete'])) {
            throw new \moodle_exception('invalidspec', 'local_machina', '', "there is no mode '$mode'");
        }
        $items = array_filter(array_map(fn($key) => item::find($namespace, $courseid, (string) $key), $keys));
        if ($mode === 'delete') {
            $used = count(array_filter($items, function ($item) {
                $kind = kinds::get($item->row->kind, $item->row->modname);
                return !$item->buried() && $kind->exists($item) && $kind->used($item);
            }));
            if ($used !== $confirm) {
                throw new \moodle_exception('unconfirmed', 'local_machina', '', $used);
            }
        }
        return array_map(fn($item) => work::run($namespace, $runid, $courseid, $item->row->itemkey, $dryrun,
            fn() => self::retire_one($item, $mode, $dryrun)), array_values($items));
    }

    /**
     * Let go of one item.
     *
     * @param item $item
     * @param string $mode
     * @param bool $dryrun
     * @return outcome
     */
    private static function retire_one(item $item, string $mode, bool $dryrun): outcome {
        $kind = kinds::get($item->row->kind, $item->row->modname);
        $there = !$item->buried() && $kind->exists($item);
        $key = $item->row->itemkey;
        if ($dryrun) {
            return new outcome('wouldupdate', $key, (int) $item->row->objectid);
        }
        if ($there && $mode === 'hide') {
            $kind->hide($item);
            $item->with(['digests' => hash::each($kind->observe($item, $item->managed()))]);
        } else {
            if ($there && $mode === 'delete') {
                $kind->delete($item);
            }
            $item->forget();
        }
        return new outcome('retired', $key, (int) $item->row->objectid);
    }
}
