"""Word's equations (OMML) and MathML as LaTeX: the simple cases, which are nearly all; else None.

Source: ECMA-376 part 1, 22.1 (Office Math); MathML Core, 3.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from lxml import etree
from lxml.etree import _Element

_SIGNS: Mapping[str, str] = MappingProxyType(
    {
        "×": r"\times ", "÷": r"\div ", "·": r"\cdot ", "±": r"\pm ", "∓": r"\mp ", "≤": r"\le ", "≥": r"\ge ",
        "≠": r"\ne ", "≈": r"\approx ", "≡": r"\equiv ", "→": r"\to ", "⇒": r"\Rightarrow ", "∞": r"\infty ",
        "∂": r"\partial ", "∇": r"\nabla ", "∈": r"\in ", "∉": r"\notin ", "⊂": r"\subset ", "∪": r"\cup ",
        "∩": r"\cap ", "∀": r"\forall ", "∃": r"\exists ", "∝": r"\propto ", "∼": r"\sim ", "…": r"\dots ",
        "∑": r"\sum ", "∏": r"\prod ", "∫": r"\int ", "−": "-", "∗": "*", "\u2061": "", "\u2062": "", "\u200b": "",
        "{": r"\{", "}": r"\}", "%": r"\%", "#": r"\#", "&": r"\&", "$": r"\$", "_": r"\_", "\\": r"\backslash ",
        "α": r"\alpha ", "β": r"\beta ", "γ": r"\gamma ", "δ": r"\delta ", "ε": r"\varepsilon ", "ϵ": r"\epsilon ",
        "ζ": r"\zeta ", "η": r"\eta ", "θ": r"\theta ", "ι": r"\iota ", "κ": r"\kappa ", "λ": r"\lambda ", "μ": r"\mu ",
        "ν": r"\nu ", "ξ": r"\xi ", "π": r"\pi ", "ρ": r"\rho ", "σ": r"\sigma ", "τ": r"\tau ", "φ": r"\varphi ",
        "ϕ": r"\phi ", "χ": r"\chi ", "ψ": r"\psi ", "ω": r"\omega ", "Γ": r"\Gamma ", "Δ": r"\Delta ",
        "Θ": r"\Theta ", "Λ": r"\Lambda ", "Ξ": r"\Xi ", "Π": r"\Pi ", "Σ": r"\Sigma ", "Φ": r"\Phi ", "Ψ": r"\Psi ",
        "Ω": r"\Omega ", "ℝ": r"\mathbb{R}", "ℕ": r"\mathbb{N}",
    }
)  # fmt: skip
_ACCENTS = {"\u0302": "hat", "^": "hat", "\u0304": "bar", "¯": "bar", "\u0303": "tilde", "~": "tilde",
            "\u20d7": "vec", "→": "vec", "\u0307": "dot", "˙": "dot", "\u0305": "bar"}  # fmt: skip
_NEW_ROW = r" \\ "
_NAMES = frozenset({"sin", "cos", "tan", "log", "ln", "exp", "max", "min", "lim", "arg", "det", "sup", "inf"})
_FENCES = {"(": "(", ")": ")", "[": "[", "]": "]", "{": r"\{", "}": r"\}", "|": "|", "‖": r"\|", "⟨": r"\langle ",
           "⟩": r"\rangle ", "": "."}  # fmt: skip


class _Unknown(Exception):
    """A construct that has no simple LaTeX."""


def omml_to_tex(element: _Element) -> str | None:
    """Return the LaTeX of `m:oMath`, None for what is not simple."""
    try:
        return " ".join(_all(element).split()) or None
    except _Unknown:
        return None


def mathml_to_tex(element: _Element) -> str | None:
    """Return the LaTeX of `math`, None for what is not simple."""
    try:
        return " ".join(_ml_all(element).split()) or None
    except _Unknown:
        return None


def sign(text: str) -> str:
    """Return characters as LaTeX."""
    if text.strip() in _NAMES:
        return f"\\{text.strip()} "
    return "".join(_SIGNS.get(char, char) for char in text)


def _local(element: _Element) -> str:
    return etree.QName(element).localname if isinstance(element.tag, str) else ""


def _child(element: _Element, name: str) -> _Element | None:
    return next((child for child in element if _local(child) == name), None)


def _part(element: _Element, name: str) -> str:
    child = _child(element, name)
    return "" if child is None else _all(child)


def _property(element: _Element, name: str, default: str = "") -> str:
    for child in element:
        if _local(child).endswith("Pr"):
            found = _child(child, name)
            if found is not None:
                return next((str(v) for k, v in found.attrib.items() if str(k).endswith("}val")), "")
    return default


def _all(element: _Element) -> str:
    return "".join(_omml(child) for child in element)


def _omml(e: _Element) -> str:
    match _local(e):
        case "r":
            text = "".join(str(t.text or "") for t in e if _local(t) == "t")
            return rf"\text{{{text}}}" if _is_text(e, text) else sign(text)
        case "f":
            return rf"\frac{{{_part(e, 'num')}}}{{{_part(e, 'den')}}}"
        case "sSup":
            return f"{_base(_part(e, 'e'))}^{{{_part(e, 'sup')}}}"
        case "sSub":
            return f"{_base(_part(e, 'e'))}_{{{_part(e, 'sub')}}}"
        case "sSubSup":
            return f"{_base(_part(e, 'e'))}_{{{_part(e, 'sub')}}}^{{{_part(e, 'sup')}}}"
        case "rad":
            degree = _part(e, "deg").strip()
            return rf"\sqrt[{degree}]{{{_part(e, 'e')}}}" if degree else rf"\sqrt{{{_part(e, 'e')}}}"
        case "nary":
            operator = sign(_property(e, "chr", "∫"))
            lower, upper = _part(e, "sub"), _part(e, "sup")
            limits = (f"_{{{lower}}}" if lower else "") + (f"^{{{upper}}}" if upper else "")
            return f"{operator.strip()}{limits} {_part(e, 'e')}"
        case "d":
            left, right = _property(e, "begChr", "("), _property(e, "endChr", ")")
            if left not in _FENCES or right not in _FENCES:
                raise _Unknown("d")
            inner = ", ".join(_all(part) for part in e if _local(part) == "e")
            return rf"\left{_FENCES[left]}{inner}\right{_FENCES[right]}"
        case "acc":
            accent = _ACCENTS.get(_property(e, "chr", "\u0302"))
            if accent is None:
                raise _Unknown("acc")
            return rf"\{accent}{{{_part(e, 'e')}}}"
        case "bar":
            return rf"\overline{{{_part(e, 'e')}}}"
        case "func":
            return f"{_part(e, 'fName').strip()} {_part(e, 'e')}"
        case "limLow":
            return f"{_base(_part(e, 'e'))}_{{{_part(e, 'lim')}}}"
        case "m":
            rows = (" & ".join(_all(cell) for cell in row if _local(cell) == "e") for row in e if _local(row) == "mr")
            return rf"\begin{{matrix}}{_NEW_ROW.join(rows)}\end{{matrix}}"
        case "e" | "box" | "oMath" | "ins":
            return _all(e)
        case name if name.endswith("Pr") or name in ("bookmarkStart", "bookmarkEnd", "proofErr"):
            return ""
        case name:
            raise _Unknown(name)


def _is_text(run: _Element, text: str) -> bool:
    """Tell whether a run is words: marked as normal text, or upright and no function's name."""
    words = text.strip()
    return _property(run, "nor", "off") not in ("off", "0") or (
        _property(run, "sty") == "p" and len(text) > 1 and words.isalpha() and words not in _NAMES
    )


def _base(tex: str) -> str:
    bare = tex.strip()
    return tex if len(bare) == 1 or (bare.startswith("\\") and bare[1:].isalpha()) else f"{{{tex}}}"


def _ml_all(element: _Element) -> str:
    return "".join(_mathml(child) for child in element)


def _mathml(e: _Element) -> str:
    name, text, parts = _local(e), (e.text or "").strip(), list(e)
    match name:
        case "mi" | "mn" | "mo":
            return sign(text) if len(text) == 1 or name != "mi" or text in _NAMES else rf"\mathrm{{{text}}}"
        case "mtext" | "ms":
            return rf"\text{{{e.text or ''}}}"
        case "mrow" | "mstyle" | "mpadded" | "math":
            return _ml_all(e)
        case "semantics":
            return _mathml(parts[0]) if parts else ""
        case "mspace":
            return r"\ "
        case "mfrac" if len(parts) == 2:
            return rf"\frac{{{_mathml(parts[0])}}}{{{_mathml(parts[1])}}}"
        case "msup" if len(parts) == 2:
            return f"{_base(_mathml(parts[0]))}^{{{_mathml(parts[1])}}}"
        case "msub" | "munder" if len(parts) == 2:
            return f"{_base(_mathml(parts[0]))}_{{{_mathml(parts[1])}}}"
        case "msubsup" | "munderover" if len(parts) == 3:
            return f"{_base(_mathml(parts[0]))}_{{{_mathml(parts[1])}}}^{{{_mathml(parts[2])}}}"
        case "mover" if len(parts) == 2 and (parts[1].text or "").strip() in _ACCENTS:
            return rf"\{_ACCENTS[(parts[1].text or '').strip()]}{{{_mathml(parts[0])}}}"
        case "msqrt":
            return rf"\sqrt{{{_ml_all(e)}}}"
        case "mroot" if len(parts) == 2:
            return rf"\sqrt[{_mathml(parts[1])}]{{{_mathml(parts[0])}}}"
        case "mfenced":
            inner = ", ".join(_mathml(part) for part in parts)
            left, right = str(e.get("open", "(")), str(e.get("close", ")"))
            if left in _FENCES and right in _FENCES:
                return rf"\left{_FENCES[left]}{inner}\right{_FENCES[right]}"
    raise _Unknown(name)
