"""imsmanifest.xml of SCORM 1.2."""

from __future__ import annotations

import os
from pathlib import Path

import builders
import pytest
from lxml import etree

from machina_scorm.package.manifest import Sco, manifest12, short_title

SCHEMAS = Path(os.environ.get("MACHINA_SCHEMAS") or builders.ROOT.parent / "shared/schemas")


def two_scos() -> bytes:
    scos = [
        Sco(f"c-l{n}", f"Lesson {n} & more", f"l{n}/index.html", (f"l{n}/index.html", f"l{n}/a.svg")) for n in (1, 2)
    ]
    return manifest12("c-u", "Τίτλος " * 60, scos)


def test_prefixes_are_those_that_moodle_looks_for() -> None:
    text = two_scos().decode("utf-8")
    assert '<manifest xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"' in text
    assert 'xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2"' in text
    assert text.count('adlcp:scormtype="sco"') == 2 and "<schemaversion>1.2</schemaversion>" in text


@pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason=f"no XSDs in {SCHEMAS}: name a folder with scorm12/ in MACHINA_SCHEMAS"
)
def test_it_is_valid() -> None:
    schema = etree.XMLSchema(etree.parse(str(SCHEMAS / "scorm12/scorm12.xsd")))
    assert schema.validate(etree.fromstring(two_scos())), schema.error_log


def test_titles_are_cut_to_what_the_schema_takes() -> None:
    assert short_title("a" * 200) == "a" * 200
    assert short_title("a" * 201) == "a" * 199 + "…"


def test_files_are_listed_in_order() -> None:
    root = etree.fromstring(two_scos())
    files = [element.get("href") for element in root.iter("{*}file")]
    assert files == ["l1/a.svg", "l1/index.html", "l2/a.svg", "l2/index.html"]
