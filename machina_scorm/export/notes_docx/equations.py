"""Equations of slides as Word and LibreOffice Writer want them."""

from __future__ import annotations

from docx.oxml import OxmlElement
from lxml import etree
from lxml.etree import _Element

from machina_scorm.export.deck.omml import equation
from machina_scorm.export.paper.ink import MATH, language_element, set_font

_M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}rPr"
_SCRIPTS = (f"{_M}sSup", f"{_M}sSub", f"{_M}sSubSup")
_PAIRS = {")": "(", "]": "["}


def word_equation(tex: str, lang: str, size: float) -> _Element | None:
    """Return display LaTeX as `m:oMathPara` for a Word document; None if the converter does not know how."""
    math = equation(tex, lang, size)
    if math is None:
        return None
    for script in list(math.iter(*_SCRIPTS)):
        _close(script)
    for drawn in list(math.iter(_DRAWING)):
        # Runs have Word's properties (ECMA-376-1, 22.1.2.87).
        props = OxmlElement("w:rPr")
        set_font(props, MATH)
        props.append(language_element(drawn.get("lang", "")))
        parent = drawn.getparent()
        assert parent is not None
        parent.replace(drawn, props)
    return math


def _close(script: _Element) -> None:
    """Put what stands in brackets under its exponent with them: LibreOffice cannot read a bracket with an exponent."""
    base, row = script.find(f"{_M}e"), script.getparent()
    close = "" if base is None else _sign(base)
    if base is None or row is None or close not in _PAIRS:
        return
    siblings = list(row)
    depth, start = 1, row.index(script) - 1
    while start >= 0:
        sign = _shown(siblings[start])
        depth += (sign == close) - (sign == _PAIRS[close])
        if not depth:
            break
        start -= 1
    if start < 0:
        return
    for old in list(base):
        base.remove(old)
    brackets, props, inner = (etree.Element(f"{_M}{name}") for name in ("d", "dPr", "e"))
    for name, sign in (("begChr", _PAIRS[close]), ("endChr", close)):
        etree.SubElement(props, f"{_M}{name}").set(f"{_M}val", sign)
    for part in siblings[start + 1 : siblings.index(script)]:
        inner.append(part)
    row.remove(siblings[start])
    brackets.extend((props, inner))
    base.append(brackets)


def _sign(parent: _Element) -> str:
    """Return the one character that an element holds in one run, else ""."""
    return _shown(parent[0]) if len(parent) == 1 else ""


def _shown(run: _Element) -> str:
    return (run.findtext(f"{_M}t") or "").strip() if run.tag == f"{_M}r" else ""
