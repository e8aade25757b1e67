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
 * The steps of a write, the same for every kind.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

/**
 * Find, compare, write, look again.
 */
final class apply {
    /**
     * Make an item what the specification says. Call inside work::run.
     *
     * @param kind $kind
     * @param request $request
     * @return outcome
     */
    public static function item(kind $kind, request $request): outcome {
        self::check_key($request->key);
        $item = item::find($request->namespace, $request->courseid, $request->key);
        if ($item && ($item->row->kind !== $kind->name() || $item->row->modname !== $kind->modname())) {
            throw stop::blocked('kind_change', get_string('blocked_kind_change', 'local_machina'));
        }
        // No observer sees what is deleted by SQL, by a restore or while the plugin is off: so look.
        if ($item && ($item->buried() || !$kind->exists($item))) {
            if (!$request->may('recreate')) {
                throw stop::blocked('tombstone', get_string('blocked_tombstone', 'local_machina'));
            }
            return self::create($kind, $request, $item);
        }
        if (!$item && $kind->lookup($request->courseid, $request->key)) {
            throw stop::blocked('unadopted', get_string('blocked_unadopted', 'local_machina'));
        }
        return $item ? self::update($kind, $request, $item) : self::create($kind, $request, null);
    }

    /**
     * Refuse what cannot be a key.
     *
     * @param string $key
     */
    public static function check_key(string $key): void {
        $fault = key::fault($key);
        if ($fault === 'bad') {
            throw new \moodle_exception('invalidspec', 'local_machina', '',
                'a key has at least one character, and no spaces at its ends');
        }
        if ($fault === 'long') {
            throw stop::blocked('too_long', get_string('blocked_too_long', 'local_machina', 'key'));
        }
    }

    /**
     * Make the object.
     *
     * @param kind $kind
     * @param request $request
     * @param item|null $former the tombstone that it takes the place of
     * @return outcome
     */
    private static function create(kind $kind, request $request, ?item $former): outcome {
        $changes = outcome::differences([], $kind->wanted($request->spec));
        $kind->guard(null, $request);
        if ($request->dryrun) {
            return new outcome('wouldcreate', $request->key, changes: $changes);
        }
        $objectid = $kind->create($request);
        // A course knows its id only now.
        $courseid = $kind->name() === 'course' ? $objectid : $request->courseid;
        $item = $former ?? item::make($request->namespace, $courseid, $request->key, $kind->name(), $kind->modname());
        [$cmid, $contextid] = $kind->place($objectid);
        $item = $item->with(['courseid' => $courseid, 'objectid' => $objectid, 'contextid' => $contextid, 'status' => item::LIVE,
            'kind' => $kind->name(), 'modname' => $kind->modname()]);
        return self::done('created', $kind, $request, $item, $cmid, $changes, array_keys($kind->wanted($request->spec)));
    }

    /**
     * Change the object if it is not what it should be.
     *
     * @param kind $kind
     * @param request $request
     * @param item $item
     * @return outcome
     */
    private static function update(kind $kind, request $request, item $item): outcome {
        $now = $kind->observe($item, $item->managed());
        $observed = hash::fields($now);
        if ($request->ifobserved !== '' && $request->ifobserved !== $observed) {
            throw new stop('stale', 'stale', get_string('stale', 'local_machina'));
        }
        [$cmid, $contextid] = $kind->place((int) $item->row->objectid);
        $drifted = $item->drifted($now);
        // What a teacher has changed stays, and goes on to be told as drift.
        $kept = array_intersect($drifted, $request->kept());
        if ($item->row->desiredhash === $request->spec->hash && !array_diff($drifted, $kept)) {
            return new outcome('unchanged', $request->key, (int) $item->row->objectid, $cmid, $contextid, $observed,
                extra: $kind->extra($item));
        }
        $owned = array_keys($kind->wanted($request->spec));
        $request = $request->without($kept);
        $wanted = $kind->wanted($request->spec);
        $changes = outcome::differences($kind->observe($item, array_keys($wanted)), $wanted);
        $kind->guard($item, $request);
        if ($request->dryrun) {
            return new outcome('wouldupdate', $request->key, (int) $item->row->objectid, $cmid, $contextid, $observed, $changes);
        }
        $kind->update($item, $request);
        $former = array_intersect_key($item->digests(), array_flip($kept));
        return self::done('updated', $kind, $request, $item, $cmid, $changes, $owned, $former);
    }

    /**
     * Look at what was written and remember it.
     *
     * @param string $status
     * @param kind $kind
     * @param request $request
     * @param item $item
     * @param int $cmid
     * @param array $changes
     * @param string[] $owned
     * @param string[] $former field => digest of fields that were left as somebody else has them
     * @return outcome
     */
    private static function done(string $status, kind $kind, request $request, item $item, int $cmid, array $changes,
            array $owned, array $former = []): outcome {
        $observed = $kind->observe($item, $owned);
        $item = $item->with(['desiredhash' => $request->spec->hash, 'digests' => $former + hash::each($observed),
            'runid' => $request->runid, 'timeapplied' => time()]);
        return new outcome($status, $request->key, (int) $item->row->objectid, $cmid, (int) $item->row->contextid,
            hash::fields($observed), $changes, extra: $kind->extra($item));
    }
}
