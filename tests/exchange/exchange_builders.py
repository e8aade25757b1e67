"""Bundles, desks and inline Markdown to exchange."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import strategies as st

from machina_scorm.dialect.inline import normalise
from machina_scorm.exchange import Format, formats
from machina_scorm.exchange.bundle import Bundle, Item, Part, Standing, item_id
from machina_scorm.exchange.outgoing import Desk
from machina_scorm.i18n.extract import Message
from machina_scorm.i18n.merge import merge
from machina_scorm.i18n.po import PoEntry, PoFile
from machina_scorm.model.edition import Language
from machina_scorm.model.text import Text
from machina_scorm.problems import Report
from machina_scorm.source import Source

FRENCH = Language("fr", "fr", "Français", "ltr", "nplurals=2; plural=(n > 1);", ("«", "»"), ",", 1.25)

_FRAGMENTS = (
    "word", "mot è", " ", " ", " ", ".", "**", "**", "*", "*", "_", "__", "`", "``", "`a*b`", "`x < 1 && y`",
    "$x < 1$", r"$\frac{a_1}{b} & 2$", "$", "[", "]", "](https://example.org/a_b)", '](lesson:u/l "t & <i>")', "[",
    "<https://example.org>", "<b>", "&amp;", "&lt;", "\\*", "\\\\", "\\", "\\\n", "{name}", "[[1]]", "![", "~~", "=1+1",
    "-5", "+", "@x", "'", "''=", "_x0041_", "日本語。", "𝒳", "\u202f", ";", ",", '"', "\t",
)  # fmt: skip

inline_markdown = st.lists(st.sampled_from(_FRAGMENTS), max_size=14).map(
    lambda parts: normalise("".join(parts)).strip()
)


@st.composite
def items(draw: st.DrawFn) -> Item:
    """Draw an item whose fields fit together."""
    msgid = draw(inline_markdown.filter(bool))
    msgstr = draw(inline_markdown)
    context = draw(st.sampled_from((None, "title", "ui", "an author's own <context>")))
    standing = draw(st.sampled_from([each for each in Standing if each is not Standing.MISSING]))
    return Item(
        id=item_id(context, msgid),
        msgid=msgid,
        msgstr=msgstr,
        msgctxt=context,
        standing=standing if msgstr else Standing.MISSING,
        notes=("unit 1 · title",),
        room=draw(st.sampled_from((0, 24))),
        base="12e45678",
        plain=draw(st.booleans()),
    )


@st.composite
def bundles(draw: st.DrawFn) -> Bundle:
    """Draw a bundle of two parts."""
    drawn = draw(st.lists(items(), min_size=1, max_size=4, unique_by=lambda item: item.id))
    parts = (Part("course", tuple(drawn[:1])), Part("lu1", tuple(drawn[1:])))
    return Bundle("machina", "en", "fr", tuple(part for part in parts if part.items))


def form(name: str) -> Format:
    """Return a format by its name."""
    return next(each for each in formats() if each.name == name)


def read(name: str, data: bytes) -> tuple[tuple[Bundle, ...], Report]:
    """Read bytes in a format."""
    report = Report()
    return form(name).read(data, Source("file.x"), report), report


def rules(report: Report) -> list[str]:
    """Return the rules that were broken, in the order of their places."""
    return [problem.rule for problem in report]


def bundle(*made: Item, **more: str) -> Bundle:
    """Return a bundle of one part, lu1."""
    return replace(Bundle("machina", "en", "fr", (Part("lu1", made),)), **more)


def item(msgid: str, msgstr: str = "", context: str | None = None, **more: object) -> Item:
    """Return an item, translated by a person if it has a translation."""
    standing = Standing.HUMAN if msgstr else Standing.MISSING
    made = Item(item_id(context, msgid), msgid, msgstr, context, standing, source=Source("file.x", 7))
    return replace(made, **more)  # type: ignore[arg-type]


def desk(*entries: PoEntry) -> Desk:
    """Return a course of one catalog, lu1, with these entries."""
    messages = tuple(
        Message(Text(entry.msgid, entry.msgctxt or "", Source("units/lu1/unit.yaml", 3)), (), ("units/lu1/unit.yaml",))
        for entry in entries
    )
    return Desk("machina", "en", FRENCH, {"lu1": messages}, {"lu1": merge(messages, PoFile(entries), FRENCH)})
