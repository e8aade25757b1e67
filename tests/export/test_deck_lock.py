"""The lock beside a deck: what it says, the same bytes, and that nothing else is taken for one."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest
from builders import GREEK, deck_lesson, edition, unit
from hypothesis import given
from hypothesis import strategies as st

from machina_scorm.export.deck import export_lesson
from machina_scorm.export.deck.lock import Lock, LockError, LockItem, read_lock, write_lock
from machina_scorm.i18n.catalog import Catalog, Entry
from machina_scorm.i18n.localise import localise
from machina_scorm.source import Source

LESSON = deck_lesson()


def lock_bytes() -> bytes:
    return export_lesson(edition(), unit(LESSON), LESSON).beside[0][1]


WHOLE = lock_bytes()


def item(lock: Lock, shown: str, kind: str = "") -> LockItem:
    items = (item for slide in lock.slides for item in slide.items)
    return next(item for item in items if item.shown == shown and kind in ("", item.kind))


def test_it_knows_every_text() -> None:
    lock = read_lock(WHOLE)
    assert (lock.lesson, lock.language, lock.source_language, lock.template) == (LESSON.key, "en", "en", "machina")
    assert [slide.id for slide in lock.slides] == [slide.id for slide in LESSON.slides]
    assert [slide.kind for slide in lock.slides] == [slide.kind for slide in LESSON.slides]
    feature = item(lock, "Feature: known")
    assert feature.text is not None and feature.text.md == "**Feature**: known"
    title = item(lock, "Words", "title")
    assert title.text is not None and (title.text.msgctxt, title.text.role) == ("title", "title")
    cell = item(lock, "Supervised")
    assert (cell.kind, cell.table, cell.row, cell.column) == ("cell", 0, 1, 0)
    assert item(lock, "Kind").row == 0
    assert item(lock, "print(1)").code and item(lock, "print(1)").text is None
    assert any(i.kind == "formula" for slide in lock.slides for i in slide.items)
    picture = next(i for slide in lock.slides for i in slide.items if i.kind == "picture")
    assert picture.text is not None and picture.sha256
    note = next(i for slide in lock.slides for i in slide.items if i.kind == "note")
    assert note.shown == "Welcome."


def test_a_translation_is_known_by_the_text_it_stands_for() -> None:
    entries = {(None, "**Feature**: known"): Entry("**Χαρακτηριστικό**: γνωστό", False, Source("el.po"))}
    greek, _ = localise(LESSON, Catalog(GREEK, Source("el.po"), entries), "en")
    made = export_lesson(edition(GREEK), unit(greek), greek)
    lock = read_lock(made.beside[0][1])
    text = item(lock, "Χαρακτηριστικό: γνωστό").text
    assert text is not None
    assert (text.msgid, text.md, text.lang) == ("**Feature**: known", "**Χαρακτηριστικό**: γνωστό", "")
    other = item(lock, "nested").text
    assert other is not None and (other.msgid, other.lang) == ("nested", "en")


def test_the_same_bytes_and_no_places_that_move() -> None:
    assert lock_bytes() == WHOLE
    moved = replace(LESSON, slides=tuple(replace(s, source=Source("x", 99)) for s in LESSON.slides))
    assert export_lesson(edition(), unit(moved), moved).beside[0][1] == WHOLE
    assert write_lock(read_lock(WHOLE)) == WHOLE


def broken() -> list[bytes]:
    value = json.loads(WHOLE)
    return [
        b"",
        b"{",
        b"[]",
        b"null",
        b"7",
        b"\xff\xfe",
        b"[" * 100_000,
        WHOLE[:1000],
        WHOLE.replace(b'"form": 1', b'"form": 9'),
        WHOLE.replace(b'"text": 0', b'"text": 99999'),
        WHOLE.replace(b'"text": 0', b'"text": -1'),
        WHOLE.replace(b'"part": 1', b'"part": "x"'),
        json.dumps({**value, "slides": 3}).encode(),
        json.dumps({**value, "slides": [{"items": [{"kind": 1}]}]}).encode(),
        json.dumps({**value, "more": 1}).encode(),
    ]


@pytest.mark.parametrize("data", broken(), ids=range(len(broken())))
def test_anything_else_is_no_lock(data: bytes) -> None:
    with pytest.raises(LockError):
        read_lock(data)


@given(st.integers(0, len(WHOLE) - 1), st.binary(min_size=1, max_size=4))
def test_a_damaged_lock_is_read_or_refused(place: int, junk: bytes) -> None:
    try:
        read_lock(WHOLE[:place] + junk + WHOLE[place + len(junk) :])
    except LockError:
        return
