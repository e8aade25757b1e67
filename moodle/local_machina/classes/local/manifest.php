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
 * Reading the manifest of a SCORM package.
 *
 * @package    local_machina
 * @copyright  2026 The machina-scorm authors
 * @license    https://www.gnu.org/copyleft/gpl.html GNU GPL v3 or later
 */

namespace local_machina\local;

/**
 * What the guard of learners' records needs of imsmanifest.xml. Free of Moodle, so that it can be tested without one.
 */
final class manifest {
    /**
     * Return the identifiers of a package's items, at every level.
     *
     * @param string $xml content of imsmanifest.xml
     * @return string[]|null null if it cannot be read or is no manifest
     */
    public static function identifiers(string $xml): ?array {
        if ($xml === '') {
            return null;
        }
        $document = new \DOMDocument();
        $former = libxml_use_internal_errors(true);
        // Without LIBXML_NOENT entities stay unexpanded, without LIBXML_PARSEHUGE libxml's own limits hold.
        $read = $document->loadXML($xml, LIBXML_NONET);
        libxml_clear_errors();
        libxml_use_internal_errors($former);
        if (!$read || $document->documentElement->localName !== 'manifest') {
            return null;
        }
        $found = [];
        foreach ((new \DOMXPath($document))->query("//*[local-name()='item']/@identifier") as $attribute) {
            $found[] = $attribute->nodeValue;
        }
        return $found;
    }
}
