"""Inlines → inline Markdown that is read back as the same inlines, written as a person would where it can be."""

from __future__ import annotations

import re

from machina_scorm.dialect import parse_inline, refusals
from machina_scorm.model.inline import Break, Code, Emph, Inline, Inlines, Link, Math, Str, Strong

#: Begins with a letter and holds no sign of Markdown: read back as itself.
_SAFE = re.compile(r"[^\W\d_][^\\`*_\[\]<>&$~!^|#{}\n]*")
_ALL = re.compile(r"([\\`*_\[\]<>$~!|{}&^#])")
_INSIDE = re.compile(r"([\\`*_\[\]<>$]|&(?=[#\w]+;)|~(?=~)|!(?=\[))")
_NUMBER = re.compile(r"(\d{1,9})([.)])(?=\s|$)")


def plain_inline(text: str) -> str:
    """Return literal characters as inline Markdown."""
    return write_inlines((Str(text),) if text else ())


def alt_text(text: str) -> str:
    """Return literal characters as an alternative text, which stands in brackets."""
    return _much(text) if any(sign in text for sign in "[]") else plain_inline(text)


def write_inlines(nodes: Inlines) -> str:
    """Return Markdown that parse_inline reads as `nodes`; emphasis that Markdown cannot say there is left out.

    The nodes are merged: no two Strs follow one another. Their first line does not look like the beginning of a block.
    """
    nodes = merged(nodes)
    if is_plain(nodes):
        return "".join(node.text for node in nodes if isinstance(node, Str))
    for escape in (_little, _much):
        md = _starts("".join(_write(node, escape, _after(nodes, place)) for place, node in enumerate(nodes)))
        if parse_inline(md) == nodes:
            return md
    bare = merged(_bare(nodes))
    if bare != nodes:
        return write_inlines(bare)
    return _starts("".join(_write(node, _much, _after(nodes, place)) for place, node in enumerate(nodes)))


def is_plain(nodes: Inlines) -> bool:
    """Tell whether nodes are one text that Markdown leaves alone."""
    return len(nodes) == 1 and isinstance(nodes[0], Str) and bool(_SAFE.fullmatch(nodes[0].text))


def holds(nodes: Inlines, md: str) -> bool:
    """Tell whether `md` says what `nodes` say, within the dialect."""
    if is_plain(nodes):
        return True
    if parse_inline(md) != merged(nodes):
        return False
    return not any(sign in md for sign in ("[^", "~~", "<", "![")) or not refusals(md)


def merged(nodes: Inlines) -> Inlines:
    """Return nodes with neighbouring Strs as one and empty ones taken out."""
    found: list[Inline] = []
    for node in nodes:
        match node:
            case Str(""):
                continue
            case Str(text) if found and isinstance(found[-1], Str):
                found[-1] = Str(found[-1].text + text)
            case Emph(children):
                found += [Emph(merged(children))] if merged(children) else []
            case Strong(children):
                found += [Strong(merged(children))] if merged(children) else []
            case Link(target, children):
                found.append(Link(target, merged(children)))
            case _:
                found.append(node)
    return tuple(found)


def _bare(nodes: Inlines) -> Inlines:
    """Return nodes without emphasis."""
    found: list[Inline] = []
    for node in nodes:
        match node:
            case Emph(children) | Strong(children):
                found += _bare(children)
            case Link(target, children):
                found.append(Link(target, _bare(children)))
            case _:
                found.append(node)
    return tuple(found)


def _after(nodes: Inlines, place: int) -> str:
    """Return the character that follows a node in the output, if it is a Str's."""
    after = nodes[place + 1] if place + 1 < len(nodes) else None
    return after.text[:1] if isinstance(after, Str) else ""


def _little(text: str) -> str:
    return _INSIDE.sub(_escaped, text)


def _much(text: str) -> str:
    return _ALL.sub(r"\\\1", text)


def _escaped(found: re.Match[str]) -> str:
    sign, text, at = found[0], found.string, found.start()
    before, after = text[at - 1 : at], text[at + 1 : at + 2]
    # `_` inside a word and `*` between blanks are nothing but themselves.
    if sign == "_" and before.isalnum() and after.isalnum():
        return sign
    if sign in "*<>$" and before in ("", " ") and after in ("", " "):
        return sign
    if sign == ">" and before:
        return sign
    if sign == "]" and "[" not in text:
        return sign
    if sign == "\\" and after and (after.isalnum() or after == " "):
        return sign
    return "\\" + sign


def _write(node: Inline, escape: object, after: str) -> str:
    escaper = _much if escape is _much else _little
    match node:
        case Str(text):
            return escaper(text)
        case Emph(children):
            return f"*{_all(children, escaper)}*"
        case Strong(children):
            return f"**{_all(children, escaper)}**"
        case Code(text):
            return _code(text)
        case Math(tex):
            # A digit behind the sign would make it money.
            return f"${tex}$"
        case Link(target, children):
            words = _all(children, escaper)
            if any(sign in words for sign in "[]"):
                words = _all(children, _much)
            plain = all(c.isalnum() or c in "-._~:/?#@!&'+,;=%" for c in target) and "&" not in target
            return f"[{words}]({target})" if plain else f"[{words}](<{_target(target)}>)"
        case Break():
            return "\\\n"


def _all(nodes: Inlines, escape: object) -> str:
    return "".join(_write(node, escape, _after(nodes, place)) for place, node in enumerate(nodes))


def _target(target: str) -> str:
    return _ALL.sub(r"\\\1", target)


def _code(text: str) -> str:
    longest = max((len(run) for run in re.findall("`+", text)), default=0)
    fence = "`" * (longest + 1)
    pad = " " if text[:1] in ("`", " ") or text[-1:] in ("`", " ") else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _starts(md: str) -> str:
    """Escape what at the beginning of a line would begin a block; a digit behind a formula becomes an entity."""
    lines = [_start(line) for line in md.split("\n")]
    return re.sub(r"(?<=\S)\$(\d)", _digit, "\n".join(lines))


def _digit(found: re.Match[str]) -> str:
    return f"$&#{ord(found[1])};" if not _odd_backslashes(found) else found[0]


def _odd_backslashes(found: re.Match[str]) -> bool:
    before = found.string[: found.start()]
    return (len(before) - len(before.rstrip("\\"))) % 2 == 1


def _start(line: str) -> str:
    if numbered := _NUMBER.match(line):
        return f"{numbered[1]}\\{line[len(numbered[1]) :]}"
    sign, rest = line[:1], line[1:]
    blank = rest[:1] in ("", " ", "\t")
    begins = (
        (sign == "#")
        or sign == ">"
        or (sign in "-+*" and (blank or not rest.strip(" " + sign)))
        or (sign in "-=" and not rest.strip(sign + " "))
        or (sign == ":" and (blank or rest.startswith("::")))
        or sign == "|"
        or line.startswith(("~~~", "!["))
    )
    return "\\" + line if begins else line
