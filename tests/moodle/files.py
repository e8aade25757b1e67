"""Small packages and question banks."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence

from machina_scorm.moodle.multipart import Payload


def package(title: str, items: Sequence[str] = ("item-1",), manifest: str = "imsmanifest.xml") -> Payload:
    """Return a SCORM 1.2 package whose organisation has these items."""
    listed = "".join(f'<item identifier="{one}" identifierref="r"><title>{title}</title></item>' for one in items)
    text = f"""<?xml version="1.0" encoding="UTF-8"?>
<manifest identifier="m" version="1" xmlns="http://www.imsproject.org/xsd/imscp_rootv1p1p2"
  xmlns:adlcp="http://www.adlnet.org/xsd/adlcp_rootv1p2">
<metadata><schema>ADL SCORM</schema><schemaversion>1.2</schemaversion></metadata>
<organizations default="o"><organization identifier="o"><title>{title}</title>{listed}</organization></organizations>
<resources><resource identifier="r" type="webcontent" adlcp:scormtype="sco" href="index.html">
<file href="index.html"/></resource></resources></manifest>"""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, content in ((manifest, text), ("index.html", f"<!DOCTYPE html><title>{title}</title>")):
            archive.writestr(zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), content)
    return Payload.of(stream.getvalue(), "lesson.zip")


_CHOICE = """<question type="multichoice"><name><text>{key}</text></name>
<questiontext format="html"><text>{text}</text></questiontext><defaultgrade>1</defaultgrade><idnumber>{key}</idnumber>
<single>true</single><shuffleanswers>true</shuffleanswers><answernumbering>abc</answernumbering>
<answer fraction="100" format="html"><text>yes</text></answer>
<answer fraction="0" format="html"><text>no</text></answer>
</question>"""
_CLOZE = """<question type="cloze"><name><text>{key}</text></name>
<questiontext format="html"><text>{text} {{1:SHORTANSWER:=Athens}}</text></questiontext><idnumber>{key}</idnumber>
</question>"""
_TRUE = """<question type="truefalse"><name><text>{key}</text></name>
<questiontext format="html"><text>{text}</text></questiontext><idnumber>{key}</idnumber>
<answer fraction="100" format="moodle_auto_format"><text>true</text></answer>
<answer fraction="0" format="moodle_auto_format"><text>false</text></answer></question>"""
_TYPES = {"choice": _CHOICE, "cloze": _CLOZE, "true": _TRUE}


def bank(questions: Sequence[tuple[str, str, str]]) -> Payload:
    """Return a Moodle XML file of (type, key, text)."""
    body = "".join(_TYPES[kind].format(key=key, text=text) for kind, key, text in questions)
    return Payload.of(f'<?xml version="1.0" encoding="UTF-8"?><quiz>{body}</quiz>'.encode(), "bank.xml")
