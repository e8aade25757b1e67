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
 * Prepare a site for machina-scorm from the command line, and undo it.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

define('CLI_SCRIPT', true);

require(__DIR__ . '/../../../config.php');
require_once($CFG->libdir . '/clilib.php');

use local_machina\local\profile;
use local_machina\local\setup;
use local_machina\local\told;

[$options, $unknown] = cli_get_params(
    ['user' => 'machina-sync', 'category' => '', 'expiry' => '1y', 'ip' => '', 'namespace' => 'machina', 'name' => '',
        'new-token' => false, 'undo' => false, 'dry-run' => false, 'help' => false],
    ['h' => 'help', 'n' => 'dry-run']
);

if ($unknown) {
    cli_error(get_string('cliunknowoption', 'admin', implode(' ', $unknown)), 2);
}

$help = <<<'TEXT'
Prepares this site for machina-scorm, in one step, and can take it all back.

  php local/machina/cli/setup.php --category=languages
  php local/machina/cli/setup.php --undo

It switches web services and their REST protocol on, makes two roles and one account that nobody can log in with, lets that
account use the machina-scorm service, makes its token and prints the profile of this site for the authors' project.
What is there already stays as it is. The token is shown once, at the end: keep it like a password.

  --category=X     where the account may work: idnumber or id of a course category, or 'site' for everywhere (needed)
  --user=NAME      name of the account (machina-sync)
  --expiry=TIME    how long the token works: 30d, 6m, 1y, 2027-06-30 or never (1y)
  --ip=LIST        let the token work from these addresses only, such as 192.0.2.7,198.51.100.0/24
  --namespace=NAME the project's name on this site, small letters and digits (machina)
  --name=NAME      name of the profile (made from the site's address)
  --new-token      replace the token, for instance when it was lost or has become known
  --undo           remove what this command has made, and nothing else; courses and their content stay
  --dry-run, -n    say what would be done and change nothing
  --help, -h       this text
TEXT;

if ($options['help']) {
    cli_writeln($help);
    exit(0);
}

\core\session\manager::set_user(get_admin());
$setup = new setup((bool) $options['dry-run']);
$token = '';
try {
    if ($options['undo']) {
        $setup->undo();
    } else {
        if ($options['category'] === '') {
            throw new moodle_exception('setup_nocategory', 'local_machina');
        }
        if (!preg_match('/^[a-z0-9][a-z0-9_-]{0,29}$/', (string) $options['namespace'])) {
            throw new moodle_exception('setup_badnamespace', 'local_machina');
        }
        $token = $setup->make((string) $options['user'], (string) $options['category'],
            setup::expiry((string) $options['expiry'], time()), (string) $options['ip'], (bool) $options['new-token']);
    }
} catch (moodle_exception $error) {
    cli_error($error->getMessage(), 1);
}

foreach (told::lines($setup->steps()) as [$step, $state]) {
    cli_writeln("$step – $state");
}
if ($options['undo']) {
    if (!$setup->steps()) {
        cli_writeln(get_string('setup_nothing', 'local_machina'));
    }
    exit(0);
}
$name = clean_param((string) $options['name'], PARAM_ALPHANUMEXT) ?: profile::name();
cli_writeln('');
cli_writeln(get_string('setup_profile', 'local_machina', "moodle/sites/$name.yaml"));
cli_writeln('');
cli_writeln(profile::yaml($name, $options['namespace'], $options['category']));
if ($token !== '') {
    // Apart from the rest, so that the profile can be sent into a file without it.
    fwrite(STDERR, get_string('setup_token', 'local_machina') . "\n\n$token\n\n");
} else if (!$options['dry-run']) {
    cli_writeln(get_string('setup_tokenthere', 'local_machina'));
}
