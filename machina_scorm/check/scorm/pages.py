"""The pages and figures of a package as trees: parsed once, whoever wrote them.  Not: what is asked of them."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import PurePosixPath
from typing import Any

from lxml import etree
from lxml import html as lxml_html

from machina_scorm.check.scorm.manifest import at, local
from machina_scorm.problems import Problem, Severity
from machina_scorm.source import Source

#: Fewer characters of text than this in a page with scripts: the scripts write the page.
_LITTLE_TEXT = 40
#: Checking takes time for each element; all pages and figures of a package together may have so many.
MOST_ELEMENTS = 100_000
#: Where our packages hold further languages, and how such a file begins (export/scorm.py).
LANGUAGES, _CALL = "lang", "machinaLanguage("
_HIDDEN = frozenset({"script", "style", "template", "noscript", "title", "head"})


@dataclass(frozen=True, slots=True)
class Page:
    """An HTML page or a figure: `path` below the root of the package, `here` for findings, `root` its tree."""

    path: str
    here: Source
    root: etree._Element
    figure: bool = False

    def elements(self, *tags: str) -> Iterator[etree._Element]:
        """Yield the elements with these local names, all if none is given."""
        for element in self.root.iter(etree.Element):
            if not tags or local(element).lower() in tags:
                yield element

    def problem(
        self, rule: str, message: str, hint: str, element: etree._Element | None, severity: Severity
    ) -> Problem:
        """Return a finding at the line of `element`."""
        return Problem(rule, message, at(element, self.here), hint, severity)

    @property
    def frames(self) -> bool:
        """True for a page that is nothing but frames."""
        return any(True for _ in self.elements("frameset"))

    @property
    def written_by_scripts(self) -> bool:
        """True if what a learner sees is not in the file."""
        return len(words(self.root)) < _LITTLE_TEXT and any(True for _ in self.elements("script"))


def read_pages(texts: Mapping[str, bytes], name: str) -> tuple[tuple[Page, ...], list[Problem]]:
    """Return the pages and figures among the files of the package `name`, and which of them cannot be read."""
    pages: list[Page] = []
    problems: list[Problem] = []
    elements = 0
    for path, data in texts.items():
        here = Source(f"{name}/{path}")
        kind = PurePosixPath(path).suffix.lower()
        if kind in (".html", ".htm", ".xhtml"):
            html_root, problem = _html(data, here)
            if html_root is not None:
                pages.append(Page(path, here, html_root))
        elif kind == ".svg":
            svg_root, problem = _svg(data, here)
            if svg_root is not None:
                pages.append(Page(path, here, svg_root, figure=True))
        elif path.rpartition("/")[0].rpartition("/")[2] == LANGUAGES and kind == ".js":
            own, problem = _own_language(data, path, here)
            pages += own
        else:
            continue
        problems += [problem] if problem else []
        if pages and pages[-1].here == here:
            size = sum(1 for _ in pages[-1].elements())
            elements += size
            if elements > MOST_ELEMENTS:
                elements -= size
                del pages[-1]
                message = f"{path} was not looked into: {size:,} elements"
                problems.append(Problem("page-unread", message, here, "make several pages of it", Severity.INFO))
    return tuple(pages), problems


def _own_language(data: bytes, path: str, here: Source) -> tuple[list[Page], Problem | None]:
    """Return the page that a package of ours holds for a further language: `machinaLanguage({…});`."""
    text = data.decode("utf-8", "replace").strip()
    if not text.startswith(_CALL):
        return [], None
    try:
        held = json.loads(text.removeprefix(_CALL).rstrip(";").removesuffix(")"))
        code, body = str(held["code"]), str(held["body"])
    except (ValueError, RecursionError, KeyError, TypeError):
        return [], Problem("lesson-data", "the lesson's data cannot be read", here, "build the package again")
    root, problem = _html(body.encode("utf-8", "replace"), here)
    if root is None:
        return [], problem
    root.set("lang", code)
    folder = path.rpartition(f"{LANGUAGES}/")[0]
    return [Page(f"{folder}index.html", here, root)], None


def _html(data: bytes, here: Source) -> tuple[etree._Element | None, Problem | None]:
    try:
        data.decode("utf-8")
        encoding: str | None = "utf-8"
    except UnicodeDecodeError:
        encoding = None  # the page says what it is, or libxml2 guesses
    try:
        return lxml_html.document_fromstring(
            data, parser=lxml_html.HTMLParser(encoding=encoding, no_network=True)
        ), None
    except (etree.LxmlError, ValueError) as error:
        return None, Problem("page-syntax", f"this is no HTML page: {error}", here, "build the package again")


def _svg(data: bytes, here: Source) -> tuple[etree._Element | None, Problem | None]:
    if b"<!entity" in data.replace(b"\0", b"").lower():
        message = "the figure declares entities"
        return None, Problem("figure-syntax", message, here, "save it as plain SVG", Severity.WARNING)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    try:
        return etree.fromstring(data, parser), None
    except (etree.XMLSyntaxError, ValueError) as error:
        line, said = (error.lineno or 0, error.msg) if isinstance(error, etree.XMLSyntaxError) else (0, str(error))
        return None, Problem("figure-syntax", f"this is no SVG: {said}", Source(here.path, line), "mend it")


def words(element: etree._Element) -> str:
    """Return the text below an element that is not a script's or a style's, blanks as one."""
    parts: list[str] = []
    for node in element.iter(etree.Element):
        hidden = local(node).lower() in _HIDDEN
        if not hidden and node.text:
            parts.append(node.text)
        if node is not element and node.tail:
            parts.append(node.tail)
    return " ".join(" ".join(parts).split())


def lesson_data(page: Page) -> Iterator[tuple[etree._Element, dict[str, Any] | None]]:
    """Yield the data of each lesson of ours on a page, None where they cannot be read; others have no such element."""
    for script in page.elements("script"):
        if script.get("id") == "lesson-data":
            try:
                data = json.loads(script.text or "")
            except (ValueError, RecursionError):
                data = None
            yield script, data if isinstance(data, dict) else None
