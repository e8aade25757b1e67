"""How rendered blocks look in Moodle's themes: Bootstrap's classes, which every theme has, and colours on the spot."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from lxml import etree

from machina_scorm.render.highlight import background, colours

_Element = etree._Element

#: Admonition → Bootstrap's alert.
_ALERTS = {"note": "info", "tip": "success", "warning": "warning", "definition": "secondary", "example": "light"}
_BESIDE = "border-inline-start:.25rem solid #8795a5;padding-inline-start:1rem;margin:1rem 0"


def dress(elements: Iterable[_Element]) -> list[_Element]:
    """Give elements of render/html.py, and all in them, a look of their own; an image without an address goes."""
    dressed = list(elements)
    for root in dressed:
        for element in list(root.iter()):
            if isinstance(element.tag, str) and (look := _LOOKS.get(element.tag)):
                look(element)
    return [element for element in dressed if not (element.tag == "figure" and element.get("data-empty"))]


def _styled(element: _Element, style: str) -> None:
    element.set("style", ";".join(part for part in (element.get("style"), style) if part))


def _box(element: _Element) -> None:
    name = element.get("class", "").split(" ")[0]
    if name == "table":
        element.set("class", "table-responsive")
    elif name == "math":
        element.attrib.pop("class")
        _styled(element, "overflow-x:auto;margin:1rem 0")
    elif name in ("level", "column"):
        element.attrib.pop("class")
        _styled(element, _BESIDE)


def _aside(element: _Element) -> None:
    kind = element.get("class", "").split(" ")[-1]
    # Not <aside>: a part of the text is no landmark of Moodle's page.
    element.tag = "div"
    element.set("class", f"alert alert-{_ALERTS.get(kind, 'secondary')}")
    # Bootstrap's grey and light alerts have pale words, and the light one hardly an edge.
    if kind in ("definition", "example"):
        _styled(element, "color:inherit;border:1px solid #ced4da")


def _paragraph(element: _Element) -> None:
    if element.get("class") == "title":
        element.attrib.pop("class")
        _styled(element, "font-weight:bold;margin-bottom:.5rem")
    elif element.get("class") == "video":
        element.attrib.pop("class")


def _table(element: _Element) -> None:
    element.set("class", "table table-bordered table-sm")
    _styled(element, "width:auto")


def _caption(element: _Element) -> None:
    # Moodle sets captions of tables as large as headings.
    _styled(element, "caption-side:top;font-size:.875em;font-weight:normal;color:inherit;margin:0;padding:.25rem 0")


def _cell(element: _Element) -> None:
    name = element.get("class", "")
    if name.startswith("align-"):
        element.attrib.pop("class")
        side = {"left": "start", "right": "end"}.get(name.removeprefix("align-"), "center")
        _styled(element, f"text-align:{side}")


def _figure(element: _Element) -> None:
    element.attrib.pop("class", "")
    image = element.find("img")
    if image is not None and not image.get("src"):
        parent = element.getparent()
        if parent is None:
            element.set("data-empty", "1")
        else:
            parent.remove(element)
        return
    _styled(element, "margin:1rem 0")


def _figcaption(element: _Element) -> None:
    _styled(element, "font-size:.875em;margin-top:.25rem")


def _image(element: _Element) -> None:
    element.set("class", "img-fluid")


def _listing(element: _Element) -> None:
    _styled(
        element, f"background:{background()};color:{colours()['']};padding:.75rem;overflow:auto;border-radius:.25rem"
    )
    for code in element.iter("code"):
        # Bootstrap gives code a colour of its own, pink.
        _styled(code, "color:inherit")
    for span in element.iter("span"):
        name = str(span.attrib.pop("class", ""))
        _styled(span, f"color:{colours().get(name, colours()[''])}")


_LOOKS: dict[str, Callable[[_Element], None]] = {
    "div": _box,
    "aside": _aside,
    "p": _paragraph,
    "table": _table,
    "caption": _caption,
    "th": _cell,
    "td": _cell,
    "figure": _figure,
    "figcaption": _figcaption,
    "img": _image,
    "pre": _listing,
}
