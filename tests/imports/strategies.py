"""Texts, blocks and questions of every kind for property tests, in the form in which quiz.yaml's reader gives them.

What no bank format holds by its nature stands in one form only: types without tries have the usual penalty, a text with
gaps has its first gap in its first block, the options of gaps are plain words.
"""

from __future__ import annotations

import unicodedata
from dataclasses import replace
from decimal import Decimal
from string import ascii_lowercase

from hypothesis import strategies as st

from machina_scorm.imports.inlines import alt_text, holds, merged, plain_inline, write_inlines
from machina_scorm.imports.paragraphs import tidy
from machina_scorm.model.blocks import (
    Admonition,
    Block,
    BlockList,
    Blocks,
    CodeBlock,
    Figure,
    Heading,
    Image,
    MathBlock,
    Paragraph,
    Quote,
    Table,
)
from machina_scorm.model.credits import CREDITS, share
from machina_scorm.model.inline import Break, Code, Emph, Inline, Inlines, Link, Math, Str, Strong
from machina_scorm.model.questions import (
    Accepted,
    AcceptedNumber,
    Choice,
    Essay,
    Gap,
    Gaps,
    Interaction,
    Item,
    Match,
    Number,
    Option,
    Order,
    Pair,
    Question,
    TextEntry,
)
from machina_scorm.model.text import Text
from machina_scorm.source import Source

HERE = Source("bank", 1)
SVG = b'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 20 10"><rect width="20" height="10"/></svg>'
IMAGE = Image("box.svg", "image/svg+xml", SVG, 20.0, 10.0)

_SIGNS = [
    *(
        "\\",
        "\\n",
        "->",
        "####",
        "//",
        "::",
        "[html]",
        "%50%",
        "&#39;",
        "&amp;",
        "{T}",
        "{1:SA:=a}",
        "]]>",
        "<b>",
        "$5",
    ),
    *(
        "\\(",
        "$$",
        "1. ",
        "- ",
        "# ",
        "> ",
        "|",
        "```",
        ": ",
        ":::",
        "![",
        "](",
        "**",
        "__",
        "~~",
        "=",
        "#",
        "~",
        "{",
        "}",
    ),
    *(
        '"',
        "'",
        "*",
        "_",
        "`",
        "[",
        "]",
        "<",
        ">",
        "&",
        "%",
        "!",
        "/",
        "0",
        "C#",
        "ș",
        "Ω",
        "ή",
        "ß",
        "&lt;",
        "\xa0",
        "…",
    ),
]
_letters = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn", "Zs", "Zl", "Zp", "Cf"))
_piece = st.one_of(st.sampled_from(_SIGNS), _letters, st.sampled_from(["word", "model", " ", " a "]))


def _clean(text: str) -> str:
    return unicodedata.normalize("NFC", " ".join(part for part in text.split(" ") if part))


#: Words that no Markdown, HTML, GIFT or XML may take for its own. MathJax's own signs would be a formula.
raw = (
    st.lists(_piece, min_size=1, max_size=8)
    .map(lambda parts: _clean("".join(parts)).strip())
    .filter(lambda t: bool(t) and "[^" not in t and "\\(" not in t and "$$" not in t and "\\[" not in t)
    .filter(lambda t: not t.startswith("_____") and "[[" not in t and "_____" not in t)
)
_tex = st.sampled_from([r"\frac{a}{b}", "x_1 < y", r"\neq \nu", r"a \& b", "C_n", r"\text{Ω}", "x^{2}"])
_target = st.sampled_from(["https://example.org/a_b?c=d&e=f#g", "mailto:a@example.org", "http://x.y/(z)"])


def _leaf() -> st.SearchStrategy[Inline]:
    return st.one_of(
        raw.map(Str), raw.filter(lambda t: t.strip() == t).map(Code), _tex.map(Math), st.just(Str(" ")), raw.map(Str)
    )


def _inline() -> st.SearchStrategy[Inline]:
    inner = st.lists(raw.map(Str), min_size=1, max_size=1).map(tuple)
    return st.one_of(
        _leaf(), _leaf(), inner.map(Emph), inner.map(Strong), st.builds(Link, _target, inner), st.just(Break())
    )


def inlines() -> st.SearchStrategy[Inlines]:
    """Inlines that Markdown can say."""
    return (
        st.lists(_inline(), min_size=1, max_size=5)
        .map(lambda nodes: tidy(_spaced(merged(tuple(nodes)))))
        .filter(lambda nodes: bool(nodes) and holds(nodes, unicodedata.normalize("NFC", write_inlines(nodes))))
        .filter(lambda nodes: not _is_display(nodes))
    )


def _spaced(nodes: Inlines) -> Inlines:
    """One blank where two meet; and HTML would merge two breaks into a paragraph's end."""
    found: list[Inline] = []
    for node in nodes:
        if isinstance(node, Str):
            node = Str(_single(node.text))
        if isinstance(node, Break) and found and isinstance(found[-1], Break):
            continue
        found.append(node)
    return merged(tuple(found))


def _single(text: str) -> str:
    while "  " in text:
        text = text.replace("  ", " ")
    return unicodedata.normalize("NFC", text)


def _is_display(nodes: Inlines) -> bool:
    """A text that MathJax would read otherwise when its parts meet."""
    words = "".join(node.text for node in nodes if isinstance(node, Str))
    return any(sign in words for sign in ("\\(", "\\[", "$$", "[^", "[[", "_____"))


def text(role: str = "") -> st.SearchStrategy[Text]:
    """A Text."""
    return inlines().map(lambda nodes: Text(unicodedata.normalize("NFC", write_inlines(nodes)), role, HERE))


def line() -> st.SearchStrategy[Text]:
    """One plain line, in the role "answer"."""
    return raw.map(lambda words: Text(plain_inline(words), "answer", HERE))


def _code() -> st.SearchStrategy[CodeBlock]:
    lines = st.sampled_from(
        ["if a == b {", "    return x # 1", "// note", "", "print('ș')  ", "a[0] = \\n", "<b>&lt;", "```"]
    )
    code = st.lists(lines, min_size=1, max_size=4).map("\n".join).filter(lambda c: bool(c.strip()))
    return st.builds(lambda c: CodeBlock("python", (c.removeprefix("\n").rstrip("\n"),), source=HERE), code)


def _table() -> st.SearchStrategy[Table]:
    def build(cells: list[Inlines], caption: Text | None) -> Table:
        texts = [Text(unicodedata.normalize("NFC", write_inlines(nodes)), "", HERE) for nodes in cells]
        head = tuple(replace(one, role="table-head") for one in texts[:2])
        return Table(head, ((texts[2], texts[3]),), ("", "right"), caption, "tbl-a" if caption else "", HERE)

    flat = inlines().filter(lambda nodes: not any(isinstance(node, Break) for node in nodes))
    safe = flat.filter(lambda nodes: "|" not in write_inlines(nodes) and "\\" not in write_inlines(nodes))
    return st.builds(build, st.lists(safe, min_size=4, max_size=4), st.none() | _caption())


def _caption() -> st.SearchStrategy[Text]:
    return text().filter(lambda t: "\n" not in t.md and not t.md.endswith("}"))


def figure() -> st.SearchStrategy[Figure]:
    """A picture, always the same one."""
    alt = raw.map(lambda words: Text(alt_text(words), "alt", HERE))
    return st.builds(lambda a, c: Figure(IMAGE, a, c, "fig-a" if c else "", HERE), alt, st.none() | _caption())


def _list() -> st.SearchStrategy[BlockList]:
    item = text().map(lambda t: (Paragraph(t),))
    return st.builds(
        lambda items, ordered: BlockList(tuple(items), ordered, 1),
        st.lists(item, min_size=1, max_size=3),
        st.booleans(),
    )


def block() -> st.SearchStrategy[Block]:
    """A block of a stem."""
    paragraph = text().map(Paragraph)
    return st.one_of(
        paragraph,
        paragraph,
        _code(),
        _list(),
        _table(),
        figure(),
        _tex.map(lambda tex: MathBlock(tex, source=HERE)),
        text().map(lambda t: Quote((Paragraph(t),))),
        _caption().map(lambda t: Heading(3, replace(t, role="title"))),
        st.builds(lambda t, p: Admonition("tip", replace(t, role="title"), (Paragraph(p),)), _caption(), text()),
    )


def blocks(most: int = 3) -> st.SearchStrategy[Blocks]:
    """Blocks that are not taken for one when they follow one another."""
    return st.lists(block(), min_size=1, max_size=most).map(_apart)


def _apart(found: list[Block]) -> Blocks:
    kept: list[Block] = []
    for one in found:
        if isinstance(one, BlockList) and kept and isinstance(kept[-1], BlockList):
            continue
        kept.append(one)
    return tuple(kept)


def answer() -> st.SearchStrategy[Blocks]:
    """An option: mostly one paragraph, in the role that the reader gives it."""

    def role(t: Text) -> Blocks:
        return (Paragraph(replace(t, role="answer" if len(t.md) <= 60 else "")),)

    several = st.tuples(text().map(Paragraph), _code())
    return st.one_of(text().map(role), text().map(role), several)


def _different(found: list[Blocks]) -> bool:
    return len(set(found)) == len(found)


def feedback() -> st.SearchStrategy[Blocks]:
    """Feedback, or none."""
    return st.one_of(st.just(()), st.just(()), text().map(lambda t: (Paragraph(t),)))


def single() -> st.SearchStrategy[Choice]:
    """One right option, perhaps a half-right one."""

    def build(texts: list[Blocks], notes: list[Blocks], right: int, half: Decimal) -> Choice:
        right %= len(texts)
        credits = [Decimal(100) if n == right else Decimal(0) for n in range(len(texts))]
        credits[right - 1] = half
        options = zip(ascii_lowercase, texts, credits, notes, strict=False)
        return Choice(tuple(Option(*parts) for parts in options))

    half = st.sampled_from([c * sign for c in CREDITS if c != 100 for sign in (1, -1)])
    texts = st.lists(answer(), min_size=2, max_size=4).filter(_different)
    return st.builds(build, texts, st.lists(feedback(), min_size=4, max_size=4), st.integers(0, 3), half)


def multiple() -> st.SearchStrategy[Choice]:
    """Several right options."""

    def build(texts: list[Blocks], right: int, wrong: Decimal) -> Choice:
        worth = share(max(1, right % len(texts)))
        credits = [worth if n < max(1, right % len(texts)) else -abs(wrong) for n in range(len(texts))]
        return Choice(tuple(Option(*p) for p in zip(ascii_lowercase, texts, credits, strict=False)), multiple=True)

    texts = st.lists(answer(), min_size=2, max_size=4).filter(_different)
    return st.builds(build, texts, st.integers(1, 4), st.sampled_from(CREDITS))


def truth() -> st.SearchStrategy[Choice]:
    """A statement that is true or false."""

    def build(right: bool, first: Blocks, second: Blocks) -> Choice:
        words = [(Paragraph(Text(word, "ui", HERE)),) for word in ("True", "False")]
        credits = [Decimal(100 if right else 0), Decimal(0 if right else 100)]
        return Choice(
            (Option("true", words[0], credits[0], first), Option("false", words[1], credits[1], second)), truth=True
        )

    return st.builds(build, st.booleans(), feedback(), feedback())


def text_entry() -> st.SearchStrategy[TextEntry]:
    """Accepted answers, the first with the whole credit."""

    def build(words: list[str], credit: Decimal, note: Blocks, sensitive: bool, otherwise: Blocks) -> TextEntry:
        found = [
            Accepted(Text(word, "answer", HERE), Decimal(100) if n == 0 else credit, note)
            for n, word in enumerate(words)
        ]
        return TextEntry(tuple(found), sensitive, otherwise)

    word = raw.filter(lambda t: bool(t.strip("* ")) and not any(s in t for s in ("|", "\\", "&&", "\xa0")))
    words = st.lists(word, min_size=1, max_size=3, unique_by=str.casefold)
    return st.builds(build, words, st.sampled_from(CREDITS), feedback(), st.booleans(), feedback())


def number() -> st.SearchStrategy[Number]:
    """Accepted numbers, the first with the whole credit."""

    def build(values: list[Decimal], credit: Decimal, note: Blocks, otherwise: Blocks, unit: Text | None) -> Number:
        found = [
            AcceptedNumber(v, Decimal(n) / 10, Decimal(100) if n == 0 else credit, note) for n, v in enumerate(values)
        ]
        return Number(tuple(found), unit, otherwise)

    value = st.decimals(min_value=-1000, max_value=1000, places=2, allow_nan=False)
    unit = st.sampled_from([None, Text("cm", "answer", HERE), Text("Euro", "answer", HERE)])
    values = st.lists(value, min_size=1, max_size=3, unique=True)
    return st.builds(build, values, st.sampled_from(CREDITS), feedback(), feedback(), unit)


def match() -> st.SearchStrategy[Match]:
    """Pairs and distractors."""

    def build(prompts: list[Blocks], fits: list[Text]) -> Match:
        pairs = [Pair(str(n), p, f) for n, (p, f) in enumerate(zip(prompts, fits, strict=False), start=1)]
        return Match(tuple(pairs), tuple(fits[len(prompts) :]))

    prompts = st.lists(answer(), min_size=2, max_size=3).filter(_different)
    return st.builds(build, prompts, st.lists(line(), min_size=3, max_size=5, unique=True))


def order() -> st.SearchStrategy[Order]:
    """Items in their right order."""
    items = st.lists(answer(), min_size=2, max_size=4).filter(_different)
    return st.builds(
        lambda texts, right, wrong: Order(
            tuple(Item(letter, t) for letter, t in zip(ascii_lowercase, texts, strict=False)), right, wrong
        ),
        items,
        feedback(),
        feedback(),
    )


def gaps() -> st.SearchStrategy[Gaps]:
    """Gaps of one mode for a list to choose from and for words to drag, else mixed."""

    def build(found: list[Choice | TextEntry | Number], drag: bool, words: str) -> Gaps:
        parts = []
        for n, one in enumerate(found, start=1):
            choice = "drag" if drag else "select"
            mode = choice if isinstance(one, Choice) else "text" if isinstance(one, TextEntry) else "number"
            parts.append(Gap(str(n), mode, one))
        md = plain_inline(words) + " " + " and ".join(f"[[{gap.id}]]" for gap in parts)
        return Gaps((Paragraph(Text(md, "", HERE)),), tuple(parts))

    word = st.sampled_from(["blue", "vert", "κόκκινο", "roșu", "C#"])

    def choice(words: list[str], right: int, note: Blocks) -> Choice:
        credits = [Decimal(100 if n == right % len(words) else 0) for n in range(len(words))]
        return Choice(
            tuple(
                Option(letter, (Paragraph(Text(plain_inline(w), "answer", HERE)),), c, note)
                for letter, w, c in zip(ascii_lowercase, words, credits, strict=False)
            )
        )

    words = st.lists(word, min_size=2, max_size=4, unique=True)
    lists = st.builds(choice, words, st.integers(0, 3), st.just(()))
    commented = st.builds(choice, words, st.integers(0, 3), feedback())
    plain_number = number().map(lambda n: replace(n, unit=None))
    opening = st.sampled_from(["Fill:", "A & B", "1 < 2"])
    only = st.lists(lists, min_size=1, max_size=3, unique_by=lambda c: frozenset(o.text for o in c.options))
    mixed = st.lists(st.one_of(commented, text_entry(), plain_number), min_size=2, max_size=3)
    with_text = mixed.filter(lambda found: any(not isinstance(one, Choice) for one in found))
    return st.one_of(
        st.builds(build, only, st.booleans(), opening), st.builds(build, with_text, st.just(False), opening)
    )


def essay() -> st.SearchStrategy[Essay]:
    """An essay with its guide."""
    return st.builds(
        Essay, feedback(), feedback(), st.integers(1, 40), st.integers(0, 5), st.sampled_from([0, 50, 500])
    )


KINDS: dict[str, st.SearchStrategy[Interaction]] = {
    "single": single(),
    "multiple": multiple(),
    "true-false": truth(),
    "short-answer": text_entry(),
    "numerical": number(),
    "matching": match(),
    "ordering": order(),
    "gaps": gaps(),
    "essay": essay(),
}

#: Which keep whether their options are shuffled.
_SHUFFLED = frozenset({"single", "multiple", "matching"})
_NO_TRIES = frozenset({"true-false", "essay"})


@st.composite
def question(draw: st.DrawFn, kind: str, number: int = 1) -> Question:
    """A question of one kind with everything that it can have."""
    interaction = draw(KINDS[kind])
    tries = kind not in _NO_TRIES
    points = draw(st.sampled_from([Decimal(1), Decimal(2), Decimal("0.5")]))
    cloze = isinstance(interaction, Gaps)
    return Question(
        id=f"q-{number}",
        key=f"lu1/l1-intro/q-{number}",
        type=kind,
        stem=draw(blocks(2)),
        interaction=interaction,
        outcome=draw(st.sampled_from(["", "k1"])),
        difficulty=draw(st.sampled_from(["", "easy", "hard"])),
        points=Decimal(len(interaction.gaps)) if cloze and isinstance(interaction, Gaps) else points,
        penalty=draw(st.sampled_from([Decimal("0.3333333"), Decimal("0.5"), Decimal(0)]))
        if tries
        else Decimal("0.3333333"),
        shuffle=draw(st.booleans()) if kind in _SHUFFLED else True,
        tags=tuple(draw(st.lists(st.sampled_from(["tag", "Ετικέτα", "two words"]), unique=True, max_size=2))),
        hints=tuple(h for h in draw(st.lists(feedback(), max_size=2)) if h) if kind != "essay" else (),
        feedback=draw(feedback()),
        **draw(st.sampled_from([{}, {"author": "A. Wri–ter", "license": "CC-BY-4.0"}, {"license": "MIT"}])),
        source=HERE,
    )
