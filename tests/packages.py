"""Packages built by hand for the tests of the checks: small sound ones of each standard, and ways to change them."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable

Files = dict[str, bytes]
Change = Callable[[Files], None]

PAGE = b"""<!DOCTYPE html><html lang="el"><head><meta charset="utf-8"><title>A page</title>
<link rel="stylesheet" href="shared/style.css"><script src="shared/run.js"></script></head>
<body><main><h1>A page of somebody else</h1><p>It has enough words to be read without scripts.</p>
<img src="shared/line.svg" alt="A line"><label for="a">Name</label><input id="a"></main></body></html>"""
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"><title>A line</title><path d="M0 0L9 9"/></svg>'

MANIFEST12 = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="peer" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="org"><organization identifier="org"><title>A course</title>
<item identifier="top"><title>All</title>
<item identifier="one" identifierref="res"><title>One</title><adlcp:masteryscore>80</adlcp:masteryscore></item>
<item identifier="two" identifierref="res" parameters="?page=2"><title>Two</title>
<adlcp:prerequisites type="aicc_script">one&amp;~two</adlcp:prerequisites></item>
</item></organization></organizations>
<resources><resource identifier="res" type="webcontent" adlcp:scormtype="sco" href="index.html">
<file href="index.html"/><dependency identifierref="shared"/></resource>
<resource identifier="shared" type="webcontent" adlcp:scormtype="asset">
<file href="shared/style.css"/><file href="shared/run.js"/><file href="shared/line.svg"/></resource></resources>
</manifest>"""

MANIFEST2004 = """<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="peer" version="1" xmlns="http://www.imsglobal.org/xsd/imscp_v1p1"
 xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_v1p3" xmlns:adlseq="http://www.adlnet.org/xsd/adlseq_v1p3"
 xmlns:adlnav="http://www.adlnet.org/xsd/adlnav_v1p3" xmlns:imsss="http://www.imsglobal.org/xsd/imsss">
<metadata><schema>ADL SCORM</schema><schemaversion>2004 4th Edition</schemaversion></metadata>
<organizations default="org"><organization identifier="org"><title>A course</title>
<item identifier="one" identifierref="res"><title>One</title>
<adlcp:completionThreshold completedByMeasure="true" minProgressMeasure="0.8"/>
<imsss:sequencing><imsss:controlMode choice="true" flow="true"/>
<imsss:objectives><imsss:primaryObjective objectiveID="main" satisfiedByMeasure="true">
<imsss:minNormalizedMeasure>0.7</imsss:minNormalizedMeasure></imsss:primaryObjective></imsss:objectives>
</imsss:sequencing>
<adlnav:presentation><adlnav:navigationInterface><adlnav:hideLMSUI>continue</adlnav:hideLMSUI>
</adlnav:navigationInterface></adlnav:presentation></item>
</organization></organizations>
<resources><resource identifier="res" type="webcontent" adlcp:scormType="sco" href="index.html">
<file href="index.html"/><dependency identifierref="shared"/></resource>
<resource identifier="shared" type="webcontent" adlcp:scormType="asset">
<file href="shared/style.css"/><file href="shared/run.js"/><file href="shared/line.svg"/></resource></resources>
</manifest>"""

SCRIPT12 = b"""const api = parent.API; api.LMSInitialize(""); api.LMSSetValue("cmi.core.lesson_status", "incomplete");
addEventListener("pagehide", () => api.LMSFinish(""));"""
SCRIPT2004 = b"""const api = parent.API_1484_11; api.Initialize("");
api.SetValue("cmi.completion_status", "incomplete");
addEventListener("pagehide", () => api.Terminate(""));"""


def peer12() -> Files:
    """A sound package as another maker builds it: two items over one SCO, shared files as a dependency."""
    return _peer(MANIFEST12, SCRIPT12)


def peer2004() -> Files:
    """The same in SCORM 2004 with one item and some sequencing."""
    return _peer(MANIFEST2004, SCRIPT2004)


def _peer(manifest: str, script: bytes) -> Files:
    return {
        "imsmanifest.xml": manifest.encode(),
        "index.html": PAGE,
        "shared/style.css": b"p { color: #222 }",
        "shared/run.js": script,
        "shared/line.svg": SVG,
    }


def zipped(files: Files, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """An ordinary zip, as other programs make it."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def swap(name: str, old: str, new: str) -> Change:
    """A change of a file's text; fails if `old` is not in it."""

    def change(files: Files) -> None:
        text = files[name].decode()
        assert old in text, old
        files[name] = text.replace(old, new).encode()

    return change


def manifest(old: str, new: str) -> Change:
    return swap("imsmanifest.xml", old, new)


def page(old: str, new: str) -> Change:
    return swap("index.html", old, new)


def put(name: str, data: bytes) -> Change:
    def change(files: Files) -> None:
        files[name] = data

    return change
