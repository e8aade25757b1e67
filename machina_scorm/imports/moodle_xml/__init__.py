"""Moodle XML, read as Moodle reads it: streamed, question by question, with bounded memory.

Source of the rules: Moodle 4.5, question/format/xml/format.php and the types' import_from_xml; measured in
research/formats.md section 3.
"""

from __future__ import annotations

import io
import re

from lxml import etree

from machina_scorm.imports import Imported, ImportFile, Reader, quoted
from machina_scorm.imports.assemble import assemble
from machina_scorm.imports.encoding import RULE as ENCODING
from machina_scorm.imports.encoding import decode
from machina_scorm.imports.moodle_xml.elements import MoodleXmlError, child_text, line_of
from machina_scorm.imports.moodle_xml.question import read_question
from machina_scorm.imports.stored import Draft
from machina_scorm.problems import Report

_DECLARED = re.compile(rb"<\?xml[^>]*?encoding\s*=\s*[\"']([A-Za-z0-9._-]+)[\"']")
_ENTITY = re.compile(rb"<!ENTITY\s+(?:%\s*)?[^\s>]+\s+(SYSTEM|PUBLIC)?")

#: Entities that a file may declare, and characters that it may make of them.
_MOST_ENTITIES = 50


def recognise(data: bytes, name: str) -> int:
    """Return how surely this is Moodle XML: a root `<quiz>`."""
    head = data[:4000].replace(b"\0", b"")
    if b"<quiz" in head:
        return 95
    return 40 if b"<question" in head and b"type=" in head and name.lower().endswith(".xml") else 0


def read(file: ImportFile) -> Imported:
    """Read a Moodle XML file."""
    report = Report()
    data = _utf8(file, report)
    drafts: list[Draft] = []
    categories: list[str] = []
    if data is not None and _safe(data, file, report):
        _read(data, file, drafts, categories, report)
    return assemble(file, drafts, categories, report)


def _utf8(file: ImportFile, report: Report) -> bytes | None:
    """Return the file in UTF-8. Moodle takes UTF-8 only, whatever the declaration says."""
    data = file.data
    declared = _DECLARED.search(data[:500])
    name = declared[1].decode("ascii").lower() if declared else "utf-8"
    if not file.encoding:
        text = decode(file, report)
        if text is None:
            return None
        if name not in ("utf-8", "utf8", "us-ascii", "ascii"):
            hint = 'the bytes are UTF-8: write encoding="UTF-8" in the first line'
            message = f"the declaration says {name}, which turns letters into others in Moodle"
            non_ascii = any(byte > 0x7F for byte in data)
            (report.add if non_ascii else report.warn)(ENCODING, message, file.at(1), hint)
            if non_ascii:
                return None
    else:
        text = decode(file, report)
    if text is None:
        return None
    return _undeclared(text).encode("utf-8", "surrogatepass").lstrip()


def _undeclared(text: str) -> str:
    """Take the declaration's encoding out: the text is UTF-8 now. Line numbers stay."""
    start = text.find("<?xml")
    end = text.find("?>", start)
    if start < 0 or text[:start].strip() or end < 0:
        return text
    return (
        text[:start].lstrip("\n")
        + '<?xml version="1.0" encoding="UTF-8"?>'
        + "\n" * text.count("\n", start, end)
        + text[end + 2 :]
    )


def _safe(data: bytes, file: ImportFile, report: Report) -> bool:
    """Refuse entities that read other files or grow: nothing of a file is expanded that is not written there."""
    start = data.find(b"<!DOCTYPE")
    if start < 0:
        return True
    head = data[start : data.find(b"<quiz", start) if b"<quiz" in data[start:] else len(data)]
    line = data.count(b"\n", 0, start) + 1
    found = _ENTITY.findall(head)
    if any(found):
        report.add("import-xml-entity", "an entity that reads another file", file.at(line), "take the DOCTYPE out")
        return False
    values = re.findall(rb"<!ENTITY[^>]*?[\"']([^\"']*)[\"']", head)
    if len(found) > _MOST_ENTITIES or any(b"&" in v.replace(b"&#", b"") or b"%" in v or len(v) > 100 for v in values):
        report.add("import-xml-entity", "entities made of entities", file.at(line), "take the DOCTYPE out")
        return False
    return True


def _read(data: bytes, file: ImportFile, drafts: list[Draft], categories: list[str], report: Report) -> None:
    category = ""
    ids: dict[str, int] = {}
    questions = 0
    try:
        context = etree.iterparse(
            io.BytesIO(data),
            events=("end",),
            tag="question",
            resolve_entities=True,
            load_dtd=False,
            no_network=True,
            huge_tree=True,
            remove_pis=True,
        )
        for _, element in context:
            root = element.getparent()
            if root is None or root.getparent() is not None or root.tag != "quiz":
                continue
            questions += 1
            kind = str(element.get("type", ""))
            if kind == "category":
                category = _category(element, file, ids, report) or category
                categories.append(category)
            else:
                drafts.append(read_question(element, kind, file, category, _comment(element)))
            element.clear()
            while root[0] is not element:
                del root[0]
        if context.root.tag != "quiz":
            hint = "a Moodle XML file has the root <quiz>"
            line = line_of(context.root, 1)
            report.add("import-xml-root", f"the root is <{context.root.tag}>", file.at(line), hint)
            return
    except etree.XMLSyntaxError as error:
        line = error.lineno or 1
        message = f"not XML: {error.msg}: {quoted(_line(data, line))}"
        hint = "write &amp; for & and &lt; for <, or put texts between <![CDATA[ and ]]>"
        report.add("import-xml", message, file.at(line), hint)
        return
    if not questions:
        report.add("import-no-question", "there is no <question> in the file", file.at(1), "choose another file")


def _comment(element: etree._Element) -> str:
    """Return the comment right before an element."""
    before = element.getprevious()
    return str(before.text or "") if before is not None and isinstance(before, etree._Comment) else ""


def _category(element: etree._Element, file: ImportFile, ids: dict[str, int], report: Report) -> str:
    line = line_of(element)
    try:
        path = child_text(element, "category")
    except MoodleXmlError as error:
        report.add("import-xml-text", str(error), file.at(error.line), "put it between <![CDATA[ and ]]>")
        return ""
    info = element.find("info")
    if info is not None and info.get("format") is None:
        message = "the category's <info> names no format: Moodle warns and takes HTML"
        report.warn("moodle-category-info", message, file.at(line_of(info, line)), 'write <info format="html">')
    idnumber = (element.findtext("idnumber") or "").strip()
    if idnumber:
        if idnumber in ids:
            hint = "the import ends here, and what follows is lost; give each category its own"
            message = f"the category idnumber {idnumber!r} stands on line {ids[idnumber]} already"
            report.add("moodle-category-idnumber", message, file.at(line), hint)
        ids.setdefault(idnumber, line)
    if any(len(part) > 255 for part in path.replace("//", "").split("/")):
        report.add("moodle-category-long", "a category's name is too long", file.at(line), "255 characters at most")
    if not path:
        report.add("moodle-category-empty", "a category without a name", file.at(line), "write its path in <text>")
    return path


def _line(data: bytes, number: int) -> str:
    lines = data.split(b"\n", number)
    return lines[number - 1][:200].decode("utf-8", "replace") if number <= len(lines) else ""


READER = Reader("moodle-xml", (".moodle.xml", ".xml"), recognise, read)
