"""QTI 1.2 items, as Canvas and ILIAS write them: what is asked.  What is right is in `v1_answers`."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal

from lxml import etree
from lxml.etree import _Element

from machina_scorm.imports.made import gap_mark
from machina_scorm.imports.qti.item import Item, ilias_maths, inner_html
from machina_scorm.imports.qti.parcel import Parcel
from machina_scorm.imports.qti.score import Processing, decimal_of
from machina_scorm.imports.qti.xml import attribute, words
from machina_scorm.model.blocks import Blocks

RESPONSES = ("response_lid", "response_str", "response_num", "response_grp", "response_xy")

#: What cannot be carried over, by Canvas' and ILIAS' own names.
REFUSED = {
    "file_upload_question": "a file to hand in",
    "calculated_question": "a formula with random numbers",
    "hot_spot_question": "a place in a picture",
    "categorization_question": "a sorting into categories",
    "text_only_question": "a text without a question",
    "ASSFILEUPLOAD": "a file to hand in",
    "ASSFORMULAQUESTION": "a formula with random numbers",
    "ASSERRORTEXT": "errors to find in a text",
    "ASSKPRIMCHOICE": "several statements, each true or false",
    "ASSLONGMENU": "a long menu",
    "JAVA APPLET QUESTION": "a Java applet",
    "FLASH QUESTION": "a Flash film",
    "IMAGE MAP QUESTION": "a place in a picture",
    "TEXTSUBSET QUESTION": "several words out of a list",
}


@dataclass(frozen=True, slots=True)
class Label:
    """A choice: its identifier, its text as blocks and as the HTML they came from."""

    ident: str
    text: Blocks
    html: str
    group: str = ""


@dataclass(frozen=True, slots=True)
class Field:
    """A response of an item: `head` is the material inside it (a prompt, the name of a blank)."""

    tag: str
    ident: str
    cardinality: str
    labels: tuple[Label, ...]
    head: str
    text_field: bool
    number_field: bool
    rows: int
    shuffle: bool
    low: Decimal | None = None
    high: Decimal | None = None


@dataclass(slots=True)
class Asked:
    """A QTI 1.2 item, taken apart. `stem` has a gap's mark in the place of each field that stands inside the text."""

    item: Item
    metadata: dict[str, str]
    stem: str
    fields: tuple[Field, ...]
    trailing: bool
    processing: Processing
    feedback: dict[str, Blocks]
    hints: tuple[Blocks, ...] = ()
    used: set[str] = field(default_factory=set)

    @property
    def kind(self) -> str:
        """The type's name in Canvas or ILIAS, "" for others."""
        return self.metadata.get("question_type") or self.metadata.get("QUESTIONTYPE", "")

    def shown(self, refs: tuple[str, ...]) -> Blocks:
        """Return the texts of feedback, each once, and note that they are used."""
        self.used.update(refs)
        return tuple(block for ref in refs for block in self.feedback.get(ref, ()))

    @property
    def points(self) -> Decimal | None:
        """The points that the file says it is worth."""
        return decimal_of(self.metadata.get("points_possible") or self.metadata.get("points") or "")


def take_apart(element: _Element, item: Item, parcel: Parcel) -> Asked:
    """Return an item's parts; what cannot be read in them goes to `item`."""
    presentation = element.find("presentation")
    stem, fields, trailing = _walk(presentation, item, parcel)
    feedback: dict[str, Blocks] = {}
    hints: list[Blocks] = []
    for given in element.iter("itemfeedback"):
        hint = given.find(".//hint")
        blocks = item.html(_materials(given, item, parcel))
        if hint is not None and blocks:
            hints.append(blocks)
        feedback[attribute(given, "ident")] = blocks
    metadata: dict[str, str] = {}
    for entry in element.iter("qtimetadatafield"):
        metadata.setdefault(words(entry.find("fieldlabel")), words(entry.find("fieldentry")))
    return Asked(item, metadata, stem, fields, trailing, Processing(element), feedback, tuple(hints))


def _walk(presentation: _Element | None, item: Item, parcel: Parcel) -> tuple[str, tuple[Field, ...], bool]:
    """Return the text with marks for the fields, the fields, and whether words stand behind the first of them."""
    parts: list[str] = []
    fields: list[Field] = []
    trailing = False
    for node in _flat(presentation):
        if node.tag == "material":
            html = _material(node, item, parcel)
            parts.append(html)
            trailing = trailing or bool(fields and html.strip())
        else:
            fields.append(_field(node, item, parcel))
            parts.append(gap_mark(len(fields)))
    return "".join(parts), tuple(fields), trailing


def _flat(element: _Element | None) -> Iterator[_Element]:
    """Yield materials and responses in the order in which they are shown, whatever flows they stand in."""
    for child in () if element is None else element:
        if child.tag == "material" or child.tag in RESPONSES:
            yield child
        else:
            yield from _flat(child)


def _field(element: _Element, item: Item, parcel: Parcel) -> Field:
    fib = element.find(".//render_fib")
    choice = element.find(".//render_choice")
    extension = element.find(".//ims_render_object")
    labels = tuple(_label(label, item, parcel) for label in element.iter("response_label"))
    rows = attribute(fib, "rows") if fib is not None else ""
    number = element.tag == "response_num" or (
        fib is not None and attribute(fib, "fibtype").lower() in ("decimal", "integer", "scientific")
    )
    shown = next((e for e in (choice, extension) if e is not None), None)
    return Field(
        tag=str(element.tag),
        ident=attribute(element, "ident"),
        cardinality=attribute(element, "rcardinality", "Single").lower(),
        labels=labels,
        head="".join(_material(m, item, parcel) for m in element.findall("material")),
        text_field=fib is not None and choice is None,
        number_field=number,
        rows=int(rows) if rows.isdigit() else 0,
        shuffle=shown is None or attribute(shown, "shuffle", "Yes").lower() != "no",
        low=decimal_of(attribute(fib, "minnumber")) if fib is not None else None,
        high=decimal_of(attribute(fib, "maxnumber")) if fib is not None else None,
    )


def _label(label: _Element, item: Item, parcel: Parcel) -> Label:
    html = "".join(
        _material(material, item, parcel)
        for material in _top(label)
        if attribute(_first(material), "label") != "answerdepth"
    )
    return Label(attribute(label, "ident"), item.html(html), html, attribute(label, "match_group"))


def _first(material: _Element) -> _Element:
    return material[0] if len(material) else material


def _materials(element: _Element, item: Item, parcel: Parcel) -> str:
    return "".join(_material(material, item, parcel) for material in _top(element))


def _top(element: _Element) -> Iterator[_Element]:
    """Yield the materials below an element, not those inside a material."""
    for child in element:
        if child.tag == "material":
            yield child
        else:
            yield from _top(child)


def _material(material: _Element, item: Item, parcel: Parcel) -> str:
    """Return a material as HTML; ILIAS nests one material in another."""
    parts: list[str] = []
    for part in material:
        match part.tag:
            case "mattext" if attribute(part, "label") == "suggested_solution":
                continue
            case "mattext" | "matemtext":
                parts.append(_mattext(part))
            case "matbreak":
                parts.append("<br>")
            case "matimage":
                parts.append(_matimage(part))
            case "material":
                parts.append(_material(part, item, parcel))
            case other if isinstance(other, str):
                hint = "a question holds text and pictures"
                item.warn("import-material", f"a <{other}> cannot be carried over", hint)
    return "".join(parts)


def _mattext(part: _Element) -> str:
    kind = attribute(part, "texttype", "text/plain").lower()
    if len(part):
        return inner_html(part)
    text = part.text or ""
    if kind == "text/plain":
        return _escaped(ilias_maths(text))
    # The HTML is a text inside the XML: parsed once more, so that formulas in it are found.
    if "<" not in text:
        return ilias_maths(text)
    try:
        root = etree.fromstring(f"<div>{text}</div>", etree.HTMLParser(remove_comments=True, no_network=True))
    except (etree.XMLSyntaxError, ValueError):
        return _escaped(text)
    inner = None if root is None else root.find("body/div")
    return text if inner is None else inner_html(inner)


def _escaped(text: str) -> str:
    element = etree.Element("p")
    element.text = "".join(c for c in text if c >= " " or c in "\n\t\r")
    return etree.tostring(element, encoding="unicode", method="html").removeprefix("<p>").removesuffix("</p>")


def _matimage(part: _Element) -> str:
    """Return an image as HTML: ILIAS puts it into the XML, others name a file."""
    name = attribute(part, "label") or attribute(part, "uri").rpartition("/")[2]
    address = attribute(part, "uri")
    if attribute(part, "embedded").lower() == "base64" or (not address and (part.text or "").strip()):
        kind = attribute(part, "imagtype") or attribute(part, "imagetype") or "image/png"
        try:
            data = base64.b64encode(base64.b64decode("".join((part.text or "").split()), validate=True)).decode("ascii")
        except (binascii.Error, ValueError):
            data = ""
        address = f"data:{kind};base64,{data}"
    image = etree.Element("img", src=address, alt=name)
    return etree.tostring(image, encoding="unicode", method="html")
