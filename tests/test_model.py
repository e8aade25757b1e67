"""The walks over texts, fingerprints, archives: what everything else relies on."""

from __future__ import annotations

import zipfile
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from machina_scorm.model.blocks import Admonition, BlockList, Label, Paragraph, Table
from machina_scorm.model.fingerprint import fingerprint
from machina_scorm.model.questions import Accepted, Gap, Gaps, TextEntry
from machina_scorm.model.spellings import spell_out, spellings
from machina_scorm.model.text import Text, iter_text, map_text
from machina_scorm.package.archive import pack
from machina_scorm.source import Source

texts = st.builds(Text, st.text(max_size=8), st.sampled_from(["", "title", "label"]))
blocks = st.recursive(
    st.builds(Paragraph, texts),
    lambda inner: (
        st.builds(Admonition, st.just("note"), st.none() | texts, st.lists(inner, max_size=3).map(tuple))
        | st.builds(BlockList, st.lists(st.lists(inner, max_size=2).map(tuple), max_size=2).map(tuple))
    ),
    max_leaves=8,
)


@given(blocks)
def test_both_walks_see_the_same_texts_in_the_same_order(block: object) -> None:
    seen: list[Text] = []

    def record(text: Text) -> Text:
        seen.append(text)
        return text

    assert map_text(block, record) is block
    assert seen == list(iter_text(block))


@given(blocks)
def test_every_text_is_changed_and_nothing_else(block: object) -> None:
    changed = map_text(block, lambda text: replace(text, md=text.md + "!"))
    assert [text.md for text in iter_text(changed)] == [text.md + "!" for text in iter_text(block)]
    assert map_text(changed, lambda text: replace(text, md=text.md[:-1])) == block


def test_a_node_can_change_what_happens_below_it() -> None:
    tree = (Paragraph(Text("a")), Admonition("note", Text("b"), (Paragraph(Text("c")),)))
    shout = map_text(
        tree,
        lambda text: replace(text, md=text.md.upper()),
        lambda node, change: (lambda text: text) if isinstance(node, Admonition) else change,
    )
    assert [text.md for text in iter_text(shout)] == ["A", "b", "c"]


@pytest.mark.parametrize(
    ("text", "context"),
    [(Text("a", "title"), "title"), (Text("a"), None), (Text("a", "title", context="verb"), "verb")],
)
def test_the_context_is_the_role_of_short_texts(text: Text, context: str | None) -> None:
    assert text.msgctxt == context


def test_a_fingerprint_does_not_see_where_something_was_written() -> None:
    first = Table((Text("a", source=Source("x", 1)),), (), ("",), source=Source("x", 1))
    moved = Table((Text("a", source=Source("x", 9)),), (), ("",), source=Source("y", 9))
    assert fingerprint(first) == fingerprint(moved)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("a", b"a"),
        (("a", "b"), ("ab",)),
        (("a", ("b",)), ("a", "b")),
        (Text("a"), Text("a", lang="en")),
        (Paragraph(Text("a")), Label("", Text("a"))),
        (1, "1"),
        (None, ""),
        (Decimal("1.0"), Decimal("1.00")),
    ],
)
def test_different_values_have_different_fingerprints(one: object, other: object) -> None:
    assert fingerprint(one) != fingerprint(other)


def test_a_value_without_a_fingerprint_is_refused() -> None:
    with pytest.raises(TypeError, match="dict"):
        fingerprint({"a": 1})


@given(st.dictionaries(st.text("abc/", min_size=1, max_size=6), st.binary(max_size=50), max_size=6))
def test_a_zip_depends_on_its_content_only(entries: dict[str, bytes]) -> None:
    backwards = dict(reversed(entries.items()))
    assert pack(entries) == pack(backwards)
    with zipfile.ZipFile(BytesIO(pack(entries))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == entries


def test_a_zip_holds_the_time_that_the_environment_sets(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    with zipfile.ZipFile(BytesIO(pack({"a": b""}))) as archive:
        assert archive.infolist()[0].date_time == (2023, 11, 14, 22, 13, 20)
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    with zipfile.ZipFile(BytesIO(pack({"b": b"", "a": b""}, first=("b",)))) as archive:
        assert archive.namelist() == ["b", "a"]
        assert archive.infolist()[0].date_time == (1980, 1, 1, 0, 0, 0)


@pytest.mark.parametrize(
    ("text", "expected"),
    [("a", ("a",)), ("a | b|a", ("a", "b")), (r"x\|y | z", ("x|y", "z")), ("|", ("|",)), ("", ("",))],
)
def test_an_accepted_answer_has_spellings(text: str, expected: tuple[str, ...]) -> None:
    assert spellings(text) == expected


def test_spellings_become_answers_of_the_same_credit() -> None:
    entry = TextEntry((Accepted(Text("a | b", "answer")), Accepted(Text("c", "answer"), Decimal(50))))
    gap = Gaps((), (Gap("1", "text", entry),))
    spelled = spell_out((gap,))[0].gaps[0].interaction
    assert isinstance(spelled, TextEntry)
    assert [(a.text.md, a.credit) for a in spelled.answers] == [("a", 100), ("b", 100), ("c", 50)]
    whole = (Paragraph(Text("a | b")),)
    assert spell_out(whole) is whole
