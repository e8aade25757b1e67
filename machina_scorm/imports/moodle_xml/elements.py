"""Texts, files and values of Moodle XML elements, with Moodle's own defaults."""

from __future__ import annotations

import base64
import binascii

from lxml import etree

from machina_scorm.imports import quoted
from machina_scorm.imports.stored import Draft, StoredFile, Words

_FORMATS = {"moodle_auto_format": "moodle", "html": "html", "plain_text": "plain", "markdown": "markdown"}


class MoodleXmlError(Exception):
    """A question that Moodle cannot read; `line` is the place."""

    def __init__(self, message: str, line: int) -> None:
        super().__init__(message)
        self.line = line


def line_of(element: etree._Element, default: int = 0) -> int:
    """Return the line on which an element begins, `default` where the parser does not know it."""
    line = element.sourceline
    return line if isinstance(line, int) and line > 0 else default


def child_text(element: etree._Element, tag: str) -> str:
    """Return `<tag><text>…`, trimmed; "" where it is missing. Raises MoodleXmlError for markup outside of CDATA."""
    child = element.find(tag)
    return own_text(child) if child is not None else ""


def own_text(element: etree._Element) -> str:
    """Return an element's `<text>`, trimmed."""
    text = element.find("text")
    if text is None:
        return ""
    if any(isinstance(inner.tag, str) for inner in text):
        message = f"markup that is not in CDATA: {quoted(''.join(map(str, text.itertext())))}"
        raise MoodleXmlError(message, line_of(text, line_of(element)))
    return "".join(map(str, text.itertext())).strip(" \t\n\r\0\x0b")


def words(element: etree._Element | None, draft: Draft, default: str = "html") -> Words:
    """Return an element's text with its format and files; `default` is the format where it names none."""
    if element is None:
        return Words("", default)
    line = line_of(element, draft.line)
    name = element.get("format")
    form = default
    if name is not None:
        form = _FORMATS.get(str(name).strip(), "")
        if not form:
            message = f"the text format {name!r} is not known, Moodle takes it for HTML"
            draft.warn("moodle-text-format", message, f"one of: {', '.join(_FORMATS)}", line)
            form = "html"
    return Words(own_text(element), form, tuple(_files(element, draft)), line)


def value(element: etree._Element, tag: str, default: str = "") -> str:
    """Return the characters of a child, `default` where it is missing."""
    child = element.find(tag)
    return default if child is None else "".join(map(str, child.itertext()))


def is_true(text: str) -> bool:
    """Return Moodle's yes or no: everything is yes but `false`, `0` and nothing."""
    return text.strip() not in ("false", "0", "")


def odd_flag(element: etree._Element, tag: str, draft: Draft) -> None:
    """Name a `False` or `no`, which Moodle takes for yes."""
    child = element.find(tag)
    text = (child.text or "").strip() if child is not None else ""
    if text.casefold() in ("false", "no", "off", "n", "f") and text != "false" and child is not None:
        hint = f"write <{tag}>false</{tag}>, in small letters"
        draft.add("moodle-flag", f"<{tag}>{text}</{tag}> is yes to Moodle", hint, line_of(child))


def _files(element: etree._Element, draft: Draft) -> list[StoredFile]:
    found: list[StoredFile] = []
    for file in element.findall("file"):
        line = line_of(file, draft.line)
        name, path = str(file.get("name", "")).strip(), str(file.get("path", "/")).strip()
        if not name:
            draft.add("moodle-file", "a <file> without a name: the import dies here", "write name=…", line)
            continue
        if not (path.startswith("/") and path.endswith("/")):
            message = f"the path {path!r} of the file {name}: the import dies here"
            draft.add("moodle-file", message, 'write path="/"', line)
            continue
        if any(one.name == name for one in found):
            draft.warn("moodle-file-twice", f"the file {name} twice: Moodle keeps the first", "take one out", line)
            continue
        try:
            data = base64.b64decode("".join(map(str, file.itertext())), validate=False)
        except (binascii.Error, ValueError):
            draft.add("moodle-file", f"the file {name} is not base64", "export the bank again", line)
            continue
        found.append(StoredFile(name, data))
    return found
