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
 * Books.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local\kind\mod;

use local_machina\local\item;
use local_machina\local\kind\module;
use local_machina\local\request;
use local_machina\local\spec;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/mod/book/lib.php');
require_once($CFG->dirroot . '/mod/book/locallib.php');

/**
 * mod_book. Chapters have no idnumber; the key of a managed one is in importsrc, which Moodle fills for imported chapters.
 * Chapters without such a key are a teacher's: they stay, behind the managed ones.
 */
final class book extends module {
    /** What importsrc of a managed chapter begins with. */
    private const MARK = 'machina:';

    #[\Override]
    public function fields(): array {
        return parent::fields() + ['chapters' => 'list'];
    }

    #[\Override]
    protected function settings(): array {
        return ['numbering' => 'int', 'navstyle' => 'int', 'customtitles' => 'bool'];
    }

    #[\Override]
    protected function defaults(\stdClass $data): void {
        $data->numbering = BOOK_NUM_NUMBERS;
        $data->navstyle = 1;
        $data->customtitles = 0;
    }

    #[\Override]
    public function wanted(spec $spec): array {
        $found = parent::wanted($spec);
        if (isset($found['chapters'])) {
            $found['chapters'] = array_map(fn($one) => ['key' => (string) $one['key'], 'title' => (string) $one['title'],
                'content' => (string) $one['content'], 'subchapter' => !empty($one['subchapter'])], $found['chapters']);
        }
        return $found;
    }

    #[\Override]
    public function guard(?item $item, request $request): void {
        parent::guard($item, $request);
        $keys = [];
        foreach ($request->spec->get('chapters', []) as $number => $one) {
            if (!isset($one['key'], $one['title'], $one['content']) || isset($keys[$one['key']])
                    || strlen(self::MARK . $one['key']) > 255) {
                throw new \moodle_exception('invalidspec', 'local_machina', '',
                    "chapter $number needs a key of its own, title and content");
            }
            if ($number === 0 && !empty($one['subchapter'])) {
                throw new \moodle_exception('invalidspec', 'local_machina', '', 'the first chapter cannot be a subchapter');
            }
            $keys[$one['key']] = true;
        }
        if ($item || $keys) {
            require_capability('mod/book:edit', $item ? \context_module::instance($item->row->objectid)
                : \context_course::instance($request->courseid));
        }
    }

    #[\Override]
    protected function value(string $field, \stdClass $cm, \stdClass $row): mixed {
        if ($field !== 'chapters') {
            return parent::value($field, $cm, $row);
        }
        return array_values(array_map(fn($one) => ['key' => substr($one->importsrc, strlen(self::MARK)), 'title' => $one->title,
            'content' => (string) $one->content, 'subchapter' => (bool) $one->subchapter], self::chapters((int) $row->id)));
    }

    #[\Override]
    protected function after(int $cmid, request $request, bool $new): void {
        parent::after($cmid, $request, $new);
        if ($request->spec->has('chapters')) {
            $cm = get_coursemodule_from_id('book', $cmid, 0, false, MUST_EXIST);
            $this->write((int) $cm->instance, \context_module::instance($cmid), $this->wanted($request->spec)['chapters']);
        }
    }

    /**
     * Make, change, order and delete the managed chapters.
     *
     * @param int $bookid
     * @param \context_module $context
     * @param array $wanted
     */
    private function write(int $bookid, \context_module $context, array $wanted): void {
        global $DB;
        $book = $DB->get_record('book', ['id' => $bookid], '*', MUST_EXIST);
        $known = [];
        foreach (self::chapters($bookid) as $row) {
            $known[substr($row->importsrc, strlen(self::MARK))] = $row;
        }
        foreach (array_diff_key($known, array_column($wanted, null, 'key')) as $row) {
            get_file_storage()->delete_area_files($context->id, 'mod_book', 'chapter', $row->id);
            $DB->delete_records('book_chapters', ['id' => $row->id]);
            \mod_book\event\chapter_deleted::create_from_chapter($book, $context, $row)->trigger();
        }
        $others = $DB->get_fieldset_sql('SELECT id FROM {book_chapters} WHERE bookid = :book AND ' .
            $DB->sql_like('importsrc', ':mark', true, true, true) . ' ORDER BY pagenum',
            ['book' => $bookid, 'mark' => self::MARK . '%']);
        $number = 0;
        foreach ($wanted as $one) {
            $number++;
            $fields = ['bookid' => $bookid, 'pagenum' => $number, 'subchapter' => (int) $one['subchapter'],
                'title' => $one['title'], 'content' => $one['content'], 'contentformat' => FORMAT_HTML,
                'importsrc' => self::MARK . $one['key'], 'timemodified' => time()];
            $row = $known[$one['key']] ?? null;
            if (!$row) {
                $id = $DB->insert_record('book_chapters', $fields + ['hidden' => 0, 'timecreated' => time()]);
                $made = $DB->get_record('book_chapters', ['id' => $id]);
                \mod_book\event\chapter_created::create_from_chapter($book, $context, $made)->trigger();
                continue;
            }
            $same = $row->title === $one['title'] && $row->content === $one['content']
                && (bool) $row->subchapter === $one['subchapter'];
            $DB->update_record('book_chapters', $same ? ['id' => $row->id, 'pagenum' => $number] : $fields + ['id' => $row->id]);
            if (!$same) {
                $changed = $DB->get_record('book_chapters', ['id' => $row->id]);
                \mod_book\event\chapter_updated::create_from_chapter($book, $context, $changed)->trigger();
            }
        }
        foreach ($others as $id) {
            $DB->set_field('book_chapters', 'pagenum', ++$number, ['id' => $id]);
        }
        $DB->set_field('book', 'revision', $book->revision + 1, ['id' => $bookid]);
        book_preload_chapters($book);
    }

    /**
     * Return the managed chapters in their order.
     *
     * @param int $bookid
     * @return \stdClass[]
     */
    private static function chapters(int $bookid): array {
        global $DB;
        return $DB->get_records_select('book_chapters', 'bookid = :book AND ' . $DB->sql_like('importsrc', ':mark'),
            ['book' => $bookid, 'mark' => self::MARK . '%'], 'pagenum');
    }
}
