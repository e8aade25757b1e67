"""QTI 2.1, 2.2 and 3.0 items: what is asked, and the declarations that say what is right."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import etree
from lxml.etree import _Element

from machina_scorm.imports.made import gap_mark
from machina_scorm.imports.qti.item import Item, inner_html, keep_words
from machina_scorm.imports.qti.score import decimal_of
from machina_scorm.imports.qti.xml import attribute, below, words
from machina_scorm.model.blocks import Blocks

#: The interactions that have a place in this course.
KNOWN = frozenset(
    {
        "choiceInteraction",
        "textEntryInteraction",
        "extendedTextInteraction",
        "inlineChoiceInteraction",
        "matchInteraction",
        "associateInteraction",
        "orderInteraction",
        "gapMatchInteraction",
    }
)

#: Those that do not, and what they are.
REFUSED = {
    "hotspotInteraction": "a place in a picture",
    "selectPointInteraction": "a point in a picture",
    "graphicOrderInteraction": "an order in a picture",
    "graphicAssociateInteraction": "lines in a picture",
    "graphicGapMatchInteraction": "labels on a picture",
    "positionObjectInteraction": "a place in a picture",
    "hottextInteraction": "words to mark in a text",
    "sliderInteraction": "a slider",
    "drawingInteraction": "a drawing",
    "mediaInteraction": "a film",
    "uploadInteraction": "a file to hand in",
    "customInteraction": "an interaction of its own program",
    "portableCustomInteraction": "an interaction of its own program",
    "endAttemptInteraction": "a button that ends the attempt",
}


@dataclass(frozen=True, slots=True)
class Declared:
    """A responseDeclaration. `mapping` is value → (points, whether case matters), `default` the points of others."""

    ident: str
    cardinality: str
    base: str
    correct: tuple[str, ...]
    mapping: dict[str, tuple[Decimal, bool]]


@dataclass(slots=True)
class Asked:
    """An item taken apart: its interactions, its declarations, its feedback by outcome value."""

    item: Item
    element: _Element
    interactions: tuple[_Element, ...]
    declared: dict[str, Declared]
    feedback: dict[str, tuple[str, Blocks]]
    used: set[str] = field(default_factory=set)

    def response(self, interaction: _Element) -> Declared:
        """Return what is declared of an interaction's response; nothing is right where nothing is declared."""
        ident = attribute(interaction, "responseIdentifier")
        return self.declared.get(ident, Declared(ident, "single", "string", (), {}))

    def mapped(self, ident: str) -> bool:
        """Tell whether a response is marked by its mapping: a template that does so, or `mapResponse`."""
        processing = self.element.find("responseProcessing")
        if processing is None:
            return False
        template = attribute(processing, "template").rpartition("/")[2].removesuffix(".xml")
        if template == "map_response":
            return True
        return any(attribute(e, "identifier") == ident for e in processing.iter("mapResponse"))

    def whole_only(self, ident: str) -> bool:
        """Tell whether only the fully right response gets anything."""
        return not self.mapped(ident)

    @property
    def points(self) -> Decimal | None:
        """The points of the item: MAXSCORE, where it is declared."""
        for outcome in self.element.iter("outcomeDeclaration"):
            if attribute(outcome, "identifier") == "MAXSCORE":
                return decimal_of(words(outcome.find("defaultValue/value")))
            if attribute(outcome, "identifier") == "SCORE" and attribute(outcome, "normalMaximum"):
                return decimal_of(attribute(outcome, "normalMaximum"))
        return None

    def shown(self, ref: str) -> Blocks:
        """Return a feedback's text and note that it is used."""
        self.used.add(ref)
        return self.feedback.get(ref, ("", ()))[1]


def take_apart(element: _Element, item: Item) -> Asked:
    """Return an item's parts."""
    body = element.find("itemBody")
    found = tuple(e for e in below(body, *KNOWN, *REFUSED)) if body is not None else ()
    declared = {d.ident: d for d in map(_declared, element.iter("responseDeclaration"))}
    feedback = {
        attribute(modal, "identifier"): (attribute(modal, "outcomeIdentifier"), item.html(html_of(modal, ())))
        for modal in element.iter("modalFeedback")
    }
    return Asked(item, element, found, declared, feedback)


def _declared(element: _Element) -> Declared:
    mapping: dict[str, tuple[Decimal, bool]] = {}
    for entry in element.iter("mapEntry"):
        value = decimal_of(attribute(entry, "mappedValue")) or Decimal(0)
        sensitive = attribute(entry, "caseSensitive", "true").lower() != "false"
        mapping.setdefault(" ".join(attribute(entry, "mapKey").split()), (value, sensitive))
    correct = tuple(words(value) for value in element.findall("correctResponse/value"))
    return Declared(
        attribute(element, "identifier"),
        attribute(element, "cardinality", "single"),
        attribute(element, "baseType", "string"),
        correct,
        mapping,
    )


def body_html(asked: Asked, inline: bool) -> str:
    """Return the item's text as HTML.

    With `inline`, each interaction leaves a gap's mark behind; else it leaves its prompt.
    """
    body = asked.element.find("itemBody")
    return "" if body is None else html_of(body, asked.interactions if inline else ())


def html_of(element: _Element, marks: tuple[_Element, ...]) -> str:
    """Return what stands in an element as HTML, without what QTI adds; `marks` become the marks of gaps."""
    for place, interaction in enumerate(marks, start=1):
        interaction.set("data-gap", str(place))
    part = copy.deepcopy(element)
    for found in list(part.iterdescendants(etree.Element)):
        gap = found.get("data-gap")
        if gap:
            keep_words(found, gap_mark(int(gap)))
        elif found.tag in KNOWN or found.tag in REFUSED:
            _leave_prompt(found)
        elif found.tag in ("rubricBlock", "feedbackInline", "feedbackBlock", "templateBlock", "stylesheet"):
            keep_words(found, "")
        elif found.tag == "printedVariable":
            keep_words(found, f"[{attribute(found, 'identifier')}]")
        elif found.tag == "object" and attribute(found, "type").startswith("image/"):
            _as_image(found)
    for found in part.iter(etree.Element):
        for name in [n for n in found.attrib if n not in _KEPT]:
            del found.attrib[name]
    for found in part.iter("contentBody", "simpleMatchSet", "prompt", "itemBody"):
        found.tag = "div"
    return inner_html(part)


#: Attributes that mean something in a question's text.
_KEPT = frozenset(
    {"src", "alt", "href", "lang", "dir", "class", "colspan", "rowspan", "scope", "start", "style", "alttext"}
    | {"encoding", "display", "data-equation-content", "title", "width", "height", "type"}
)


def _leave_prompt(interaction: _Element) -> None:
    """Put an interaction's prompt, and the text of a gapMatch, in its place."""
    prompt = interaction.find("prompt")
    kept = [] if prompt is None else [prompt]
    for child in list(interaction):
        if child not in kept:
            interaction.remove(child)
    interaction.text = None
    interaction.tag = "div"
    interaction.attrib.clear()


def _as_image(element: _Element) -> None:
    address, alt = attribute(element, "data"), words(element)
    for child in list(element):
        element.remove(child)
    element.text = None
    element.tag = "img"
    element.attrib.clear()
    element.set("src", address)
    element.set("alt", alt)


def rubrics(element: _Element, item: Item) -> Iterator[tuple[str, Blocks]]:
    """Yield (view, text) of the rubric blocks."""
    for block in element.iter("rubricBlock"):
        yield attribute(block, "view"), item.html(html_of(block, ()))
