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
 * A file of questions, into a category.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

use local_machina\local\kind\qcategory;
use local_machina\local\kind\question;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->libdir . '/questionlib.php');
require_once($CFG->dirroot . '/question/format.php');
require_once($CFG->dirroot . '/question/format/xml/format.php');
require_once($CFG->dirroot . '/question/format/gift/format.php');

/**
 * Core's reader reads the file, as a whole or not at all; each question is then written by itself: an idnumber that is there
 * gets a new version. Core's own import would drop the idnumber and make a second question.
 */
final class questions {
    /**
     * Prepare to write into a category.
     *
     * @param string $namespace
     * @param string $runid
     * @param int $courseid
     * @param item $category of kind qcategory
     * @param bool $dryrun
     */
    public function __construct(
        /** @var string the project */
        private readonly string $namespace,
        /** @var string the run */
        private readonly string $runid,
        /** @var int the course */
        private readonly int $courseid,
        /** @var item the category */
        private readonly item $category,
        /** @var bool say only what would be done */
        private readonly bool $dryrun
    ) {
    }

    /**
     * Write the questions of a file.
     *
     * @param string $content
     * @param string $format xml or gift
     * @param string[] $hashes idnumber => hash of what is wanted; an equal one is left alone
     * @param array $observed idnumber => hash that the client saw last
     * @param string $onmissing report or hide: what becomes of managed questions that the file lacks
     * @param array $options flags: recreate
     * @return outcome[]
     */
    public function write(
        string $content,
        string $format,
        array $hashes,
        array $observed,
        string $onmissing,
        array $options
    ): array {
        $context = \context::instance_by_id(qcategory::row((int) $this->category->row->objectid)->contextid);
        require_capability('moodle/question:add', $context);
        require_capability('moodle/question:editall', $context);
        $found = [];
        foreach ($this->read($content, $format, $context) as $one) {
            $key = $one->idnumber;
            $found[$key] = work::run($this->namespace, $this->runid, $this->courseid, $key, $this->dryrun,
                fn() => $this->one($one, $context, (string) ($hashes[$key] ?? ''), (string) ($observed[$key] ?? ''), $options));
        }
        foreach ($this->missing(array_keys($found)) as $item) {
            $key = $item->row->itemkey;
            $found[$key] = $onmissing !== 'hide' ? new outcome('unchanged', $key, (int) $item->row->objectid,
                    warnings: [['missing', get_string('missing', 'local_machina')]])
                : work::run($this->namespace, $this->runid, $this->courseid, $key, $this->dryrun, fn() => $this->hide($item));
        }
        return array_values($found);
    }

    /**
     * Read a file.
     *
     * @param string $content
     * @param string $format
     * @param \context $context
     * @return \stdClass[] questions as core's readers give them, each with an idnumber of its own
     * @throws \moodle_exception badfile: nothing was written
     */
    private function read(string $content, string $format, \context $context): array {
        // The real class: core makes the names of methods from it.
        $class = ['xml' => 'qformat_xml', 'gift' => 'qformat_gift'][$format]
            ?? throw new \moodle_exception('invalidspec', 'local_machina', '', "there is no format '$format'");
        $reader = new $class();
        $reader->setContexts([$context]);
        $reader->setCourse(get_course($this->courseid));
        $reader->setCategory(qcategory::row((int) $this->category->row->objectid));
        $reader->setCatfromfile(false);
        $reader->setContextfromfile(false);
        $reader->setStoponerror(true);
        ob_start();
        try {
            $list = reader::questions($reader, preg_split('/(?<=\n)/', str_replace("\r\n", "\n", $content)));
        } catch (\Error $error) {
            $list = false; // Core's readers take a file's structure for granted: <quiz></quiz> has none.
        } finally {
            $said = trim(preg_replace('/\s+/', ' ', strip_tags((string) ob_get_clean())));
        }
        if (!$list || $reader->importerrors) {
            throw new \moodle_exception('badfile', 'local_machina', '', $said ?: get_string('noquestionsinfile', 'question'));
        }
        $list = array_values(array_filter($list, fn($one) => $one->qtype !== 'category'));
        if ($format === 'xml') {
            self::give_idnumbers($list, $content);
        }
        return $this->checked($list);
    }

    /**
     * Make sure that every question can be written.
     *
     * @param \stdClass[] $list
     * @return \stdClass[]
     */
    private function checked(array $list): array {
        $grades = \question_bank::fraction_options_full();
        $faults = [];
        $seen = [];
        foreach ($list as $number => $one) {
            $key = trim((string) ($one->idnumber ?? ''));
            $where = '#' . ($number + 1) . " '$one->name'";
            if ($key === '' || strlen($key) > 100) {
                $faults[] = "$where: " . get_string('question_without_key', 'local_machina');
            } else if (isset($seen[$key])) {
                $faults[] = "$where: " . get_string('blocked_key_taken', 'local_machina', $key);
            }
            $seen[$key] = true;
            foreach (is_array($one->fraction ?? null) ? $one->fraction : [] as $index => $fraction) {
                $known = match_grade_options($grades, $fraction, 'error');
                if ($known === false) {
                    $faults[] = "$where: $fraction";
                } else {
                    $one->fraction[$index] = $known;
                }
            }
            if ($one->qtype === 'ordering' && !property_exists($one, 'shownumcorrect')) {
                // Without it core fails on a column that must not be null (question/type/ordering/questiontype.php).
                $one->shownumcorrect = 0;
            }
        }
        if ($faults) {
            throw new \moodle_exception('badfile', 'local_machina', '', implode('; ', $faults));
        }
        return $list;
    }

    /**
     * Give questions the idnumbers that Moodle 4.1 does not read: those of cloze questions.
     *
     * @param \stdClass[] $list
     * @param string $content
     */
    private static function give_idnumbers(array $list, string $content): void {
        if (!array_filter($list, fn($one) => (string) ($one->idnumber ?? '') === '')) {
            return;
        }
        $document = new \DOMDocument();
        if (!@$document->loadXML($content, LIBXML_NONET | LIBXML_PARSEHUGE)) {
            return;
        }
        $nodes = (new \DOMXPath($document))->query("/quiz/question[@type != 'category']");
        if ($nodes->length !== count($list)) {
            return;
        }
        foreach ($list as $number => $one) {
            foreach ($nodes->item($number)->childNodes as $child) {
                if ($child->nodeName === 'idnumber' && (string) ($one->idnumber ?? '') === '') {
                    $one->idnumber = trim($child->textContent);
                }
            }
        }
    }

    /**
     * Write one question.
     *
     * @param \stdClass $one
     * @param \context $context
     * @param string $hash
     * @param string $seen
     * @param array $options
     * @return outcome
     */
    private function one(\stdClass $one, \context $context, string $hash, string $seen, array $options): outcome {
        global $DB;
        $kind = new question();
        $key = $one->idnumber;
        $item = item::find($this->namespace, $this->courseid, $key);
        if ($item && $item->row->kind !== 'question') {
            throw stop::blocked('kind_change', get_string('blocked_kind_change', 'local_machina'));
        }
        $there = $item && !$item->buried() && $kind->exists($item);
        if ($item && !$there && empty($options['recreate'])) {
            throw stop::blocked('tombstone', get_string('blocked_tombstone', 'local_machina'));
        }
        $categoryid = (int) $this->category->row->objectid;
        if (!$there && $DB->record_exists('question_bank_entries', ['questioncategoryid' => $categoryid, 'idnumber' => $key])) {
            throw stop::blocked('unadopted', get_string('blocked_unadopted', 'local_machina'));
        }
        if ($hash === '') {
            // The client does not say what it wants it by: then by what the reader made of the file.
            $hash = hash::fields($this->bare((array) $one));
        }
        $latest = $there ? question::latest((int) $item->row->objectid) : null;
        $now = $there ? $kind->observe($item, $item->managed()) : [];
        $observed = $there ? hash::fields($now) : '';
        if ($there && $seen !== '' && $seen !== $observed) {
            throw new stop('stale', 'stale', get_string('stale', 'local_machina'));
        }
        if ($there && $hash !== '' && $hash === $item->row->desiredhash && !$item->drifted($now)) {
            return new outcome('unchanged', $key, (int) $item->row->objectid, 0, (int) $item->row->contextid, $observed,
                extra: $kind->extra($item));
        }
        if ($latest && $latest->qtype !== $one->qtype) {
            throw stop::blocked('qtype_change',
                get_string('blocked_qtype_change', 'local_machina', "$latest->qtype → $one->qtype"));
        }
        $changes = [['version', $latest ? (string) $latest->version : '', (string) ((int) ($latest->version ?? 0) + 1)]];
        if ($this->dryrun) {
            return new outcome($there ? 'wouldupdate' : 'wouldcreate', $key, changes: $changes);
        }
        if ($there && (int) $kind->place((int) $item->row->objectid)[1] !== (int) $context->id) {
            // A teacher has moved it to another bank: there it stays, and there its pictures belong.
            $context = \context::instance_by_id($kind->place((int) $item->row->objectid)[1]);
            require_capability('moodle/question:editall', $context);
        }
        [$entryid, $notices] = $this->save($one, $context, $there ? (int) $item->row->objectid : 0, $latest);
        $item ??= item::make($this->namespace, $this->courseid, $key, 'question');
        $item = $item->with(['objectid' => $entryid, 'contextid' => $context->id, 'status' => item::LIVE, 'desiredhash' => $hash,
            'runid' => $this->runid, 'timeapplied' => time()]);
        $now = $kind->observe($item, array_keys($kind->fields()));
        $item = $item->with(['digests' => hash::each($now)]);
        return new outcome($there ? 'updated' : 'created', $key, $entryid, 0, $context->id, hash::fields($now), $changes, $notices,
            $kind->extra($item));
    }

    /**
     * Return what the reader made of a question without what differs from reading to reading: numbers of draft areas, in
     * whose place the files stand.
     *
     * @param array $fields
     * @return array
     */
    private function bare(array $fields): array {
        global $USER;
        $contextid = \context_user::instance($USER->id)->id;
        $found = [];
        foreach ($fields as $name => $value) {
            if (is_string($name) && str_ends_with($name, 'itemid') && is_numeric($value)) {
                $files = get_file_storage()->get_area_files($contextid, 'user', 'draft', $value, '', false);
                $value = array_values(array_map(fn($file) => [$file->get_filename(), $file->get_contenthash()], $files));
            }
            $found[$name] = is_array($value) || is_object($value) ? $this->bare((array) $value) : $value;
        }
        return $found;
    }

    /**
     * Write a question as a new entry, or as a new version of one.
     *
     * @param \stdClass $one
     * @param \context $context
     * @param int $entryid 0 for a new one
     * @param \stdClass|null $latest
     * @return array [entry id, warnings]
     */
    private function save(\stdClass $one, \context $context, int $entryid, ?\stdClass $latest): array {
        global $DB, $USER;
        $idnumber = $one->idnumber;
        unset($one->idnumber);
        $one->context = $context;
        $one->category = $entryid ? $DB->get_field('question_bank_entries', 'questioncategoryid', ['id' => $entryid])
            : $this->category->row->objectid;
        $one->stamp = make_unique_id_code();
        $one->createdby = $one->modifiedby = $USER->id;
        $one->timecreated = $one->timemodified = time();
        if ($latest) {
            // This is what gives the parts of a cloze question new versions of their own.
            $one->oldparent = $latest->questionid;
        }
        $one->id = $DB->insert_record('question', $one);
        $version = 1;
        if (!$entryid) {
            $entryid = $DB->insert_record('question_bank_entries', ['questioncategoryid' => $one->category,
                'idnumber' => $idnumber, 'ownerid' => $USER->id]);
        } else {
            $version = class_exists('\\core_question\\versions') ? \core_question\versions::get_next_version($entryid)
                : get_next_version($entryid);
        }
        $DB->insert_record('question_versions', ['questionbankentryid' => $entryid, 'questionid' => $one->id,
            'version' => $version, 'status' => 'ready']);
        $one->idnumber = $idnumber;
        $one->questionbankentryid = $entryid;
        $one->version = $version;
        $this->save_files($one, $context);
        $DB->update_record('question', $one);
        $result = \question_bank::get_qtype($one->qtype)->save_question_options($one);
        if (!empty($result->error)) {
            throw stop::blocked('bad_question', (string) $result->error);
        }
        $tags = array_merge($one->coursetags ?? [], $one->tags ?? []);
        if ($tags && \core_tag_tag::is_enabled('core_question', 'question')) {
            \core_tag_tag::set_item_tags('core_question', 'question', $one->id, $context, $tags);
        }
        \core\event\question_created::create_from_question_instance($one, $context)->trigger();
        return [(int) $entryid, empty($result->notice) ? [] : [['notice', (string) $result->notice]]];
    }

    /**
     * Move the pictures of a question out of the drafts that the reader has put them in.
     *
     * @param \stdClass $one
     * @param \context $context
     */
    private function save_files(\stdClass $one, \context $context): void {
        $options = ['subdirs' => true, 'maxfiles' => -1, 'maxbytes' => 0];
        foreach (['questiontext', 'generalfeedback'] as $area) {
            if (isset($one->{$area . 'itemid'})) {
                $draft = $one->{$area . 'itemid'};
                $one->$area = file_save_draft_area_files($draft, $context->id, 'question', $area, $one->id, $options, $one->$area);
                if (function_exists('file_clear_draft_area')) {
                    file_clear_draft_area($draft);
                }
            } else {
                foreach ($one->{$area . 'files'} ?? [] as $file) {
                    \question_bank::get_qtype($one->qtype)->import_file($context, 'question', $area, $one->id, $file);
                }
            }
        }
    }

    /**
     * Return the managed questions of the category that are not among keys.
     *
     * @param string[] $keys
     * @return item[]
     */
    private function missing(array $keys): array {
        global $DB;
        $where = ['questioncategoryid' => $this->category->row->objectid];
        $entries = array_flip($DB->get_fieldset_select('question_bank_entries', 'id', 'questioncategoryid = :questioncategoryid',
            $where));
        return array_filter(item::in_course($this->namespace, $this->courseid), fn($item) => $item->row->kind === 'question'
            && !$item->buried() && isset($entries[$item->row->objectid]) && !in_array($item->row->itemkey, $keys, true));
    }

    /**
     * Hide a question that the file lacks; quizzes that ask it go on to.
     *
     * @param item $item
     * @return outcome
     */
    private function hide(item $item): outcome {
        $kind = new question();
        $key = $item->row->itemkey;
        if ($kind->observe($item, ['status'])['status'] === 'hidden') {
            return new outcome('unchanged', $key, (int) $item->row->objectid);
        }
        if (!$this->dryrun) {
            $kind->hide($item);
            $item->with(['digests' => hash::each($kind->observe($item, $item->managed()))]);
        }
        return new outcome($this->dryrun ? 'wouldupdate' : 'retired', $key, (int) $item->row->objectid);
    }
}
