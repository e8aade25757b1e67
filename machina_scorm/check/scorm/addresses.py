"""What pages, figures, style sheets and scripts ask for: nothing of other hosts, and nothing that is not there."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass
from urllib.parse import unquote

from machina_scorm.check.scorm.manifest import at, local
from machina_scorm.check.scorm.pages import Page
from machina_scorm.check.scorm.resources import split
from machina_scorm.problems import Problem, Severity
from machina_scorm.source import Source

_XLINK = "{http://www.w3.org/1999/xlink}href"

#: Attributes that a browser loads without being asked, by element; a link (<a>) is not among them.
_LOADED = {
    "link": ("href",),
    "script": ("src", "href"),
    "img": ("src", "srcset"),
    "image": ("href", _XLINK, "xlink:href"),
    "use": ("href", _XLINK, "xlink:href"),
    "source": ("src", "srcset"),
    "video": ("src", "poster"),
    "audio": ("src",),
    "track": ("src",),
    "iframe": ("src",),
    "frame": ("src",),
    "embed": ("src",),
    "object": ("data",),
    "input": ("src",),
    "form": ("action",),
}
_CSS_ADDRESS = re.compile(r"""(?:@import\s+(?:url\(\s*)?|url\(\s*)["']?([^"')\s;]+)""", re.IGNORECASE)
#: Patterns match what is left open too: otherwise each opening in a hostile file would be tried to its end.
_CSS_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)", re.DOTALL)
#: A string literal or a comment, whichever begins first; template literals count as strings.
_SCRIPT_PART = re.compile(
    r"""//[^\n]*+|/\*.*?(?:\*/|\Z)|"(?:[^"\\\n]|\\.)*+"?|'(?:[^'\\\n]|\\.)*+'?|`(?:[^`\\]|\\.)*+`?""", re.DOTALL
)
#: What stands before a string that is loaded: fetch("…"), import "…", x.src = "…", open("GET", "…").
_LOADS = re.compile(
    r"""(?:\b(?:fetch|importScripts|import|sendBeacon|Worker|WebSocket|EventSource|getScript|getJSON|loadScript|ajax)
        \s*\(\s*|\bimport\s*|\bfrom\s*|\.(?:src|action)\s*=\s*|\.open\(\s*["'](?:GET|POST|PUT|HEAD)["']\s*,\s*
        |\burl\s*:\s*)$""",
    re.VERBOSE,
)
_REMOTE = re.compile(r"(?:https?:|wss?:)?//[A-Za-z0-9.-]+\.[A-Za-z]{2,}")
#: Names of vocabularies and notes of licences: nobody loads them.
_NAMES = frozenset(
    {
        *("www.w3.org", "www.imsglobal.org", "www.adlnet.org", "purl.org", "ltsc.ieee.org"),
        *("schema.org", "json-schema.org"),
    }
)
_HINT = "put the file into the package: learners may be offline, and others need not know who learns"
#: Words of template languages: the address is made by a script.
_MADE = ("{{", "${", "<%", "{%")


@dataclass(frozen=True, slots=True)
class Address:
    """An address that an element, a rule or a script holds; `tag` is "css" or "script" where no element does."""

    value: str
    line: int
    tag: str


def in_page(page: Page) -> Iterator[Address]:
    """Yield what the elements of a page or figure load."""
    for element in page.elements():
        tag, line = local(element).lower(), at(element, page.here).line
        relation = (element.get("rel") or "").lower()
        if tag == "link" and relation in ("canonical", "license", "author", "help", "me", "next", "prev", "alternate"):
            continue
        for attribute in _LOADED.get(tag, ()):
            value = element.get(attribute)
            for part in () if value is None else value.split(",") if attribute == "srcset" else (value,):
                kind = "icon" if tag == "link" and "stylesheet" not in relation else tag
                yield Address((part.split() or [""])[0], line, kind)
        for css in (element.get("style"), element.text if tag == "style" else None):
            yield from (Address(found.value, line, "css") for found in in_css(css or ""))


def in_css(css: str) -> Iterator[Address]:
    """Yield what a style sheet loads."""
    plain = _CSS_COMMENT.sub(lambda comment: "\n" * comment.group().count("\n"), css)
    for match, line in _with_lines(_CSS_ADDRESS, plain):
        yield Address(match.group(1), line, "css")


def _with_lines(pattern: re.Pattern[str], text: str) -> Iterator[tuple[re.Match[str], int]]:
    """Yield the matches with their lines, counted from match to match."""
    line, reached = 1, 0
    for match in pattern.finditer(text):
        line += text.count("\n", reached, match.start())
        reached = match.start()
        yield match, line


def check_addresses(
    addresses: Iterator[Address], path: str, here: Source, names: Container[str], based: bool = False
) -> Iterator[Problem]:
    """Yield addresses of other hosts, and files that are not among `names`; `based`: a <base> moves them all."""
    for address in addresses:
        value = address.value
        parts = split(value)
        if parts.scheme in ("data", "blob", "about", "javascript") or not value or value.startswith("#"):
            continue
        if any(mark in value for mark in _MADE):
            continue
        place = Source(here.path, address.line)
        if parts.scheme or parts.netloc:
            yield Problem("external-request", f"the page loads {value[:200]}", place, _HINT)
        elif parts.path and not based and target_of(path, parts.path) not in names:
            severity = Severity.WARNING if address.tag in ("icon", "form") else Severity.ERROR
            yield Problem("reference-missing", f"{value[:200]} is not in the package", place, "put it in", severity)


def target_of(path: str, address: str) -> str:
    """Return the path in the package that a relative address in the file `path` means."""
    return posixpath.normpath(posixpath.join(posixpath.dirname(path), unquote(address)))


def check_links(page: Page, names: Container[str]) -> Iterator[Problem]:
    """Yield links to pages that are not in the package."""
    for link in page.elements("a", "area"):
        value = (link.get("href") or "").strip()
        parts = split(value)
        if not parts.path or parts.scheme or parts.netloc or any(mark in value for mark in _MADE):
            continue
        if target_of(page.path, parts.path) not in names:
            message = f"the link to {value[:200]} leads nowhere"
            yield page.problem("reference-missing", message, "put the page in", link, Severity.WARNING)


def check_script(script: str, here: Source, first_line: int = 1) -> Iterator[Problem]:
    """Yield what a script loads from other hosts as far as its string literals tell, and which hosts it names besides.

    A reading of the text, not of what runs: an address may be put together from parts. `first_line` is where in the
    file the script begins.
    """
    hosts: dict[str, int] = {}
    for match, line in _with_lines(_SCRIPT_PART, script):
        line += first_line - 1
        literal = match.group()
        value = literal[1:].rstrip(literal[0])
        if literal.startswith("/") or not _REMOTE.match(value):
            continue
        host = split(value).netloc.partition("@")[2] or split(value).netloc
        if host in _NAMES or not host:
            continue
        if _LOADS.search(script[max(0, match.start() - 60) : match.start()]):
            yield Problem("external-request", f"the script loads {value[:200]}", Source(here.path, line), _HINT)
        else:
            hosts.setdefault(host, line)
    for host, line in hosts.items():
        message = f"the script names {host}; whether it loads anything there cannot be told"
        yield Problem("external-address", message, Source(here.path, line), "ask its maker", Severity.INFO)


def check_all_addresses(
    pages: tuple[Page, ...], texts: Mapping[str, bytes], name: str, names: Container[str]
) -> Iterator[Problem]:
    """Yield what any page, figure, style sheet or script of the package `name` asks for and should not."""
    for page in pages:
        based = any(base.get("href") for base in page.elements("base"))
        yield from check_addresses(in_page(page), page.path, page.here, names, based)
        if not page.figure and not based:
            yield from check_links(page, names)
    for path, data in texts.items():
        here = Source(f"{name}/{path}")
        if path.lower().endswith(".css"):
            yield from check_addresses(in_css(data.decode("utf-8", "replace")), path, here, names)
        elif path.lower().endswith((".js", ".mjs")):
            yield from check_script(data.decode("utf-8", "replace"), here)
    for page in pages:
        for script in page.elements("script"):
            if script.text and script.get("type", "text/javascript").lower() in ("text/javascript", "module", ""):
                yield from check_script(script.text, page.here, at(script, page.here).line)
