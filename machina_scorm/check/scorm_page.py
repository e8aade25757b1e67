"""Checks of the pages inside a package: what they ask of other hosts, what they point to, how much they store."""

from __future__ import annotations

import json
import posixpath
import re
from collections.abc import Iterator, Mapping
from urllib.parse import unquote, urlsplit

from lxml import etree
from lxml import html as lxml_html

from machina_scorm.export.player.questions import suspend_length
from machina_scorm.problems import Problem, Severity
from machina_scorm.source import Source

#: cmi.suspend_data in SCORM 1.2 (RTE 3.4.4).
SUSPEND_LENGTH = 4096

#: Attributes that a browser loads without being asked, by element; a link (<a>) is not among them.
_LOADED = {
    "link": ("href",),
    "script": ("src", "href"),
    "img": ("src", "srcset"),
    "image": ("href", "{http://www.w3.org/1999/xlink}href", "xlink:href"),
    "use": ("href", "{http://www.w3.org/1999/xlink}href", "xlink:href"),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "iframe": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "input": ("src",),
    "form": ("action",),
}
_CSS_ADDRESS = re.compile(r"""(?:url\(\s*|@import\s+)["']?([^"')\s;]+)""", re.IGNORECASE)


def check_pages(files: Mapping[str, bytes], name: str) -> Iterator[Problem]:
    """Yield what is wrong with the HTML, SVG and CSS among `files` of the package `name`."""
    for path, data in files.items():
        here = Source(f"{name}/{path}")
        kind = posixpath.splitext(path)[1].lower()
        if kind in (".html", ".htm", ".xhtml"):
            yield from _check_html(data, path, here, files)
        elif kind == ".svg":
            yield from _check_svg(data, path, here, files)
        elif kind == ".css":
            yield from _check_addresses(_in_css(data.decode("utf-8", "replace")), path, here, files)


def _check_html(data: bytes, path: str, here: Source, files: Mapping[str, bytes]) -> Iterator[Problem]:
    try:
        root = lxml_html.document_fromstring(data, parser=lxml_html.HTMLParser(encoding="utf-8", no_network=True))
    except etree.ParserError as error:
        yield Problem("page-syntax", f"this is no HTML page: {error}", here, "build the package again")
        return
    yield from _check_addresses(_in_elements(root), path, here, files)
    if not (root.get("lang") or "").strip():
        hint = "screen readers need <html lang>"
        yield Problem("page-language", "the page does not say its language", here, hint, Severity.WARNING)
    for image in root.iter("img"):
        if image.get("alt") is None:
            message = f"{image.get('src')} has no alternative text"
            yield Problem("page-alt", message, Source(here.path, int(image.sourceline or 0)), 'write alt="…"')
    for script in root.iter("script"):
        if script.get("id") == "lesson-data":
            yield from _check_suspend_data(script.text or "", here)


def _check_svg(data: bytes, path: str, here: Source, files: Mapping[str, bytes]) -> Iterator[Problem]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False)
    try:
        root = etree.fromstring(data, parser)
    except etree.XMLSyntaxError as error:
        yield Problem("figure-syntax", f"this is no SVG: {error.msg}", Source(here.path, error.lineno or 0), "mend it")
        return
    for element in root.iter(etree.Element):
        active = [attribute for attribute in element.attrib if str(attribute).lower().startswith("on")]
        if etree.QName(element).localname == "script" or active:
            message = "the figure carries a script"
            yield Problem("figure-script", message, Source(here.path, int(element.sourceline or 0)), "take it out")
    yield from _check_addresses(_in_elements(root), path, here, files)


def _in_elements(root: etree._Element) -> Iterator[tuple[str, int]]:
    """Yield what the elements below `root` load, and the line."""
    for element in root.iter(etree.Element):
        tag, line = etree.QName(element).localname.lower(), int(element.sourceline or 0)
        for attribute in _LOADED.get(tag, ()):
            value = element.get(attribute)
            if value is None:
                continue
            for part in value.split(",") if attribute == "srcset" else (value,):
                yield (part.split() or [""])[0], line
        for css in (element.get("style"), element.text if tag == "style" else None):
            yield from ((address, line) for address, _ in _in_css(css or ""))


def _in_css(css: str) -> Iterator[tuple[str, int]]:
    for match in _CSS_ADDRESS.finditer(css):
        yield match.group(1), css.count("\n", 0, match.start()) + 1


def _check_addresses(
    addresses: Iterator[tuple[str, int]], path: str, here: Source, files: Mapping[str, bytes]
) -> Iterator[Problem]:
    for address, line in addresses:
        parts = urlsplit(address)
        if parts.scheme == "data" or not address or address.startswith("#"):
            continue
        place = Source(here.path, line)
        if parts.scheme or parts.netloc:
            hint = "put the file into the package: learners may be offline, and others need not know who learns"
            yield Problem("external-request", f"the page loads {address}", place, hint)
            continue
        target = posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(parts.path)))
        if parts.path and target not in files:
            yield Problem("reference-missing", f"{address} is not in the package", place, "put it in")


def _check_suspend_data(text: str, here: Source) -> Iterator[Problem]:
    """Estimate the longest state of a lesson of ours; other packages do not say what they store."""
    try:
        data = json.loads(text)
    except ValueError:
        yield Problem("lesson-data", "the lesson's data cannot be read", here, "build the package again")
        return
    length = suspend_length(data) if isinstance(data, dict) else 0
    if length > SUSPEND_LENGTH:
        hint = "make two lessons of it: with every question answered, in-page answers would be forgotten"
        message = f"the learner's state can take {length} of {SUSPEND_LENGTH} characters, written answers left out"
        yield Problem("suspend-data", message, here, hint, Severity.WARNING)
