"""What each rule about packages stands for: its theme, and the clause or measurement it comes from.

Reports group by theme and say why something is asked; the checks themselves know nothing of this table. A rule of a
deck or a question bank needs no entry: its file is its theme.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Theme:
    """A group of rules: why they are asked, in words for an administrator, and what they are taken from."""

    id: str
    title: str
    why: str
    basis: str


@dataclass(frozen=True, slots=True)
class Rule:
    """A rule's theme and its origin: a clause of a standard, or what a platform was measured to do."""

    theme: str
    origin: str


_CP = "SCORM 1.2 CAM 2.3; SCORM 2004 CAM 3"
_MOODLE = "Moodle 4.5, mod/scorm/datamodels/scormlib.php"
_RTE = "SCORM 1.2 RTE 3; SCORM 2004 RTE 3 and 4"

THEMES: tuple[Theme, ...] = (
    Theme(
        "zip",
        "The archive",
        "A platform must be able to unpack it, and nothing may leave its folder.",
        "SCORM 1.2 CAM 2.3.2, PKWARE APPNOTE 4",
    ),
    Theme(
        "manifest",
        "The manifest",
        "It says which standard this is. Read wrongly, nothing is tracked.",
        "SCORM 1.2 CAM 2.3, SCORM 2004 CAM 3, Moodle's reader",
    ),
    Theme(
        "schema",
        "XML schemas",
        "The standard's own grammar of the manifest.",
        "SCORM 1.2 CAM 2.3, SCORM 2004 CAM 3 to 5",
    ),
    Theme(
        "identifiers",
        "Identifiers",
        "Attempts are kept under them. If one changes, a platform deletes attempts.",
        "xsd:ID, Moodle's reader and database",
    ),
    Theme(
        "items",
        "Contents and parts",
        "Every entry that a learner sees must have a name and start something.",
        "SCORM 1.2 CAM 2.3, SCORM 2004 CAM 3, Moodle's database",
    ),
    Theme(
        "files",
        "Files",
        "What is listed must be there, what is there must be listed, and inside the package.",
        "SCORM 1.2 CAM 2.3, SCORM 2004 CAM 3, ADL test suite",
    ),
    Theme(
        "sequencing",
        "Order of parts",
        "What the package asks for and what Moodle does with it.",
        "SCORM 2004 CAM 5, measured in Moodle 4.5",
    ),
    Theme(
        "addresses",
        "Other hosts and links",
        "A course works offline, and no other host is told who is learning.",
        "offline use, GDPR Art. 5 (1) (c)",
    ),
    Theme("accessibility", "Accessibility and language", "WCAG 2.2 A and AA, as far as files tell.", "WCAG 2.2"),
    Theme(
        "runtime",
        "Talking to the platform",
        "Habits in the scripts that lose results. Words found, not a run.",
        "SCORM 1.2 RTE 3, SCORM 2004 RTE 3 and 4",
    ),
    Theme(
        "size",
        "Size and memory",
        "Phones wait for every kilobyte; a learner's state has a limit.",
        "SCORM 1.2 RTE 3.4.4, budget of this check",
    ),
    Theme(
        "deck",
        "Slides",
        "A deck must be readable, editable, and described for those who do not see it.",
        "WCAG 2.2, OOXML",
    ),
    Theme(
        "questions",
        "Questions",
        "A question bank must arrive in Moodle as it was written.",
        "Moodle's import of GIFT and XML",
    ),
)

RULES: Mapping[str, Rule] = {
    "package-no-zip": Rule("zip", "SCORM 1.2 CAM 2.3.2 (package interchange file)"),
    "package-too-many-files": Rule("zip", "bound of this check"),
    "package-too-large": Rule("zip", "bound of this check"),
    "package-bomb": Rule("zip", "bound of this check"),
    "package-encrypted": Rule("zip", "PKWARE APPNOTE 4.4.4"),
    "package-compression": Rule("zip", "PKWARE APPNOTE 4.4.5; PHP's ZipArchive"),
    "file-damaged": Rule("zip", "PKWARE APPNOTE 4.4.7 (CRC-32)"),
    "file-outside": Rule("zip", "PKWARE APPNOTE 4.4.17"),
    "file-twice": Rule("zip", "PKWARE APPNOTE 4.4.17"),
    "file-name": Rule("zip", "ADL test suite; formats measured"),
    "file-name-encoding": Rule("zip", "PKWARE APPNOTE 4.4.4, bit 11"),
    "file-junk": Rule("zip", "good practice"),
    "file-archive": Rule("zip", "good practice"),
    "manifest-missing": Rule("manifest", _CP),
    "manifest-syntax": Rule("manifest", "XML 1.0"),
    "manifest-doctype": Rule("manifest", "XML 1.0, 4.4; entities are a risk"),
    "manifest-namespace": Rule("manifest", _MOODLE),
    "manifest-prefix": Rule("manifest", _MOODLE),
    "manifest-version": Rule("manifest", f"{_CP}; {_MOODLE}"),
    "manifest-edition": Rule("manifest", "ADL test suite"),
    "manifest-parts": Rule("manifest", _CP),
    "manifest-identifier": Rule("identifiers", _CP),
    "manifest-schema": Rule("schema", _CP),
    "schemas-missing": Rule("schema", "this check was run without the schema files"),
    "identifier-missing": Rule("identifiers", _CP),
    "identifier-twice": Rule("identifiers", f"xsd:ID; {_MOODLE}"),
    "identifier-length": Rule("identifiers", "Moodle, mod/scorm/db/install.xml"),
    "identifier-form": Rule("identifiers", "xsd:ID (NCName)"),
    "identifier-lost": Rule("identifiers", f"{_MOODLE}: scorm_delete_tracks"),
    "identifier-unlocked": Rule("identifiers", "identifiers.lock of the course"),
    "organization-missing": Rule("items", _CP),
    "organization-default": Rule("items", _CP),
    "organization-many": Rule("items", _MOODLE),
    "title-missing": Rule("items", _CP),
    "title-length": Rule("items", "SCORM 1.2 schema: 200; Moodle's database: 255"),
    "item-order": Rule("items", "imscp schema, itemType"),
    "item-dangling": Rule("items", _CP),
    "item-empty": Rule("items", _CP),
    "item-cluster": Rule("items", _CP),
    "item-value": Rule("items", _CP),
    "item-parameters": Rule("items", "IMS Content Packaging 1.1.4, parameters"),
    "prerequisites": Rule("items", "SCORM 1.2 CAM 2.3 (adlcp:prerequisites)"),
    "mastery-score": Rule("items", "SCORM 1.2 CAM 2.3 (adlcp:masteryscore)"),
    "resource-type": Rule("items", f"{_CP}; {_MOODLE}"),
    "resource-start": Rule("items", _CP),
    "resource-unused": Rule("items", "ADL test suite"),
    "dependency-dangling": Rule("items", _CP),
    "file-path": Rule("files", "ADL test suite"),
    "file-missing": Rule("files", _CP),
    "file-unlisted": Rule("files", "ADL test suite"),
    "reference-missing": Rule("files", "a page asks for it"),
    "sequencing-word": Rule("sequencing", "SCORM 2004 CAM 5"),
    "sequencing-number": Rule("sequencing", "SCORM 2004 CAM 5; Moodle's database"),
    "sequencing-dangling": Rule("sequencing", "SCORM 2004 CAM 5"),
    "moodle-sequencing": Rule("sequencing", "measured in Moodle 4.5.6"),
    "moodle-several-scos": Rule("sequencing", "measured in Moodle 4.5.6: Initialize answers 104"),
    "moodle-top-items": Rule("sequencing", "exelearning issue 2222"),
    "external-request": Rule("addresses", "offline use; GDPR Art. 5 (1) (c)"),
    "external-address": Rule("addresses", "offline use; GDPR Art. 5 (1) (c)"),
    "page-syntax": Rule("accessibility", "HTML"),
    "page-unread": Rule("accessibility", "bound of this check"),
    "page-language": Rule("accessibility", "WCAG 3.1.1, 3.1.2"),
    "page-alt": Rule("accessibility", "WCAG 1.1.1"),
    "page-name": Rule("accessibility", "WCAG 2.4.4, 4.1.2"),
    "page-headings": Rule("accessibility", "WCAG 1.3.1, 2.4.6"),
    "page-main": Rule("accessibility", "WCAG 1.3.1, 2.4.1"),
    "page-frames": Rule("accessibility", "WCAG 1.4.10"),
    "page-scripted": Rule("accessibility", "cannot be read from the file"),
    "contrast": Rule("accessibility", "WCAG 1.4.3, 1.4.11"),
    "figure-syntax": Rule("accessibility", "SVG 2"),
    "figure-script": Rule("addresses", "a picture must not act"),
    "inline-handler": Rule("runtime", "Content-Security-Policy"),
    "runtime-untracked": Rule("runtime", _RTE),
    "runtime-other-version": Rule("runtime", _RTE),
    "runtime-no-start": Rule("runtime", _RTE),
    "runtime-no-finish": Rule("runtime", _RTE),
    "runtime-no-status": Rule("runtime", _RTE),
    "runtime-unload": Rule("runtime", "HTML, page lifecycle; exelearning issue 1831"),
    "runtime-timestamp": Rule("runtime", "measured in Moodle 4.5.6"),
    "size-budget": Rule("size", "budget of this check"),
    "lesson-data": Rule("size", "machina-scorm's player"),
    "suspend-data": Rule("size", "SCORM 1.2 RTE 3.4.4"),
}


def rule_of(id_: str) -> Rule:
    """Return what is known of a rule."""
    known = RULES.get(id_)
    if known:
        return known
    return Rule("questions" if id_.startswith(("gift", "xml")) else "deck", "")
