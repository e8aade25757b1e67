"""LaTeX formulas as MathML Core, and as pictures for formats that hold no MathML.

`latex2mathml` does the parsing. What it lets pass unread is refused before (`_read`), and what it says in MathML 3,
which browsers no longer understand, is said in MathML Core after (render/mathcore.py).
"""

from __future__ import annotations

import html
import re
from collections.abc import Mapping
from types import MappingProxyType
from xml.etree.ElementTree import Element

import latex2mathml.exceptions as broken
from latex2mathml.converter import Converter
from lxml import etree
from ziamath.config import config as ziamath_config
from ziamath.zmath import Math

from machina_scorm.errors import MachinaError
from machina_scorm.render.mathcore import mend
from machina_scorm.render.plain import xml_text

#: Draw every glyph where it stands: <symbol> and <use> carry ids, which would clash, and not every viewer knows them.
ziamath_config.svg2 = False

_NAMESPACE = "http://www.w3.org/1998/Math/MathML"

#: Environment → the one latex2mathml is given instead: no numbers, and the AMS inner forms that it does not know.
_ENVIRONMENTS: Mapping[str, str] = MappingProxyType(
    {
        **dict.fromkeys(("aligned", "align", "align*", "split"), "align*"),
        **dict.fromkeys(("gathered", "gather", "gather*", "matrix"), "matrix"),
        **dict.fromkeys(("cases", "dcases"), "cases"),
        **{name: name for name in ("pmatrix", "bmatrix", "Bmatrix", "vmatrix", "Vmatrix", "smallmatrix", "array")},
    }
)

#: Commands that hold words, not mathematics.
_WORDS = ("\\operatorname", "\\text", "\\textbf", "\\textit", "\\textrm", "\\textsf", "\\texttt", "\\mbox")
_MACROS = ("\\def", "\\newcommand", "\\renewcommand", "\\newenvironment", "\\DeclareMathOperator")
_FOREIGN = (*_MACROS, "\\href", "\\style", "\\class")

#: Commands that are refused, each with the reason: macros and links have no place in a formula, and what MathJax
#: (Moodle) does not know would be an error there.
_REFUSED: Mapping[str, str] = MappingProxyType(
    {
        **{name: f"{name} defines or styles something outside the formula; write the formula out" for name in _FOREIGN},
        "\\argmax": "\\argmax is no LaTeX command; write \\operatorname*{argmax}",
        "\\argmin": "\\argmin is no LaTeX command; write \\operatorname*{argmin}",
        **{name: f"{name} must be followed by plain words in braces" for name in _WORDS},
        "\\label": "\\label has no place in a formula; give the formula an id in its caption",
        "\\tag": "a formula is not numbered here; give it a caption",
    }
)

_SCANNER = re.compile(
    r"\\(?P<edge>begin|end)\s*\{(?P<environment>[^{}]*)\}"
    r"|(?P<operator>\\operatorname\*?)\s*\{(?P<name>[^{}]*)\}"
    r"|(?P<font>\\math(?:rm|bf|it|bb|cal|scr|frak|sf|tt))(?=\{)"
    r"|(?P<text>\\(?:text|textbf|textit|textrm|textsf|texttt|mbox))\s*\{(?P<words>[^{}]*)\}"
    r"|(?P<command>\\[A-Za-z]+)"
    r"|(?P<escaped>\\.)"
    r"|(?P<sign>[{}&%$#])",
    re.DOTALL,
)

_REASONS: Mapping[type[Exception], str] = MappingProxyType(
    {
        broken.DenominatorNotFoundError: "a fraction has no denominator",
        broken.NumeratorNotFoundError: "a fraction has no numerator",
        broken.ExtraLeftOrMissingRightError: "a \\left has no \\right, or the other way round",
        broken.MissingSuperScriptOrSubscriptError: "nothing follows a ^ or a _",
        broken.DoubleSubscriptsError: "two subscripts follow one another; use braces: x_{i j}",
        broken.DoubleSuperscriptsError: "two superscripts follow one another; use braces: x^{a b}",
        broken.MissingEndError: "a \\begin has no \\end",
        broken.InvalidAlignmentError: "an array's columns are written with l, c, r and |",
        broken.InvalidWidthError: "a width is not a number with a unit",
        broken.InvalidStyleForGenfracError: "\\genfrac has a style that does not exist",
        broken.LimitsMustFollowMathOperatorError: "\\limits must follow an operator",
    }
)
#: What latex2mathml raises besides, when a command lacks its argument.
_INCOMPLETE = (broken.NoAvailableTokensError, StopIteration, LookupError, ValueError, TypeError, RuntimeError)

#: What ziamath raises for sound MathML that it cannot draw.
_UNDRAWABLE = (LookupError, ValueError, TypeError, AttributeError, ArithmeticError)

#: Elements and how many children they must have (MathML Core, 3.3.2 and 3.4).
_ARITY: Mapping[str, int] = MappingProxyType(
    {"mfrac": 2, "msub": 2, "msup": 2, "munder": 2, "mover": 2, "mroot": 2, "msubsup": 3, "munderover": 3}
)


class MathError(MachinaError):
    """A formula that cannot be set: `tex` is the formula, `reason` says in plain words what is wrong with it."""

    def __init__(self, tex: str, reason: str, where: str = "") -> None:
        self.tex, self.reason = tex, reason
        super().__init__(f"the formula {tex!r} cannot be set: {reason}", where)


def mathml(tex: str, display: bool) -> etree._Element:
    """Return LaTeX `tex` as a `<math>` element without namespace (HTML parsers supply it), its source as alttext.

    Raises MathError for a formula that is incomplete or uses what is not known here.
    """
    tex = xml_text(tex)
    read, names = _read(tex)
    converter = Converter(display="block" if display else "inline")
    try:
        raw = converter.convert_to_element(read)
    except tuple(_REASONS) as error:
        raise MathError(tex, _REASONS[type(error)]) from error
    except _INCOMPLETE as error:
        raise MathError(tex, "it is incomplete: a command lacks what must follow it") from error
    root = _copy(raw, names)
    _refuse_leftovers(tex, root)
    mend(root, display)
    root.set("alttext", tex)
    return root


def math_svg(tex: str, size: float) -> bytes:
    """Return LaTeX `tex` in display style as an SVG of paths, `size` pixels to the em.

    Set in STIX Two Math, which ziamath brings along. Raises MathError as `mathml` does.
    """
    root = mathml(tex, display=True)
    root.set("xmlns", _NAMESPACE)
    try:
        picture = Math(etree.tostring(root, encoding="unicode"), size=size).svg()
    except _UNDRAWABLE as error:
        raise MathError(tex, "no picture can be made of it; write it more simply") from error
    return picture.encode("utf-8")


def _read(tex: str) -> tuple[str, tuple[str, ...]]:
    """Return `tex` as latex2mathml can read it and the words its placeholders stand for; refuse what is unsound."""
    if not tex.strip():
        raise MathError(tex, "it is empty")
    open_groups: list[str] = []
    names: list[str] = []
    substack = "\\substack" in tex

    def replace(match: re.Match[str]) -> str:
        found = match[0]
        match match.lastgroup:
            case "environment":
                return _edge(tex, match["edge"], match["environment"].strip(), open_groups)
            case "name":
                names.append(_words(match["name"].replace(" ", "").replace("\\,", "\u2009")))
                return f"{match['operator']}{{{_placeholder(len(names) - 1)}}}"
            case "font":
                # Without the space latex2mathml loses the font of a single letter.
                return found + " "
            case "words":
                names.append(_words(match["words"]))
                return f"{match['text']}{{{_placeholder(len(names) - 1)}}}"
            case "command" if found in _REFUSED:
                raise MathError(tex, _REFUSED[found])
            case "command":
                return "\\operatorname{arg}" if found == "\\arg" else found
            case "escaped":
                if found == "\\\\" and not (substack or any(group != "{" for group in open_groups)):
                    raise MathError(tex, "\\\\ breaks a line only inside an environment such as aligned")
                return found
            case _:
                _sign(tex, found, open_groups)
                return found

    read = _SCANNER.sub(replace, tex)
    if open_groups:
        left = open_groups[-1]
        raise MathError(tex, "a { is not closed" if left == "{" else f"\\begin{{{left}}} is not closed")
    return read, tuple(names)


def _edge(tex: str, edge: str, environment: str, open_groups: list[str]) -> str:
    if environment not in _ENVIRONMENTS:
        raise MathError(tex, f"the environment {environment} is not known")
    if edge == "begin":
        open_groups.append(environment)
    elif not open_groups or open_groups.pop() != environment:
        raise MathError(tex, f"\\end{{{environment}}} does not close what was opened last")
    return f"\\{edge}{{{_ENVIRONMENTS[environment]}}}"


def _sign(tex: str, sign: str, open_groups: list[str]) -> None:
    match sign:
        case "{":
            open_groups.append(sign)
        case "}":
            if not open_groups or open_groups.pop() != "{":
                raise MathError(tex, "a } closes nothing")
        case "&":
            if not any(group != "{" for group in open_groups):
                raise MathError(tex, "a & stands outside an environment such as aligned; for the sign itself write \\&")
        case _:
            raise MathError(tex, f"a {sign} stands in it; for the sign itself write \\{sign}")


def _placeholder(number: int) -> str:
    """A name of letters only, which latex2mathml takes as it is: it would misread most other signs in words."""
    return "zq" + "".join(chr(ord("a") + int(digit)) for digit in str(number)) + "zq"


def _words(raw: str) -> str:
    for sign in "%&#_$":
        raw = raw.replace(f"\\{sign}", sign)
    # MathML drops spaces at the ends of a text.
    return raw.replace("\\ ", "\u00a0").replace(" ", "\u00a0").replace("~", "\u00a0")


def _copy(source: Element, names: tuple[str, ...]) -> etree._Element:
    """Copy into lxml, with latex2mathml's character references and our placeholders resolved."""
    attributes = {name: value for name, value in source.attrib.items() if name != "xmlns"}
    target = etree.Element(source.tag, attributes)
    if source.text:
        known = {_placeholder(number): name for number, name in enumerate(names)}
        target.text = known.get(source.text) or html.unescape(source.text)
    target.extend([_copy(child, names) for child in source])
    return target


def _refuse_leftovers(tex: str, root: etree._Element) -> None:
    for element in root.iter():
        text = element.text or ""
        if element.tag in ("mi", "mo") and len(text) > 1 and text.startswith("\\"):
            raise MathError(tex, f"the command {text} is not known")
        if element.tag == "mtable" and not any(len(row) for row in element):
            raise MathError(tex, "an environment is empty")
        if len(element) != _ARITY.get(element.tag, len(element)):
            raise MathError(tex, "it is incomplete: a command lacks what must follow it")
