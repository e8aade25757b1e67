"""A short notation for HTML elements.  Not: what they mean (controls.py, refer.py, page.py)."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TypeAlias

from lxml import etree

Child: TypeAlias = str | etree._Element | Iterable["Child"] | None


def h(tag: str, *children: Child, **attributes: str | bool | None) -> etree._Element:
    """Return `<tag>` with `children` (text, elements, sequences of them; None is left out) and attributes.

    Attribute names are written in Python: `class_`, `for_`, `aria_live`, `data_question`. True gives a bare
    attribute, None and False none.
    """
    element = etree.Element(tag)
    for name, value in attributes.items():
        if value is not None and value is not False:
            element.set(name.rstrip("_").replace("_", "-"), "" if value is True else str(value))
    for child in children:
        append(element, child)
    return element


def append(element: etree._Element, child: Child) -> None:
    """Add `child` at the end of `element`."""
    if child is None:
        return
    if isinstance(child, str):
        if len(element):
            element[-1].tail = (element[-1].tail or "") + child
        else:
            element.text = (element.text or "") + child
    elif isinstance(child, etree._Element):
        element.append(child)
    else:
        for part in child:
            append(element, part)


#: What belongs to the formula before it: a line must not begin with it.
_CLOSING = ".,;:!?)]…”’»“%"


def keep_together(elements: Iterable[etree._Element]) -> None:
    """Put every inline formula and the punctuation behind it into one `<span class="keep">`.

    Browsers may break the line between a formula and a full stop.
    """
    for element in elements:
        for formula in list(element.iter("math")):
            tail = formula.tail or ""
            rest = tail.lstrip(_CLOSING)
            parent = formula.getparent()
            if parent is None or rest == tail or formula.get("display") == "block":
                continue
            span = h("span", class_="keep")
            parent.replace(formula, span)
            span.append(formula)
            formula.tail, span.tail = tail[: len(tail) - len(rest)], rest


#: Behind these a name in code may go on in the next line.
_JOINTS = "_./(,="


def break_code(elements: Iterable[etree._Element]) -> None:
    """Let code in a table's cells break at its joints, so that a long name does not squeeze the other columns."""
    for element in elements:
        for code in [code for cell in element.iter("td", "th") for code in cell.iter("code")]:
            if len(code) or not code.text or code.getparent() is None:
                continue
            run, text = "", code.text
            code.text = None
            for char, following in zip(text, [*text[1:], ""], strict=True):
                run += char
                if char in _JOINTS and following and following not in _JOINTS:
                    append(code, run)
                    append(code, h("wbr"))
                    run = ""
            append(code, run)
