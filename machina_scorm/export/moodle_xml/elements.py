"""Elements of Moodle XML: texts in CDATA with the files they show."""

from __future__ import annotations

import base64
import hashlib
from urllib.parse import quote

from lxml import etree

from machina_scorm.export import bank
from machina_scorm.model.blocks import Blocks, Figure
from machina_scorm.model.edition import Edition


def value(tag: str, content: str) -> etree._Element:
    """Return an element with a value that no human reads."""
    element = etree.Element(tag)
    element.text = content
    return element


def flag(tag: str, content: bool) -> etree._Element:
    """Return `true` or `false`; Moodle takes every other spelling of false for true (qformat_xml::trans_single)."""
    return value(tag, "true" if content else "false")


def text(content: str) -> etree._Element:
    """Return `<text>` with its content in CDATA."""
    element = etree.Element("text")
    if content:
        # A CDATA section cannot hold its own end; then Moodle reads escaped text just as well.
        element.text = content if "]]>" in content else etree.CDATA(content)
    return element


class Writer:
    """Writes texts of one edition. A text's pictures become `<file>` children of the element that holds the text."""

    def __init__(self, edition: Edition) -> None:
        self.edition = edition

    def plain(self, tag: str, content: str, attributes: dict[str, str] | None = None) -> etree._Element:
        """Return an element with a plain text."""
        element = etree.Element(tag, attributes or {})
        element.append(text(bank.clean(content)))
        return element

    def html(self, tag: str, content: str, attributes: dict[str, str] | None = None) -> etree._Element:
        """Return an element with HTML that shows no files."""
        return self.plain(tag, content, {**(attributes or {}), "format": "html"})

    def rich(self, tag: str, blocks: Blocks, attributes: dict[str, str] | None = None) -> etree._Element:
        """Return an element with `blocks` as HTML and their pictures."""
        content, files = self.render(blocks)
        element = self.html(tag, content, attributes)
        element.extend(files)
        return element

    def render(self, blocks: Blocks) -> tuple[str, list[etree._Element]]:
        """Return `blocks` as HTML that shows `@@PLUGINFILE@@/…`, and the `<file>`s that must stand beside it."""
        files: dict[str, bytes] = {}
        content = bank.render(blocks, self.edition, lambda figure: self._take(figure, files))
        return content, [_file(name, data) for name, data in files.items()]

    def inline(self, blocks: Blocks) -> str:
        """Return `blocks` as HTML with the pictures inside, for places that can hold no file."""
        return bank.render(blocks, self.edition, lambda figure: bank.data_uri(figure, self.edition.language.code))

    def _take(self, figure: Figure, files: dict[str, bytes]) -> str:
        name, data = bank.clean(figure.image.name), bank.picture(figure, self.edition.language.code)
        if files.get(name, data) != data:
            name = f"{hashlib.sha256(data).hexdigest()[:8]}-{name}"
        files[name] = data
        return f"@@PLUGINFILE@@/{quote(name)}"


def _file(name: str, data: bytes) -> etree._Element:
    element = etree.Element("file", {"name": name, "path": "/", "encoding": "base64"})
    element.text = base64.b64encode(data).decode("ascii")
    return element
