"""What latex2mathml says in MathML 3, said in MathML Core: the part of MathML that browsers render natively.

Each function mends one weak spot of the tree in place. Source of what is supported: https://www.w3.org/TR/mathml-core/
(no mathvariant but "normal", no columnalign, no columnspacing, no menclose, no mspace linebreak).
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from lxml import etree

_Element = etree._Element

_THIN = "0.1667em"
_SCRIPTS = ("msub", "msup", "msubsup", "munder", "mover", "munderover")
#: Elements that lay out any number of children in a row; in all others each child has its own meaning.
_ROWS = frozenset({"math", "mrow", "mtd", "mstyle", "msqrt", "mpadded", "mphantom", "menclose"})
_LIMITS = {"msub": "munder", "msup": "mover", "msubsup": "munderover"}
_LARGE = frozenset("∑∏∐⋃⋂⨁⨂⨀⨄⨆⋁⋀")
_OPENING = frozenset("([{⟨⌊⌈")
_CLOSING = frozenset(")]}⟩⌋⌉")
_FENCES = _OPENING | _CLOSING | frozenset("|‖∣∥")

#: Signs that latex2mathml takes for identifiers and that are operators, with the sign to use.
_OPERATORS = {"~": "∼", "±": "±", "∓": "∓", ":": ":", ";": ";", "÷": "÷", "∗": "∗", "∘": "∘"}
#: Operators whose place in the operator dictionary would give them room that TeX does not give.
_ORDINARY = frozenset("∞∅⊤…⋯⋮⋱")
_TIGHT = frozenset("∇∂|‖")

#: mathvariant → the style's name in Unicode; "normal" and "italic" need none.
_STYLES = {
    "bold": "BOLD",
    "bold-italic": "BOLD ITALIC",
    "double-struck": "DOUBLE-STRUCK",
    "script": "SCRIPT",
    "bold-script": "BOLD SCRIPT",
    "fraktur": "FRAKTUR",
    "sans-serif": "SANS-SERIF",
    "bold-sans-serif": "SANS-SERIF BOLD",
    "monospace": "MONOSPACE",
}
_TEXT_STYLES = {"bold": "font-weight: bold", "italic": "font-style: italic", "monospace": "font-family: monospace"}


def mend(root: _Element, display: bool) -> None:
    """Turn latex2mathml's tree below `<math>` into MathML Core, in place."""
    _negate(root)
    _sort_signs(root)
    _set_letters(root)
    _unwrap(root)
    _join_numbers(root)
    _set_accents(root)
    if display:
        _set_limits(root)
    _set_names(root)
    _finish_words(root)
    for table in list(root.iter("mtable")):
        _set_table(table)
        _fence(table)
    for box in root.iter("menclose"):
        if box.get("notation") == "box":
            _rename(box, "mrow", style="border: thin solid; padding: 0.2em")


def _rename(element: _Element, tag: str, **attributes: str) -> None:
    element.tag = tag
    element.attrib.clear()
    for name, value in attributes.items():
        element.set(name, value)


def _negate(root: _Element) -> None:
    """`\\not=` comes as a slash of no width before the sign; Unicode has signs for that."""
    for slash in list(root.iter("mpadded")):
        if len(slash) != 1 or slash[0].text != "\u29f8" or not _in_row(slash):
            continue
        sign = slash.getnext()
        if sign is not None and sign.tag in ("mo", "mi") and sign.text:
            sign.text = unicodedata.normalize("NFC", sign.text + "\u0338")
            _remove(slash)


def _sort_signs(root: _Element) -> None:
    """Make every sign the kind of token it is in TeX."""
    for token in list(root.iter("mi", "mo")):
        text = token.text or ""
        if token.tag == "mi" and text in _OPENING | _CLOSING:
            _rename(token, "mo", stretchy="false", form="prefix" if text in _OPENING else "postfix")
        elif token.tag == "mi" and text in _OPERATORS:
            _rename(token, "mo")
            token.text = _OPERATORS[text]
        elif token.tag == "mo" and text in _ORDINARY:
            _rename(token, "mi")
        elif token.tag == "mo" and (text in _TIGHT or not text) and token.get("form") is None:
            token.set("lspace", "0")
            token.set("rspace", "0")
        elif token.tag == "mo" and not text:
            # \left. and \right.: an empty fence takes no room.
            token.set("lspace", "0")
            token.set("rspace", "0")
        elif token.tag == "mo" and text in "∣↑↓":
            token.set("stretchy", "false")
    for colon in list(root.iter("mo")):
        following = colon.getnext()
        if colon.text != ":" or following is None or not _in_row(colon):
            continue
        if following.tag == "mo" and following.text == "=":
            following.text = ":="
            _remove(colon)


def _remove(element: _Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(root: _Element) -> None:
    """Replace a row of one element by the element; TeX's `{,}`, an operator in braces, is one without room."""
    for row in list(root.iter("mrow")):
        parent = row.getparent()
        if parent is None or parent is root or len(row) != 1 or row.attrib:
            continue
        (only,) = row
        if only.tag == "mo" and parent.tag in ("mrow", "mtd", "mstyle") and not (only.text or "").isalpha():
            only.set("lspace", "0")
            only.set("rspace", "0")
        parent.replace(row, only)


def _join_numbers(root: _Element) -> None:
    """`1{,}000` and `3{,}5` are one number each."""
    for mark in list(root.iter("mo")):
        before, after = mark.getprevious(), mark.getnext()
        if mark.text not in (",", ".") or mark.get("lspace") != "0" or before is None or after is None:
            continue
        if _in_row(mark) and before.tag == "mn" and after.tag == "mn":
            after.text = f"{before.text}{mark.text}{after.text}"
            _remove(before)
            _remove(mark)


def _set_accents(root: _Element) -> None:
    for accented in list(root.iter("mover", "munder")):
        mark = accented[1]
        if mark.tag != "mo" or len(mark) or mark.text is None:
            continue
        given = mark.get("stretchy")
        match mark.text:
            case "^":
                stretchy, text = accented.get("accent") != "true", "ˆ"
            case "~":
                stretchy, text = given is None, "˜"
            case "ˇ":
                stretchy, text = given == "true", "ˇ"
            case "→" | "←" | "↔":
                # \vec is marked stretchy, \overrightarrow is not: it is the other way round.
                stretchy, text = given != "true", mark.text
            case "¯" | "´" | "˘" | "˙" | "¨" | "`" | "˚":
                stretchy, text = False, mark.text
            case "―":
                stretchy, text = True, "‾"
            case _:
                continue
        _rename(mark, "mo", stretchy="true" if stretchy else "false")
        mark.text = text
        accented.set("accent" if accented.tag == "mover" else "accentunder", "true")


def _set_limits(root: _Element) -> None:
    """In display style the limits of sums and of max, lim, … stand below and above; movablelimits does the rest."""
    for scripted in list(root.iter(*_LIMITS)):
        base = scripted[0]
        if base.tag == "mo" and (base.get("movablelimits") == "true" or base.text in _LARGE or _is_limit(base)):
            scripted.tag = _LIMITS[scripted.tag]
            base.set("movablelimits", "true")


def _is_limit(token: _Element) -> bool:
    return token.text in ("lim", "max", "min", "sup", "inf")


def _set_names(root: _Element) -> None:
    """Give log, max, … TeX's thin spaces: to what stands before, and to an argument without brackets."""
    for token in list(root.iter("mi", "mo")):
        text = (token.text or "").replace("\u2009", "").replace("-", "").replace("\u00a0", "")
        if len(text) < 2 or not text.isalpha() or token.get("mathvariant") or text == "mod":
            continue
        whole = _outermost(token)
        before, after = _room_before(whole), _room_after(whole)
        if token.tag == "mo":
            token.set("lspace", _THIN if before else "0")
            token.set("rspace", _THIN if after else "0")
            continue
        if before:
            whole.addprevious(etree.Element("mspace", width=_THIN))
        if after:
            whole.addnext(etree.Element("mspace", width=_THIN))


def _outermost(token: _Element) -> _Element:
    """The name together with its scripts."""
    parent = token.getparent()
    while parent is not None and parent.tag in _SCRIPTS and parent[0] is token:
        token, parent = parent, parent.getparent()
    return token


def _in_row(element: _Element) -> bool:
    parent = element.getparent()
    return parent is not None and parent.tag in _ROWS


def _room_before(element: _Element) -> bool:
    other = element.getprevious()
    if other is None or not _in_row(element) or other.tag == "mspace" or not (other.text or len(other)):
        return False
    return other.tag != "mo" or other.text in _CLOSING


def _room_after(element: _Element) -> bool:
    other = element.getnext()
    if other is None or not _in_row(element) or other.tag in ("mo", "mspace"):
        return False
    # \left( … \right) is a row that begins with a fence.
    return not (other.tag == "mrow" and len(other) and other[0].tag == "mo" and other[0].get("fence") == "true")


def _set_letters(root: _Element) -> None:
    """Say styles with Unicode's mathematical letters, and upright letters as one identifier."""
    for token in list(root.iter("mi", "mn", "mo", "mtext")):
        variant = token.get("mathvariant")
        if variant is None:
            continue
        token.attrib.pop("mathvariant")
        if token.tag == "mtext":
            if variant in _TEXT_STYLES:
                token.set("style", _TEXT_STYLES[variant])
        elif variant == "normal":
            _set_upright(token)
        elif variant in _STYLES:
            token.text = "".join(_styled(c, _STYLES[variant]) for c in token.text or "")


def _set_upright(token: _Element) -> None:
    """Join upright letters into words; the attribute stays until `_set_names` has told words from names."""
    before = token.getprevious() if _in_row(token) else None
    if token.tag != "mi":
        return
    if before is not None and before.tag == "mi" and before.get("mathvariant") == "normal":
        before.text = (before.text or "") + (token.text or "")
        _remove(token)
    else:
        token.set("mathvariant", "normal")


def _finish_words(root: _Element) -> None:
    """An identifier of several letters is upright by itself."""
    for token in root.iter("mi"):
        if token.get("mathvariant") == "normal" and len(token.text or "") > 1:
            token.attrib.pop("mathvariant")


def _styled(letter: str, style: str) -> str:
    """The letter in a style of Unicode's block of mathematical letters, or itself if there is none."""
    name = unicodedata.name(letter, "")
    rest = name.removeprefix("LATIN ").removeprefix("GREEK ").replace(" LETTER ", " ")
    for candidate in _candidates(style, rest):
        try:
            return unicodedata.lookup(candidate)
        except KeyError:
            continue
    return letter


def _candidates(style: str, rest: str) -> Iterator[str]:
    yield f"MATHEMATICAL {style} {rest}"
    # Some letters (DOUBLE-STRUCK CAPITAL R, SCRIPT CAPITAL L) are older than the block and were left out of it.
    yield f"{'BLACK-LETTER' if style == 'FRAKTUR' else style} {rest}"


def _fence(table: _Element) -> None:
    """Give a matrix and its brackets a row of their own: brackets stretch to the height of their row."""
    before, after, parent = table.getprevious(), table.getnext(), table.getparent()
    if before is None or after is None or not _in_row(table):
        return
    if parent is not None and parent.tag == "mrow" and len(parent) == 3:
        return
    if all(mark.tag == "mo" and mark.get("stretchy") is None and mark.text in _FENCES for mark in (before, after)):
        row = etree.Element("mrow")
        before.addprevious(row)
        row.extend([before, table, after])


def _set_table(table: _Element) -> None:
    """Say alignment and lines with CSS, beside the attributes that only some browsers read."""
    aligned = table.get("columnspacing", "").startswith("0em")
    lines = table.get("columnlines", "").split()
    for row in table:
        for number, cell in enumerate(row):
            style = [f"text-align: {align}"] if (align := cell.get("columnalign")) in ("left", "right") else []
            if aligned:
                style.append(("padding-right: 0", "padding-left: 0")[number % 2])
                style.extend(["padding-left: 2em"] if number % 2 == 0 and number else [])
            if number < len(lines) and lines[number] == "solid":
                style.append("border-right: thin solid")
            if style:
                cell.set("style", "; ".join(style))
    if aligned:
        table.attrib.pop("columnspacing")
