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
 * Tests of what needs no Moodle: run by php alone.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

// Not a PHPUnit test and not called by Moodle: php local/machina/tests/pure/run.php
// phpcs:disable moodle.Files.MoodleInternal

/** Stands in for Moodle's class. */
class moodle_exception extends Exception {
    /** @var string the detail */
    public string $a;

    /**
     * As in Moodle.
     *
     * @param string $errorcode
     * @param string $module
     * @param string $link
     * @param mixed $a
     */
    public function __construct(
        /** @var string the code */
        public string $errorcode,
        string $module = '',
        string $link = '',
        $a = null
    ) {
        $this->a = (string) $a;
        parent::__construct("$errorcode: $a");
    }
}

foreach (['hash', 'spec', 'manifest', 'key', 'expiry'] as $name) {
    require_once(__DIR__ . "/../../classes/local/$name.php");
}

use local_machina\local\expiry;
use local_machina\local\hash;
use local_machina\local\key;
use local_machina\local\manifest;
use local_machina\local\spec;

$faults = [];
$count = 0;

/**
 * Compare.
 *
 * @param string $what
 * @param mixed $wanted
 * @param mixed $got
 */
function check(string $what, mixed $wanted, mixed $got): void {
    global $faults, $count;
    $count++;
    if ($wanted !== $got) {
        $faults[] = "$what: wanted " . json_encode($wanted) . ', got ' . json_encode($got);
    }
}

/**
 * Return the code of the exception that a call ends with.
 *
 * @param callable $call
 * @return string '' if there is none
 */
function fault(callable $call): string {
    try {
        $call();
    } catch (moodle_exception $error) {
        return $error->errorcode;
    }
    return '';
}

// The hash of fields: the order of keys does not matter, that of lists and every type do.
$a = ['name' => 'Σ', 'n' => 1, 'list' => [1, 2], 'map' => ['x' => 1, 'y' => ['b' => 1, 'a' => 2]]];
$b = ['map' => ['y' => ['a' => 2, 'b' => 1], 'x' => 1], 'list' => [1, 2], 'n' => 1, 'name' => 'Σ'];
check('order of keys', hash::fields($a), hash::fields($b));
check('order of a list', false, hash::fields(['l' => [1, 2]]) === hash::fields(['l' => [2, 1]]));
check('1 and "1"', false, hash::fields(['n' => 1]) === hash::fields(['n' => '1']));
check('1 and 1.0', false, hash::fields(['n' => 1]) === hash::fields(['n' => 1.0]));
check('false and null', false, hash::fields(['n' => false]) === hash::fields(['n' => null]));
check('canonical text', hash('sha256', '{"a":"/é","b":1.0}'), hash::fields(['b' => 1.0, 'a' => '/é']));
check('nothing', hash('sha256', '[]'), hash::fields([]));
check('64 digits', 1, preg_match('/^[0-9a-f]{64}$/', hash::fields($a)));

// Specifications.
$known = ['name' => 'string', 'n' => 'int', 'x' => 'float', 'on' => 'bool', 'list' => 'list', 'map' => 'map'];
$read = fn(string $json) => fault(fn() => spec::read($json, $known));
$json = '{"name":"Ü","n":1,"x":1,"on":true,"list":[],"map":{}}';
check('good specification', '', $read($json));
check('its hash is that of the text', hash('sha256', $json), spec::read($json, $known)->hash);
check('empty object', '', $read('{}'));
foreach (['', 'null', '1', '"x"', '[1]', '{', "\xff", '{"name":1}', '{"n":"1"}', '{"n":1.5}', '{"on":1}', '{"list":{"a":1}}',
        '{"map":[1]}', '{"other":1}', '{"name":null}', str_repeat('[', 600) . str_repeat(']', 600)] as $bad) {
    check("specification $bad", 'invalidspec', $read($bad));
}
check('a field that is there', true, spec::read('{"n":0}', $known)->has('n'));
check('a field that is not', false, spec::read('{"n":0}', $known)->has('x'));
check('instead of it', 5, spec::read('{}', $known)->get('n', 5));
$whole = spec::read('{"n":1,"settings":{"grade":5,"page":1}}', ['n' => 'int', 'settings' => 'map']);
check('without fields', ['settings' => ['page' => 1]], $whole->without(['n', 'settings.grade', 'files.x', 'y'])->fields);
check('its hash stays', $whole->hash, $whole->without(['n'])->hash);
check('digests differ', ['b'], array_keys(array_diff_assoc(hash::each(['a' => 1, 'b' => '2']), hash::each(['a' => 1, 'b' => 2]))));

// Manifests.
$xml = fn(string $items) => '<?xml version="1.0"?><manifest xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2">'
    . "<organizations><organization identifier='o'>$items</organization></organizations></manifest>";
check('items', ['a', 'b'], manifest::identifiers($xml('<item identifier="a"><item identifier="b"/></item>')));
check('prefixed items', ['a'], manifest::identifiers(
    '<p:manifest xmlns:p="urn:x"><p:organization><p:item identifier="a"/></p:organization></p:manifest>'));
check('an item without identifier', [], manifest::identifiers($xml('<item/>')));
check('Greek', ['μάθημα'], manifest::identifiers($xml('<item identifier="μάθημα"/>')));
check('UTF-16', ['a'], manifest::identifiers(mb_convert_encoding(
    str_replace('"1.0"', '"1.0" encoding="UTF-16"', $xml('<item identifier="a"/>')), 'UTF-16')));
foreach (['', 'x', '<manifest>', substr($xml('<item identifier="a"/>'), 0, 90), '<html/>', "\0\0\0"] as $bad) {
    check('no manifest: ' . json_encode($bad), null, manifest::identifiers($bad));
}
$bomb = '<?xml version="1.0"?><!DOCTYPE m [<!ENTITY a "aaaaaaaaaa">';
for ($n = 0; $n < 12; $n++) {
    $bomb .= '<!ENTITY ' . chr(98 + $n) . ' "' . str_repeat('&' . chr(97 + $n) . ';', 10) . '">';
}
$start = microtime(true);
$memory = memory_get_peak_usage();
manifest::identifiers($bomb . ']><manifest><item identifier="&m;"/></manifest>');
check('a bomb of entities does not go off', true, microtime(true) - $start < 2 && memory_get_peak_usage() - $memory < 64 << 20);
$secret = tempnam(sys_get_temp_dir(), 'm');
file_put_contents($secret, 'secret');
$got = manifest::identifiers("<!DOCTYPE m [<!ENTITY f SYSTEM 'file://$secret'>]>"
    . "<manifest><item identifier='a'>&f;</item></manifest>");
unlink($secret);
check('a file is not read', false, str_contains(json_encode($got), 'secret'));

// Keys.
foreach (['a', 'mx:lu1/l1@fr', 'κλειδί', str_repeat('x', 100)] as $good) {
    check("key $good", '', key::fault($good));
}
foreach (['', ' a', 'a ', "a\nb", "a\0", "\xff"] as $bad) {
    check('key ' . json_encode($bad, JSON_PARTIAL_OUTPUT_ON_ERROR), 'bad', key::fault($bad));
}
check('a key of 101 bytes', 'long', key::fault(str_repeat('x', 101)));
check('a Greek key of 51 characters', 'long', key::fault(str_repeat('α', 51)));

// The end of tokens.
date_default_timezone_set('UTC');
$now = strtotime('2026-01-31 12:00:00');
check('never', 0, expiry::read('never', $now));
check('30d', $now + 30 * 86400, expiry::read('30d', $now));
check('2w', $now + 14 * 86400, expiry::read('2w', $now));
check('1y', strtotime('2027-01-31 12:00:00'), expiry::read('1y', $now));
check('a date', strtotime('2026-02-28 23:59:59'), expiry::read('2026-02-28', $now));
foreach (['', '0d', '-1d', '1', 'd', '1.5y', '1h', '2026-02-30', '2020-01-01', 'tomorrow', "1y\n", '99999d'] as $bad) {
    check('end ' . json_encode($bad), null, expiry::read($bad, $now));
}

foreach ($faults as $fault) {
    fwrite(STDERR, "$fault\n");
}
echo "$count checks, " . count($faults) . " failed\n";
exit($faults ? 1 : 0);
