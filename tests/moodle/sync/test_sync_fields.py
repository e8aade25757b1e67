"""What differs between two values, short enough for a person's eye."""

from __future__ import annotations

import json

from hypothesis import given
from hypothesis import strategies as st

from machina_scorm.moodle.sync.fields import differences, owned_fields, same, same_order, shortened

_TEXT = st.text(st.characters(exclude_categories=["Cs"]))
_LONG = st.one_of(_TEXT, st.text("ab <p>/é\n", min_size=60, max_size=400))
_SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-(2**53), 2**53), st.floats(allow_nan=False), _LONG)
_VALUES = st.recursive(
    _SCALARS,
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(_TEXT, inner, max_size=3)),
    max_leaves=8,
)
#: A diff is at most so long: what is shown, and an ellipsis at either end.
_LONGEST = 122


@given(st.dictionaries(_TEXT, _VALUES, max_size=4))
def test_equal_values_differ_in_nothing(value: dict[str, object]) -> None:
    assert differences(value, value) == ()
    # What a site gives: JSON by PHP, in which an empty map is a list.
    assert differences(json.loads(json.dumps(value).replace("{}", "[]")), json.loads(json.dumps(value))) == () or (
        "{}" in json.dumps(value)
    )


@given(_VALUES, _VALUES)
def test_a_difference_is_short_and_seen(before: object, after: object) -> None:
    changes = differences({"field": before}, {"field": after})
    assert bool(changes) == (not same(before, after))
    for one in changes:
        assert max(len(one.before), len(one.after)) <= _LONGEST


@given(st.text("abc", min_size=100, max_size=300), st.integers(0, 99), st.text("xyz", min_size=1, max_size=20))
def test_a_changed_word_is_in_the_window(text: str, place: int, word: str) -> None:
    before, after = shortened(text, text[:place] + word + text[place:])
    assert word in after and len(before) <= _LONGEST


def test_html_is_told_without_tags_and_files_by_name() -> None:
    assert shortened("<p>One <b>word</b></p>", "<p>Two words</p>") == ("One word", "Two words")
    assert shortened({"/a/b.pdf": "a" * 40}, {"/a/b.pdf": "b" * 40}) == ("a/b.pdf aaaaaaa", "a/b.pdf bbbbbbb")
    assert shortened(None, ["x"]) == ("", '["x"]')
    long = "<p>" + "word " * 60 + "</p>"
    before, after = shortened(long, long.replace("word </p>", "end</p>"))
    assert before.startswith("…") and after.endswith("end")


def test_a_difference_in_markup_alone_is_told_too() -> None:
    """Bold is a change: both sides must not read the same."""
    (one,) = differences({"intro": "<p>One word</p>"}, {"intro": "<p>One <b>word</b></p>"})
    assert one.before != one.after
    (one,) = differences({"intro": "<p>One  word</p>"}, {"intro": "<p>One word</p>"})
    assert one.before != one.after


def test_what_lies_in_lists_is_told_the_same() -> None:
    before = [{"from": 70.0, "text": '<div lang="en">\n<p>Passed.</p></div>'}]
    after = [{"from": 90, "text": '<div lang="en">\n<p>Passed.</p></div>'}]
    assert shortened(before, after) == ('[{"from": 70, "text": "Passed."}]', '[{"from": 90, "text": "Passed."}]')
    assert shortened(70, 90.0) == ("70", "90") and shortened(0.5, True) == ("0.5", "true")


def test_whole_numbers_and_empty_maps_as_moodle_gives_them() -> None:
    assert same(1, 1.0) and same({}, []) and same({"a": 1}, {"a": 1.0}) and same((1, 2), [1, 2])
    assert not same("1", 1) and not same(None, "") and not same([], [0])


def test_owned_fields_are_flat() -> None:
    spec = {"section": "s", "name": "n", "settings": {"grade": 10}, "files": {"package": {"/a.zip": "f" * 40}}}
    assert owned_fields("cm", spec) == {"name": "n", "settings.grade": 10, "files.package": {"/a.zip": "f" * 40}}
    assert owned_fields("qcategory", {"name": "n", "bank": "b"}) == {"name": "n"}
    slots = owned_fields("slots", {"quiz": "q", "slots": [{"question": "a"}, {"category": "c", "page": 2}]})
    assert slots["slots"] == [
        {"question": "a", "page": 1, "mark": 1.0},
        {"category": "c", "page": 2, "mark": 1.0, "subcategories": False},
    ]


@given(st.permutations(list("abcdef")), st.sets(st.sampled_from("abcdefg")))
def test_an_order_is_the_same_without_what_is_gone(keys: list[str], gone: set[str]) -> None:
    left = [key for key in keys if key not in gone]
    assert same_order(left, keys) and same_order(keys, [*left, "new"])
    assert same_order({"s": keys[:3], "t": keys[3:]}, {"t": keys[3:], "s": keys[:3], "u": ["new"]})
    if len(left) > 1:
        assert not same_order(left[::-1], keys)
        assert not same_order({"s": left}, {"s": left[1:], "t": left[:1]})
    assert same_order(None, keys) and same_order([], keys)
