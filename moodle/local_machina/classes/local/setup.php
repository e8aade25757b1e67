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
 * Everything that a site needs before a token of this service works: made by one command, undone by one.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

defined('MOODLE_INTERNAL') || die();

global $CFG;
require_once(__DIR__ . '/../../compat.php');
require_once($CFG->libdir . '/accesslib.php');
require_once($CFG->dirroot . '/user/lib.php');
require_once($CFG->dirroot . '/webservice/lib.php');

/**
 * What was made is remembered in the plugin's configuration, so that undoing removes that and nothing else.
 *
 * There are two roles, for the right to use web services counts at the level of the site only, and the right to write
 * courses is given in one category where that is enough.
 */
final class setup {
    /** The role that writes. */
    public const ROLE = 'machina_sync';
    /** The role that may call web services, and nothing else. */
    public const DOOR = 'machina_ws';
    /** Short name of the service in db/services.php. */
    private const SERVICE = 'local_machina';

    /** What the role that writes may do; those that a Moodle does not know are left out. */
    public const CAPABILITIES = [
        'local/machina:view', 'local/machina:sync', 'local/machina:delete',
        'moodle/category:manage', 'moodle/category:viewhiddencategories',
        'moodle/course:create', 'moodle/course:update', 'moodle/course:view', 'moodle/course:viewhiddencourses',
        'moodle/course:changefullname', 'moodle/course:changeshortname', 'moodle/course:changesummary',
        'moodle/course:changeidnumber', 'moodle/course:changecategory', 'moodle/course:visibility',
        'moodle/course:setforcedlanguage', 'moodle/course:manageactivities', 'moodle/course:activityvisibility',
        'moodle/course:sectionvisibility', 'moodle/course:movesections',
        'moodle/question:add', 'moodle/question:editall', 'moodle/question:managecategory', 'moodle/question:useall',
        'mod/scorm:addinstance', 'mod/page:addinstance', 'mod/book:addinstance', 'mod/label:addinstance', 'mod/url:addinstance',
        'mod/resource:addinstance', 'mod/folder:addinstance', 'mod/quiz:addinstance', 'mod/qbank:addinstance',
        'mod/quiz:manage', 'mod/book:edit',
    ];

    /** @var array list of [step, detail, state]; state is made, would or already, in undo removed, would or kept */
    private array $steps = [];
    /** @var array what was made: kind => list of ids or true */
    private array $made;

    /**
     * Begin.
     *
     * @param bool $dryrun say what would be done, change nothing
     */
    public function __construct(
        /** @var bool change nothing */
        private readonly bool $dryrun = false
    ) {
        $this->made = json_decode((string) get_config('local_machina', 'setup'), true) ?: [];
    }

    /** @return array list of [step, detail, state] so far */
    public function steps(): array {
        return $this->steps;
    }

    /**
     * Make what is missing. What is there already stays as it is, so a second call makes nothing.
     *
     * @param string $username
     * @param string $category id, idnumber, or 'site' for everywhere
     * @param int $validuntil Unix time, 0 for a token that does not expire
     * @param string $ips addresses or subnets with commas between, '' for everywhere
     * @param bool $newtoken replace a token that is there
     * @return string the token; '' in a dry run and where one is there already
     * @throws \moodle_exception setup_…: nothing was changed
     */
    public function make(string $username, string $category, int $validuntil, string $ips, bool $newtoken = false): string {
        global $DB;
        $context = self::context($category);
        $username = \core_text::strtolower(clean_param($username, PARAM_USERNAME));
        self::check_ips($ips);
        $user = $this->known_user($username);
        $service = $DB->get_record('external_services', ['shortname' => self::SERVICE]);
        if (!$service) {
            throw new \moodle_exception('setup_noservice', 'local_machina');
        }
        $this->open_the_door($service);
        $roleid = $this->role(self::ROLE, self::CAPABILITIES, [CONTEXT_SYSTEM, CONTEXT_COURSECAT, CONTEXT_COURSE]);
        $doorid = $this->role(self::DOOR, ['webservice/rest:use'], [CONTEXT_SYSTEM]);
        if (!$user) {
            $userid = (int) $this->step('user', $username, false, fn() => $this->remember('users', user_create_user((object) [
                'username' => $username, 'auth' => 'webservice', 'confirmed' => 1, 'policyagreed' => 1, 'suspended' => 0,
                'password' => AUTH_PASSWORD_NOT_CACHED, 'firstname' => 'machina-scorm', 'lastname' => $username,
                'email' => $username . '@machina-scorm.invalid', 'emailstop' => 1, 'maildisplay' => 0,
                'mnethostid' => $this->host(),
            ], false, true)));
        } else {
            $userid = (int) $user->id;
            $this->step('user', $username, true, fn() => 0);
        }
        $this->assign($roleid, $userid, $context, self::ROLE);
        $this->assign($doorid, $userid, \context_system::instance(), self::DOOR);
        $allowed = ['externalserviceid' => $service->id, 'userid' => $userid];
        $this->step('serviceuser', $username, $userid && $DB->record_exists('external_services_users', $allowed),
            fn() => $this->remember('serviceusers',
                $DB->insert_record('external_services_users', $allowed + ['timecreated' => time()])));
        return $this->token($service, $userid, $validuntil, $ips, $newtoken);
    }

    /**
     * Remove what was made, and only that. What somebody uses for something else by now stays, and is named.
     */
    public function undo(): void {
        global $DB;
        $this->remove('tokens', 'token', fn($id) => $DB->record_exists('external_tokens', ['id' => $id]), fn($id) => false,
            fn($id) => $DB->delete_records('external_tokens', ['id' => $id]));
        $this->remove('serviceusers', 'serviceuser', fn($id) => $DB->record_exists('external_services_users', ['id' => $id]),
            fn($id) => false, fn($id) => $DB->delete_records('external_services_users', ['id' => $id]));
        $this->remove('assignments', 'assignment', fn($id) => $DB->record_exists('role_assignments', ['id' => $id]),
            fn($id) => false, function ($id) use ($DB) {
                $row = $DB->get_record('role_assignments', ['id' => $id], '*', MUST_EXIST);
                role_unassign($row->roleid, $row->userid, $row->contextid);
            });
        // An account or a role that others have begun to use since is theirs.
        $this->remove('users', 'user', fn($id) => $DB->record_exists('user', ['id' => $id, 'deleted' => 0]),
            fn($id) => !$this->dryrun && ($DB->record_exists('role_assignments', ['userid' => $id])
                || $DB->record_exists('external_tokens', ['userid' => $id])),
            fn($id) => delete_user($DB->get_record('user', ['id' => $id], '*', MUST_EXIST)));
        $this->remove('roles', 'role', fn($id) => $DB->record_exists('role', ['id' => $id]),
            fn($id) => !$this->dryrun && $DB->record_exists('role_assignments', ['roleid' => $id]), fn($id) => delete_role($id));
        $this->remove('service', 'service', fn($id) => $DB->record_exists('external_services', ['id' => $id, 'enabled' => 1]),
            fn($id) => !$this->dryrun && $DB->record_exists('external_tokens', ['externalserviceid' => $id]),
            fn($id) => $DB->set_field('external_services', 'enabled', 0, ['id' => $id]));
        $others = fn() => $DB->record_exists_select('external_services', 'enabled = 1 AND (shortname IS NULL OR shortname <> ?)',
            [self::SERVICE]);
        $this->remove('protocol', 'protocol', fn() => in_array('rest', self::protocols()), $others,
            fn() => set_config('webserviceprotocols', implode(',', array_diff(self::protocols(), ['rest']))));
        $this->remove('webservices', 'webservices', fn() => (bool) get_config('core', 'enablewebservices'), $others,
            fn() => set_config('enablewebservices', 0));
    }

    /**
     * Switch on web services, their REST protocol and our service.
     *
     * @param \stdClass $service of external_services
     */
    private function open_the_door(\stdClass $service): void {
        global $DB;
        $this->step('webservices', '', (bool) get_config('core', 'enablewebservices'), function () {
            set_config('enablewebservices', 1);
            $this->remember('webservices', 1);
        });
        $protocols = self::protocols();
        $this->step('protocol', 'REST', in_array('rest', $protocols), function () use ($protocols) {
            set_config('webserviceprotocols', implode(',', [...$protocols, 'rest']));
            $this->remember('protocol', 1);
        });
        $this->step('service', $service->name, (bool) $service->enabled, function () use ($DB, $service) {
            $DB->set_field('external_services', 'enabled', 1, ['id' => $service->id]);
            $this->remember('service', $service->id);
        });
    }

    /**
     * Make a role, or give one of ours what it lacks.
     *
     * @param string $shortname
     * @param string[] $capabilities
     * @param int[] $levels where it can be assigned
     * @return int its id, 0 in a dry run
     */
    private function role(string $shortname, array $capabilities, array $levels): int {
        global $DB;
        $roleid = (int) $DB->get_field('role', 'id', ['shortname' => $shortname]);
        $this->step('role', $shortname, (bool) $roleid, function () use (&$roleid, $shortname, $levels) {
            $roleid = (int) create_role(get_string("role_$shortname", 'local_machina'), $shortname,
                get_string("role_{$shortname}_about", 'local_machina'));
            $this->remember('roles', $roleid);
            set_role_contextlevels($roleid, $levels);
        });
        $context = \context_system::instance();
        $has = $roleid ? $DB->get_records_menu('role_capabilities', ['roleid' => $roleid, 'contextid' => $context->id], '',
            'capability, permission') : [];
        $missing = array_filter($capabilities, fn($name) => get_capability_info($name) && !isset($has[$name]));
        $give = function () use ($missing, &$roleid, $context) {
            foreach ($missing as $name) {
                assign_capability($name, CAP_ALLOW, $roleid, $context->id);
            }
        };
        $this->step('capabilities', $shortname . ' (' . count($missing) . ')', !$missing, $give);
        return $roleid;
    }

    /**
     * Give a role to the user.
     *
     * @param int $roleid
     * @param int $userid
     * @param \context $context
     * @param string $shortname
     */
    private function assign(int $roleid, int $userid, \context $context, string $shortname): void {
        global $DB;
        $where = ['roleid' => $roleid, 'userid' => $userid, 'contextid' => $context->id, 'component' => '', 'itemid' => 0];
        $this->step('assignment', "$shortname: " . $context->get_context_name(), $DB->record_exists('role_assignments', $where),
            fn() => $this->remember('assignments', role_assign($roleid, $userid, $context->id)));
    }

    /**
     * Make the token.
     *
     * @param \stdClass $service
     * @param int $userid
     * @param int $validuntil
     * @param string $ips
     * @param bool $renew
     * @return string
     */
    private function token(\stdClass $service, int $userid, int $validuntil, string $ips, bool $renew): string {
        global $DB;
        $where = 'externalserviceid = :service AND userid = :user AND (validuntil IS NULL OR validuntil = 0 OR validuntil > :now)';
        $old = $DB->get_records_select('external_tokens', $where, ['service' => $service->id, 'user' => $userid, 'now' => time()]);
        $end = $old && !$renew ? (int) reset($old)->validuntil : $validuntil;
        $until = $end ? userdate($end, get_string('strftimedate', 'langconfig')) : get_string('setup_never', 'local_machina');
        $made = '';
        $this->step('token', $until, $old && !$renew, function () use ($DB, $service, $userid, $validuntil, $ips, $old, &$made) {
            $DB->delete_records_list('external_tokens', 'id', array_keys($old));
            // Up to Moodle 4.1 the function that core_external has taken over.
            $generate = method_exists('core_external\\util', 'generate_token') ? ['core_external\\util', 'generate_token']
                : 'external_generate_token';
            $made = $generate(EXTERNAL_TOKEN_PERMANENT, $service, $userid, \context_system::instance(), $validuntil, $ips);
            $this->remember('tokens', $DB->get_field('external_tokens', 'id', ['token' => $made]));
        });
        return $made;
    }

    /**
     * Return the account with a name, if it is one that may be used: ours, or one that cannot log in with a password.
     *
     * @param string $username
     * @return \stdClass|null null if there is none
     */
    private function known_user(string $username): ?\stdClass {
        global $DB;
        if ($username === '') {
            throw new \moodle_exception('setup_badusername', 'local_machina');
        }
        $user = $DB->get_record('user', ['username' => $username, 'mnethostid' => $this->host(), 'deleted' => 0]);
        if ($user && $user->auth !== 'webservice') {
            throw new \moodle_exception('setup_userexists', 'local_machina', '', $username);
        }
        return $user ?: null;
    }

    /** @return int the site's own id as a host of accounts */
    private function host(): int {
        global $CFG;
        return (int) $CFG->mnet_localhost_id;
    }

    /**
     * Return the context that a category stands for.
     *
     * @param string $category id, idnumber or 'site'
     * @return \context
     */
    public static function context(string $category): \context {
        global $DB;
        if ($category === 'site') {
            return \context_system::instance();
        }
        $id = $category === '' ? 0 : (int) $DB->get_field('course_categories', 'id', ['idnumber' => $category]);
        if (!$id && preg_match('/^#?(\d{1,9})$/', $category, $match)) {
            $id = (int) $DB->get_field('course_categories', 'id', ['id' => $match[1]]);
        }
        if (!$id) {
            throw new \moodle_exception('blocked_no_category', 'local_machina', '', $category);
        }
        return \context_coursecat::instance($id);
    }

    /**
     * Return when a token ends.
     *
     * @param string $text such as 1y, 6m, 30d, 2027-06-30 or never
     * @param int $now
     * @return int Unix time, 0 for never
     * @throws \moodle_exception setup_badexpiry
     */
    public static function expiry(string $text, int $now): int {
        $until = expiry::read($text, $now);
        if ($until === null) {
            throw new \moodle_exception('setup_badexpiry', 'local_machina', '', s($text));
        }
        return $until;
    }

    /**
     * Refuse what is no list of addresses: Moodle would let nobody in, or everybody.
     *
     * @param string $ips
     */
    private static function check_ips(string $ips): void {
        foreach ($ips === '' ? [] : explode(',', $ips) as $one) {
            $one = trim($one);
            if (!\core\ip_utils::is_ip_address($one) && !\core\ip_utils::is_ipv4_range($one)
                    && !\core\ip_utils::is_ipv6_range($one)) {
                throw new \moodle_exception('setup_badip', 'local_machina', '', s($one));
            }
        }
    }

    /** @return string[] the protocols of web services that are on */
    private static function protocols(): array {
        return array_values(array_filter(explode(',', (string) get_config('core', 'webserviceprotocols'))));
    }

    /**
     * Do one step unless it is done.
     *
     * @param string $step
     * @param string $detail
     * @param bool $done
     * @param callable $do
     * @return mixed what it returns
     */
    private function step(string $step, string $detail, bool $done, callable $do): mixed {
        $this->steps[] = [$step, $detail, $done ? 'already' : ($this->dryrun ? 'would' : 'made')];
        return $done || $this->dryrun ? null : $do();
    }

    /**
     * Remember that something was made, at once: what follows may fail.
     *
     * @param string $kind
     * @param int $id
     * @return int the id
     */
    private function remember(string $kind, int $id): int {
        $this->made[$kind][] = $id;
        set_config('setup', json_encode($this->made), 'local_machina');
        return $id;
    }

    /**
     * Remove things of one kind.
     *
     * @param string $kind as remembered
     * @param string $step
     * @param callable $there (id): bool
     * @param callable $used (id): bool somebody else uses it by now
     * @param callable $do (id): void
     */
    private function remove(string $kind, string $step, callable $there, callable $used, callable $do): void {
        $left = [];
        foreach (array_reverse($this->made[$kind] ?? []) as $id) {
            if ($there($id)) {
                $kept = $used($id);
                $this->steps[] = [$step, "#$id", $kept ? 'kept' : ($this->dryrun ? 'would' : 'removed')];
                if ($kept) {
                    $left[] = $id;
                } else if (!$this->dryrun) {
                    $do($id);
                }
            }
        }
        if (!$this->dryrun) {
            $this->made[$kind] = array_reverse($left);
            $this->made = array_filter($this->made);
            $this->made ? set_config('setup', json_encode($this->made), 'local_machina') : unset_config('setup', 'local_machina');
        }
    }
}
