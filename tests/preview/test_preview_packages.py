"""Manifests as Moodle reads them: literal versions, nested items, parameters; what cannot be played says why."""

from __future__ import annotations

import pytest

from machina_scorm.package.archive import pack
from machina_scorm.package.manifest import Sco, manifest12
from machina_scorm.preview.packages import PackageError, read_member, read_package

MANIFEST = """<?xml version="1.0"?>{head}
<manifest xmlns="http://www.imsglobal.org/xsd/imscp_v1p1" xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3"
 xmlns:imsss="http://www.imsglobal.org/xsd/imsss" identifier="m">
<metadata><schema>ADL SCORM</schema><schemaversion>{version}</schemaversion></metadata>
<organizations default="o2">
<organization identifier="o1"><title>Not this</title><item identifier="x" identifierref="r1"/></organization>
<organization identifier="o2"><title>This</title>
<item identifier="unit"><title>Unit</title>
<item identifier="a" identifierref="r1" parameters="?level=senior"><title>A</title>
<adlcp:masteryscore>70</adlcp:masteryscore><adlcp:dataFromLMS>level=junior</adlcp:dataFromLMS>
<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.8"/>
<imsss:sequencing><imsss:objectives><imsss:primaryObjective>
<imsss:minNormalizedMeasure>0.7</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives>
</imsss:sequencing></item>
<item identifier="b" identifierref="r2"><title>B</title></item>
<item identifier="c" identifierref="r2" isvisible="false"><title>C</title></item>
</item></organization></organizations>
<resources xml:base="content/">
<resource identifier="r1" adlcp:scormType="sco" href="a.html?x=1#top"><file href="a.html"/></resource>
<resource identifier="r2" adlcp:scormtype="asset" href="b.html"><file href="b.html"/></resource>
</resources></manifest>"""


def package(version: str = "2004 4th Edition", head: str = "") -> bytes:
    return pack({"imsmanifest.xml": MANIFEST.format(version=version, head=head).encode()})


def test_a_2004_manifest_with_nested_items() -> None:
    found = read_package(package())
    assert (found.standard, found.title) == ("2004", "This")
    unit, a, b = found.items
    assert (unit.id, unit.href, unit.depth, unit.tracked) == ("unit", "", 0, False)
    assert (a.href, a.depth, a.tracked) == ("content/a.html?x=1&level=senior#top", 1, True)
    assert (a.mastery, a.passing, a.threshold, a.launch_data) == ("70", "0.7", "0.8", "level=junior")
    assert (b.href, b.tracked) == ("content/b.html", False)


@pytest.mark.parametrize("version", ["1.2", "2004 5th edition", "2004 4th edition", ""])
def test_any_other_version_is_1_2_to_moodle(version: str) -> None:
    assert read_package(package(version)).standard == "1.2"


def test_our_own_manifest() -> None:
    data = pack({"imsmanifest.xml": manifest12("m", "Title", [Sco("s", "Lesson", "index.html", ("index.html",))])})
    (item,) = read_package(data).items
    assert (item.id, item.title, item.href, item.tracked) == ("s", "Lesson", "index.html", True)


@pytest.mark.parametrize(
    ("data", "word"),
    [
        (b"no zip", "zip"),
        (pack({"index.html": b""}), "imsmanifest.xml"),
        (pack({"imsmanifest.xml": b"<manifest"}), "well-formed"),
        (pack({"imsmanifest.xml": b"<manifest/>"}), "organizations"),
        (pack({"imsmanifest.xml": b"<manifest><organizations/></manifest>"}), "organization"),
        (package(head='<!DOCTYPE manifest [<!ENTITY e SYSTEM "file:///etc/passwd">]>'), "document type"),
    ],
)
def test_what_cannot_be_played_says_why(data: bytes, word: str) -> None:
    with pytest.raises(PackageError, match=word):
        read_package(data)


def test_members_are_found_by_their_exact_name() -> None:
    data = pack({"a/b.txt": b"x"})
    assert read_member(data, "a/b.txt") == b"x"
    for name in ("a/../a/b.txt", "/a/b.txt", "a", "../b.txt", ""):
        assert read_member(data, name) is None
