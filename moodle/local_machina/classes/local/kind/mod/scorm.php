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
 * SCORM packages.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local\kind\mod;

use local_machina\local\features;
use local_machina\local\item;
use local_machina\local\kind\module;
use local_machina\local\manifest;
use local_machina\local\request;
use local_machina\local\stop;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once($CFG->dirroot . '/mod/scorm/lib.php');
require_once($CFG->dirroot . '/mod/scorm/locallib.php');

/**
 * mod_scorm. Learners' records hang on the identifiers of the manifest's items: Moodle deletes those of an identifier that a
 * new package lacks (mod/scorm/datamodels/scormlib.php), so such a package is refused.
 */
final class scorm extends module {
    #[\Override]
    protected function settings(): array {
        return ['maxattempt' => 'int', 'grademethod' => 'int', 'maxgrade' => 'float', 'whatgrade' => 'int', 'width' => 'int',
            'height' => 'int', 'popup' => 'bool', 'skipview' => 'int', 'hidebrowse' => 'bool', 'hidetoc' => 'int', 'nav' => 'int',
            'displaycoursestructure' => 'bool', 'displayattemptstatus' => 'int', 'forcenewattempt' => 'int',
            'lastattemptlock' => 'bool', 'forcecompleted' => 'bool', 'masteryoverride' => 'bool', 'auto' => 'bool',
            'autocommit' => 'bool', 'timeopen' => 'int', 'timeclose' => 'int'];
    }

    #[\Override]
    protected function rules(): array {
        return ['completionstatusrequired' => 'int', 'completionscorerequired' => 'int', 'completionstatusallscos' => 'bool'];
    }

    #[\Override]
    protected function areas(): array {
        return ['package' => ['package', 0]];
    }

    #[\Override]
    protected function defaults(\stdClass $data): void {
        $config = get_config('scorm');
        $data->scormtype = SCORM_TYPE_LOCAL;
        $data->packageurl = '';
        $data->packagefile = 0;
        $data->updatefreq = SCORM_UPDATE_NEVER;
        $data->width = $config->framewidth;
        $data->height = $config->frameheight;
        $data->grademethod = $config->grademethod ?? GRADEHIGHEST;
        foreach (['popup', 'skipview', 'hidebrowse', 'displaycoursestructure', 'hidetoc', 'nav', 'navpositionleft',
                'navpositiontop', 'displayattemptstatus', 'maxgrade', 'maxattempt', 'whatgrade', 'forcenewattempt',
                'lastattemptlock', 'forcecompleted', 'masteryoverride', 'auto', 'autocommit'] as $name) {
            $data->$name = $config->$name ?? 0;
        }
        $data->timeopen = 0;
        $data->timeclose = 0;
    }

    #[\Override]
    protected function restate(\stdClass $data, \stdClass $cm, \stdClass $row): void {
        // The options of a new window are stored as one text and given as fields.
        foreach (array_filter(explode(',', (string) $row->options)) as $option) {
            [$name, $value] = array_pad(explode('=', $option, 2), 2, '');
            $data->$name = $value;
        }
        unset($data->packagefile); // Without it the package stays.
        $data->packageurl = $row->reference;
    }

    #[\Override]
    protected function set_drafts(\stdClass $data, array $drafts): void {
        if (isset($drafts['package'])) {
            $data->packagefile = $drafts['package'];
        }
    }

    #[\Override]
    public function guard(?item $item, request $request): void {
        global $DB;
        parent::guard($item, $request);
        if (!$item && !isset($request->spec->get('files', [])['package'])) {
            throw new \moodle_exception('invalidspec', 'local_machina', '', 'a new SCORM needs files.package');
        }
        if ($item) {
            $type = $DB->get_field('scorm', 'scormtype', ['id' => $this->cm($item)->instance]);
            if ($type !== SCORM_TYPE_LOCAL && isset($request->spec->get('files', [])['package'])) {
                throw stop::blocked('package_type', get_string('blocked_package_type', 'local_machina', $type));
            }
        }
        $draft = (int) ($request->drafts['package'] ?? 0);
        if ($draft) {
            $this->check_package($item, $request, $draft);
        }
    }

    #[\Override]
    protected function after(int $cmid, request $request, bool $new): void {
        global $DB;
        parent::after($cmid, $request, $new);
        $cm = get_coursemodule_from_id('scorm', $cmid, 0, false, MUST_EXIST);
        $row = $DB->get_record('scorm', ['id' => $cm->instance], 'version, launch', MUST_EXIST);
        if ($row->version === 'ERROR' || !$row->launch) {
            throw stop::blocked('bad_package', get_string('blocked_bad_package', 'local_machina', 'imsmanifest.xml'));
        }
    }

    #[\Override]
    public function extra(item $item): array {
        global $DB;
        $row = $DB->get_record('scorm', ['id' => $this->cm($item)->instance], 'id, sha1hash, revision, version', MUST_EXIST);
        $identifiers = $DB->get_fieldset_select('scorm_scoes', 'identifier', "scorm = ? AND launch <> ''", [$row->id]);
        sort($identifiers);
        return ['sha1' => (string) $row->sha1hash, 'revision' => (int) $row->revision, 'version' => $row->version,
            'identifiers' => $identifiers, 'attempts' => $this->attempts((int) $row->id)];
    }

    #[\Override]
    public function used(item $item): bool {
        return parent::used($item) || $this->attempts((int) $this->cm($item)->instance) > 0;
    }

    /**
     * Refuse what is no package, and a package without identifiers that learners have records of.
     *
     * @param item|null $item
     * @param request $request
     * @param int $draft
     */
    private function check_package(?item $item, request $request, int $draft): void {
        global $USER;
        $files = get_file_storage()->get_area_files(\context_user::instance($USER->id)->id, 'user', 'draft', $draft, '', false);
        $file = reset($files);
        if (count($files) !== 1) {
            throw stop::blocked('bad_package', get_string('blocked_bad_package', 'local_machina', (string) count($files)));
        }
        // The form alone asks this: without it a zip that holds no manifest would empty the activity.
        $errors = scorm_validate_package($file);
        $identifiers = $errors ? null : self::identifiers($file);
        if ($identifiers === null) {
            $what = reset($errors) ?: 'imsmanifest.xml';
            throw stop::blocked('bad_package', get_string('blocked_bad_package', 'local_machina', $what));
        }
        if (!$item || $request->may('allowtrackloss')) {
            return;
        }
        $lost = array_diff($this->tracked((int) $this->cm($item)->instance), $identifiers);
        if ($lost) {
            throw stop::blocked('track_loss', get_string('blocked_track_loss', 'local_machina', implode(', ', $lost)));
        }
    }

    /**
     * Return the identifiers of a package's items.
     *
     * @param \stored_file $file
     * @return string[]|null null if there is no manifest that can be read
     */
    private static function identifiers(\stored_file $file): ?array {
        $path = $file->copy_content_to_temp('local_machina');
        $zip = new \ZipArchive();
        $xml = $zip->open($path) === true ? $zip->getFromName('imsmanifest.xml') : false;
        if ($zip->filename ?? '') {
            $zip->close();
        }
        unlink($path);
        return $xml === false ? null : manifest::identifiers($xml);
    }

    /**
     * Return the identifiers that learners have records of.
     *
     * @param int $scormid
     * @return string[]
     */
    private function tracked(int $scormid): array {
        global $DB;
        $table = features::scormvalues() ? 'scorm_scoes_value' : 'scorm_scoes_track';
        return $DB->get_fieldset_sql("SELECT DISTINCT s.identifier FROM {scorm_scoes} s JOIN {{$table}} t ON t.scoid = s.id
            WHERE s.scorm = ?", [$scormid]);
    }

    /**
     * Return how many attempts hold data.
     *
     * @param int $scormid
     * @return int
     */
    private function attempts(int $scormid): int {
        global $DB;
        if (features::scormvalues()) {
            return $DB->count_records_sql('SELECT COUNT(DISTINCT v.attemptid) FROM {scorm_scoes_value} v
                JOIN {scorm_scoes} s ON s.id = v.scoid WHERE s.scorm = ?', [$scormid]);
        }
        return count($DB->get_records_sql('SELECT DISTINCT ' . $DB->sql_concat('userid', "'-'", 'attempt') . ' AS one
            FROM {scorm_scoes_track} WHERE scormid = ?', [$scormid]));
    }
}
