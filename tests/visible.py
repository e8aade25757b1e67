"""What people see or hear of an artefact, read by parsers that know nothing of the exporters.

Each reader yields pieces of text, one for each paragraph, label or attribute; code and formulas are left out.
"""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Iterator
from typing import Any

import docx
import gift_reader
import pptx
from docx.oxml.ns import qn as word
from lxml import etree, html
from pptx.oxml.ns import qn

OPENING, CLOSING = "⟦", "⟧"
_SPOKEN = ("aria-label", "alt", "title", "placeholder", "aria-description", "label")
_SILENT = ("script", "style", "code", "math", "pre", "svg")
_INLINE = ("a", "b", "em", "strong", "span", "i", "label", "abbr", "br", "wbr", "small", "sub", "sup", "bdi")
_CONTROLS = ("select", "button", "textarea", "input", "progress")


def escaped(text: str) -> list[str]:
    """Return what of a text stands outside the brackets and has letters; ["unbalanced …"] if a bracket is missing."""
    depth, outside = 0, ""
    for character in text:
        if character == OPENING:
            depth += 1
        outside += " " if depth else character
        if character == CLOSING:
            depth -= 1
        if depth < 0:
            break
    parts = [part for part in outside.split("  ") if any(c.isalpha() for c in part)]
    return [" ".join(part.split()) for part in parts] + ([f"unbalanced {text[:80]!r}"] if depth else [])


def of_html(markup: str) -> Iterator[str]:
    """The text of each block, what is said of elements, and the comments in listings."""
    yield from _blocks(html.document_fromstring(f"<div>{markup}</div>" if "<html" not in markup else markup))


def _blocks(root: Any) -> Iterator[str]:
    held: list[str] = []

    def walk(element: Any) -> Iterator[str]:
        if not isinstance(element.tag, str):
            return
        for name in _SPOKEN:
            if said := element.get(name):
                yield said
        if element.tag == "pre":
            yield from (comment.text_content() for comment in element.iter("span") if comment.get("class") == "c")
        term = element.get("class") == "term"  # a word of a sentence that opens its meaning
        if element.tag in _CONTROLS and held and not term:  # stands in a line: what is around it goes on behind it
            around = held[:]
            held.clear()
            yield from walk(element)
            held[:] = around
            return
        block = element.tag not in _INLINE and not term
        if element.tag not in _SILENT:
            if block:
                yield from flush()
            held.append(element.text or "")
            for child in element:
                yield from walk(child)
                held.append(child.tail or "")
            if block:
                yield from flush()
        else:
            held.append(" ")

    def flush() -> Iterator[str]:
        text = " ".join("".join(held).split())
        held.clear()
        if text:
            yield text

    yield from walk(root)
    yield from flush()


def of_package(data: bytes) -> Iterator[str]:
    """Titles in the manifest, every page, what the script is handed, the labels of figures."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            content = archive.read(name)
            if name == "imsmanifest.xml":
                yield from _manifest(content)
            elif name.endswith(".html"):
                yield from of_html(content.decode())
                yield from of_script(html.document_fromstring(content.decode()))
            elif name.endswith(".svg"):
                yield from of_svg(content)


def of_languages(data: bytes) -> Iterator[str]:
    """What a package of all languages holds of those besides the first."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in [name for name in archive.namelist() if name.startswith("lang/")]:
            entry = json.loads(archive.read(name).decode().partition("(")[2].rpartition(")")[0])
            yield entry["title"]
            yield from of_html(entry["body"])
            yield from of_script(html.document_fromstring(entry["body"]))


def _manifest(data: bytes) -> Iterator[str]:
    for element in etree.fromstring(data).iter("{*}title", "{*}langstring", "{*}string"):
        holder = etree.QName(element.getparent()).localname
        if element.text and element.text.strip() and holder not in ("value", "source", "version", "entity"):
            yield element.text


def of_script(document: Any) -> Iterator[str]:
    """The interface's strings in the data of a page."""
    for script in document.iter("script"):
        if script.get("type") == "application/json":
            yield from json.loads(script.text)["ui"].values()


def of_svg(data: bytes) -> Iterator[str]:
    """The labels, the title and the description of a figure; what no translator gets is marked in the figure."""
    for element in etree.fromstring(data).iter("{*}text", "{*}title", "{*}desc"):
        words = " ".join("".join(element.itertext()).split())
        if words and element.get("data-i18n") != "no":
            yield words


def of_deck(data: bytes) -> Iterator[str]:
    """Paragraphs of slides (in mc:AlternateContent and tables too), notes, alternative texts, properties, figures."""
    deck = pptx.Presentation(io.BytesIO(data))
    for slide in deck.slides:
        trees = [slide._element]
        if slide.has_notes_slide:
            trees.append(slide.notes_slide._element)
        for tree in trees:
            for paragraph in tree.iter(qn("a:p")):
                yield _runs(paragraph)
            yield from (named.get("descr") for named in tree.iter(qn("p:cNvPr")) if named.get("descr"))
    properties = deck.core_properties
    yield from (properties.title, properties.subject, properties.comments, properties.keywords)
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith(".svg"):
                yield from of_svg(archive.read(name))


def _runs(paragraph: Any) -> str:
    found = []
    for run in paragraph.iter(qn("a:r"), qn("a:fld")):
        properties = run.find(qn("a:rPr"))
        code = properties is not None and properties.get("noProof") == "1"
        found.append(" " if code else run.findtext(qn("a:t")) or "")
    return "".join(found)


def of_paper(data: bytes) -> Iterator[str]:
    """Paragraphs of the body, of tables and footers, alternative texts, the title."""
    document = docx.Document(io.BytesIO(data))
    trees = [document.element.body, *(section.footer._element for section in document.sections)]
    for tree in trees:
        for paragraph in tree.iter(word("w:p")):
            yield "".join(_word_run(run) for run in paragraph.iter(word("w:r")))
        yield from (e.get("descr") for e in tree.iter("{*}docPr") if e.get("descr"))
    yield from (document.core_properties.title, document.core_properties.subject)


def _word_run(run: Any) -> str:
    fonts = run.find(f"{word('w:rPr')}/{word('w:rFonts')}")
    code = fonts is not None and "Courier" in (fonts.get(word("w:ascii")) or "")
    return (
        " "
        if code
        else "".join("\t" if e.tag == word("w:tab") else e.text or "" for e in run.iter(word("w:t"), word("w:tab")))
    )


def of_moodle_xml(data: bytes) -> Iterator[tuple[str, str]]:
    """(what it is, text) of every question: its HTML by blocks."""
    for question in etree.fromstring(data).iter("question"):
        for element in question.iter("text"):
            holder = element.getparent()
            words = element.text or ""
            if holder.get("format") == "html":
                yield from ((holder.tag, part) for part in of_html(words))
            elif words:
                yield holder.tag, words


def of_gift(data: bytes) -> Iterator[tuple[str, str]]:
    """(what it is, text) of every question."""
    for question in gift_reader.read_gift(data)[1]:
        parts = [("name", question.name), ("text", question.text), ("general", question.general)]
        for answer in question.answers:
            parts += [("answer", answer.text), ("feedback", answer.feedback)]
        for kind, words in parts:
            yield from ((kind, part) for part in of_html(words) if words)
