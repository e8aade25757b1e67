"""HTML as question banks hold it → blocks of our dialect: the one way in for every format.

What has no place in the dialect keeps its words and is reported. What a browser would swallow (`List<String>` as
text) is an error: a site shows less than the author wrote. Our own exporters' HTML comes back as the blocks it
was made of.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from lxml import etree

from machina_scorm.imports import quoted
from machina_scorm.imports.html_inline import Spans, read_inline
from machina_scorm.imports.html_names import KNOWN, SILENT, is_attribute
from machina_scorm.imports.paragraphs import literal, paragraphs
from machina_scorm.model.blocks import Blocks, Image, Paragraph
from machina_scorm.model.inline import Str
from machina_scorm.model.text import Text
from machina_scorm.problems import Report
from machina_scorm.source import Source

#: Gives the picture of an address (`@@PLUGINFILE@@/a.png`, `data:…`), or None and why not.
TakePicture = Callable[[str], tuple[Image | None, str]]

#: Elements inside one another: nobody writes more, and a recursion would end.
DEEPEST = 100

_PARSER = etree.HTMLParser(remove_comments=True, remove_pis=True, no_network=True, recover=True, huge_tree=False)


def no_picture(address: str) -> tuple[Image | None, str]:
    """For formats without pictures."""
    return None, "the file has no such picture"


@dataclass(slots=True)
class Place:
    """Where the HTML stands: what the readers of one text hand to one another."""

    source: Source
    report: Report
    picture: TakePicture = no_picture
    seen: set[str] = field(default_factory=set)

    def error(self, rule: str, message: str, hint: str) -> None:
        """Note an error."""
        self.report.add(rule, message, self.source, hint)

    def warn(self, rule: str, message: str, hint: str) -> None:
        """Note a loss, once for each text."""
        if message not in self.seen:
            self.seen.add(message)
            self.report.warn(rule, message, self.source, hint)


def html_to_blocks(html: str, place: Place) -> Blocks:
    """Return HTML as blocks; maths are `\\( … \\)`, `\\[ … \\]` and `$$ … $$`, as MathJax takes them."""
    if "<" not in html and "&" not in html:
        return paragraphs((Str(html),), place)
    root = parse_html(html)
    if root is None:
        return ()
    if not _sound(root, html, place):
        return text_to_blocks(html, place)
    from machina_scorm.imports.html_blocks import read_children  # it reads blocks inside blocks through this file

    return tuple(read_children(root, place))


def html_to_line(html: str, place: Place, role: str = "answer") -> Text:
    """Return HTML as one Text: of a list to choose from, where no block can stand."""
    if "<" not in html and "&" not in html:
        blocks = paragraphs((Str(html),), place)
    else:
        root = parse_html(html)
        if root is None:
            return Text("", role, place.source)
        spans = Spans(place)
        read_inline(root, spans)
        blocks = paragraphs(spans.nodes(), place)
    match blocks:
        case (Paragraph(text),):
            return Text(text.md, role, place.source)
        case ():
            return Text("", role, place.source)
    place.error("import-line", f"only one line can stand here: {quoted(html)}", "put it into the question's text")
    return Text("", role, place.source)


def text_to_blocks(text: str, place: Place) -> Blocks:
    """Return plain text as paragraphs, taken literally: an empty line parts them, a line end is a line break."""
    return literal(text, place)


def parse_html(html: str) -> etree._Element | None:
    """Return an element that holds the HTML."""
    try:
        root = etree.fromstring(f"<div>{html}</div>", _PARSER)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    body = root.find("body")
    if body is None:
        return root
    if len(body) == 1 and body[0].tag == "div" and not (body.text or "").strip() and not (body[0].tail or "").strip():
        return body[0]
    return body


def _sound(root: etree._Element, html: str, place: Place) -> bool:
    """Report what a browser would swallow, and what is active; False where the HTML is too deep to read."""
    depth = 0
    for event, element in etree.iterwalk(root, events=("start", "end")):
        depth += 1 if event == "start" else -1
        if depth > DEEPEST:
            place.error("import-deep", f"more than {DEEPEST} elements inside one another", "paste the text anew")
            return False
        if event == "end" or element is root:
            continue
        tag = str(element.tag)
        odd = [str(name) for name in element.attrib if not is_attribute(str(name))]
        if tag not in KNOWN or odd:
            hint = "write &lt; for < and &amp; for & where they are text"
            place.error("moodle-tag-vanishes", f"<{tag}> is taken for HTML and not shown: {quoted(html)}", hint)
        elif tag in SILENT:
            hint = "a question holds text, pictures, tables, code and formulas"
            place.error("import-active", f"<{tag}> cannot be carried over: {quoted(html)}", hint)
        elif any(str(name).startswith("on") for name in element.attrib):
            place.error("import-active", f"<{tag}> holds a script: {quoted(html)}", "take it out")
    return True
