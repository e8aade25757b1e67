"""One item more in a list that a person wrote: everything else stays, byte for byte."""

from __future__ import annotations

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from machina_scorm.yamledit import append_to_list

ITEM = "code: es\nname: Español\n"
FLOW = "{code: es, name: Español}"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("a: [en, fr]  # two\nb: 1\n", "a: [en, fr, es]  # two\nb: 1\n"),
        ("a: []\n", "a: [es]\n"),
        ("a: [\n  en,  # English\n  fr,\n]\n", "a: [\n  en,  # English\n  fr, es,\n]\n"),
        ("a:\n- en\n- fr # French\n\n# more\nb: 1\n", "a:\n- en\n- fr # French\n- es\n\n# more\nb: 1\n"),
        ("a:\r\n    -   en\r\nb: 1\r\n", "a:\r\n    -   en\r\n    -   es\r\nb: 1\r\n"),
        ("\ufeffa:\n  - en", "\ufeffa:\n  - en\n  - es\n"),
        ("a: [\"en\", 'fr']", "a: [\"en\", 'fr', es]"),
    ],
)
def test_a_word_is_added(before: str, after: str) -> None:
    assert append_to_list(before, "a", "es") == after


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "a:\n  - code: en\n    name: English  # own\n\n# the end\n",
            "a:\n  - code: en\n    name: English  # own\n  - code: es\n    name: Español\n\n# the end\n",
        ),
        ("a:\n- {code: en,\n   name: English}\nb: 1\n", f"a:\n- {{code: en,\n   name: English}}\n- {FLOW}\nb: 1\n"),
        ("a: [{code: en, name: English}]\n", f"a: [{{code: en, name: English}}, {FLOW}]\n"),
        (
            "a:\n  - code: en\n    name: |\n      English\nb: 1\n",
            "a:\n  - code: en\n    name: |\n      English\n  - code: es\n    name: Español\nb: 1\n",
        ),
        (
            "a:\n  - code: en\n    same:\n      - one\n      - two\nb: 1\n",
            "a:\n  - code: en\n    same:\n      - one\n      - two\n  - code: es\n    name: Español\nb: 1\n",
        ),
    ],
)
def test_a_mapping_is_added(before: str, after: str) -> None:
    assert append_to_list(before, "a", ITEM, FLOW) == after


@pytest.mark.parametrize(
    "text", ["", "b: [en]\n", "a: en\n", "a: {en: 1}\n", "a:\n", "a: [en\n", "- a\n", "a: [en]\n---\n"]
)
def test_where_there_is_no_such_list_there_is_none(text: str) -> None:
    assert append_to_list(text, "a", "es") is None


words = st.from_regex(r"[a-z]{2,8}", fullmatch=True).filter(
    lambda word: word not in ("no", "on", "off", "yes", "null", "true", "false")
)
comments = st.sampled_from(["", "  # note", " # [a, b]"])


@given(st.lists(st.tuples(words, comments), min_size=1, max_size=5), st.integers(0, 4), st.booleans(), st.booleans())
def test_it_reads_back_with_one_item_more(items: list[tuple[str, str]], indent: int, flow: bool, crlf: bool) -> None:
    if flow:
        body = "a: [" + ", ".join(word for word, _ in items) + "] # end\n"
    else:
        body = "a:\n" + "".join(f"{' ' * indent}- {word}{comment}\n" for word, comment in items)
    text = f"# begin\nx: 1\n{body}\n# between\nb: [c]\n"
    text = text.replace("\n", "\r\n") if crlf else text
    changed = append_to_list(text, "a", "es")
    assert changed is not None
    assert yaml.safe_load(changed) == {**yaml.safe_load(text), "a": [*(word for word, _ in items), "es"]}
    assert changed.replace(", es", "").replace(f"{' ' * indent}- es\n", "").replace(
        f"{' ' * indent}- es\r\n", ""
    ) == text or ("es" in [word for word, _ in items])
