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
 * A kind of thing that a project manages: a course, a section, a page, a SCORM package.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

/**
 * What differs from kind to kind. The order of steps is in apply.php, the same for all.
 *
 * A field is owned by the project if the specification speaks of it; all others are the site's. Fields are given and
 * returned in one normal form: strings, integers, booleans, lists and maps of these; files as path => SHA-1.
 */
abstract class kind {
    /** @return string the kind as local_machina_item has it */
    abstract public function name(): string;

    /** @return string the module, '' for what is no course module */
    public function modname(): string {
        return '';
    }

    /** @return array field => type (see spec::read) */
    abstract public function fields(): array;

    /**
     * Tell whether the object of an item is still there.
     *
     * @param item $item
     * @return bool
     */
    abstract public function exists(item $item): bool;

    /**
     * Find an object that carries the key and is not managed: in a copied course, after the plugin's table was lost.
     *
     * @param int $courseid
     * @param string $key
     * @return int its id, 0 if there is none
     */
    abstract public function lookup(int $courseid, string $key): int;

    /**
     * Return the owned fields as Moodle has them.
     *
     * @param item $item
     * @param string[] $owned
     * @return array field => value
     */
    abstract public function observe(item $item, array $owned): array;

    /**
     * Return what the owned fields should be, in the form that observe() returns, as far as that can be told beforehand.
     *
     * @param spec $spec
     * @return array field => value
     */
    public function wanted(spec $spec): array {
        return $spec->fields;
    }

    /**
     * Stop a write that must not be: throws stop. $item is null before the object is made.
     *
     * @param item|null $item
     * @param request $request
     */
    public function guard(?item $item, request $request): void {
    }

    /**
     * Make the object.
     *
     * @param request $request
     * @return int its id
     */
    abstract public function create(request $request): int;

    /**
     * Change the owned fields of the object and nothing else.
     *
     * @param item $item
     * @param request $request
     */
    abstract public function update(item $item, request $request): void;

    /**
     * Return id of the course module and of the context.
     *
     * @param int $objectid
     * @return array [cmid or 0, contextid]
     */
    abstract public function place(int $objectid): array;

    /**
     * Return what the kind adds to a result and to get_state.
     *
     * @param item $item
     * @return array JSON-ready
     */
    public function extra(item $item): array {
        return [];
    }

    /**
     * Tell whether a field, flat as observe() takes it, is one that a project can own.
     *
     * @param string $field
     * @return bool
     */
    public function knows(string $field): bool {
        return array_key_exists($field, $this->fields());
    }

    /**
     * Return what people see of the object.
     *
     * @param item $item
     * @return array [name as it is stored, learners see it]
     */
    public function shown(item $item): array {
        return ['', true];
    }

    /**
     * Write a key where people can read it: the idnumber, if the object has one.
     *
     * @param item $item
     * @param string $key
     */
    public function carry(item $item, string $key): void {
    }

    /**
     * Tell whether deleting the object would lose data of learners.
     *
     * @param item $item
     * @return bool
     */
    public function used(item $item): bool {
        return false;
    }

    /**
     * Hide the object from learners.
     *
     * @param item $item
     * @throws stop where it cannot be hidden
     */
    public function hide(item $item): void {
        throw stop::blocked('unsupported', get_string('blocked_unsupported', 'local_machina'));
    }

    /**
     * Delete the object as a person would.
     *
     * @param item $item
     * @throws stop where the plugin never deletes such a thing
     */
    public function delete(item $item): void {
        throw stop::blocked('unsupported', get_string('blocked_unsupported', 'local_machina'));
    }
}
