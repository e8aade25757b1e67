"""What changed in a sentence, word by word."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from machina_scorm.translations.difference import Piece, excerpt, pieces

SENTENCES = st.text(alphabet="ab \n\u00a0é", max_size=60)


@given(SENTENCES, SENTENCES)
def test_the_pieces_give_both_texts(old: str, new: str) -> None:
    found = pieces(old, new)
    assert " ".join(p.old for p in found if p.old) == " ".join(old.split())
    assert " ".join(p.new for p in found if p.new) == " ".join(new.split())
    assert all(piece.changed or piece.old for piece in found)


@given(SENTENCES, SENTENCES)
def test_an_excerpt_keeps_every_change(old: str, new: str) -> None:
    assert [p for p in excerpt(old, new) if p.changed] == [p for p in pieces(old, new) if p.changed]


def test_an_excerpt_is_short() -> None:
    words = " ".join(f"w{number}" for number in range(100))
    found = list(excerpt(f"{words} old {words}", f"{words} new {words}", 2))
    assert found == [Piece("… w98 w99", "… w98 w99"), Piece("old", "new"), Piece("w0 w1 …", "w0 w1 …")]
