"""Attempts survive the preview; a damaged file loses nothing else."""

from __future__ import annotations

import json
from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from machina_scorm.preview.attempts import FOLDER, Attempt, Attempts

PACKAGE = "el/lu1/lu1-l1.scorm12.zip"


def test_what_was_saved_is_there_for_the_next_preview(tmp_path: Path) -> None:
    assert Attempts(tmp_path).read(PACKAGE) == (Attempt(1, {}),)
    assert Attempts(tmp_path).save(PACKAGE, 1, "sco-1", {"cmi.suspend_data": "Ψηφίο"})
    assert Attempts(tmp_path).save(PACKAGE, 1, "sco-2", {"cmi.core.exit": ""})
    found = Attempts(tmp_path).read(PACKAGE)
    assert found == (Attempt(1, {"sco-1": {"cmi.suspend_data": "Ψηφίο"}, "sco-2": {"cmi.core.exit": ""}}),)
    assert Attempts(tmp_path).read("en/other.zip") == (Attempt(1, {}),)


def test_a_new_attempt_keeps_the_old_one_and_an_empty_one_is_used_again(tmp_path: Path) -> None:
    attempts = Attempts(tmp_path)
    assert [a.number for a in attempts.begin(PACKAGE)] == [1]
    attempts.save(PACKAGE, 1, "sco", {"a": "1"})
    assert [a.number for a in attempts.begin(PACKAGE)] == [1, 2]
    assert [a.number for a in attempts.begin(PACKAGE)] == [1, 2]
    assert attempts.save(PACKAGE, 2, "sco", {"a": "2"})
    assert [a.scos["sco"]["a"] for a in attempts.read(PACKAGE)] == ["1", "2"]
    assert not attempts.save(PACKAGE, 3, "sco", {"a": "3"})
    assert attempts.clear(PACKAGE) == (Attempt(1, {}),)
    assert not list((tmp_path / FOLDER).rglob("*.json*"))


def test_a_damaged_file_counts_as_none(tmp_path: Path) -> None:
    file = tmp_path / FOLDER / f"{PACKAGE}.json"
    file.parent.mkdir(parents=True)
    for text in ("", "{", "[]", '{"attempts": 1}', '{"attempts": [{"number": "x", "scos": {}}]}', '{"attempts": [1]}'):
        file.write_text(text, encoding="utf-8")
        assert Attempts(tmp_path).read(PACKAGE) == (Attempt(1, {}),), text
    file.write_text(json.dumps({"attempts": [{"number": 4, "scos": {"a": {"b": 1}, "c": {"d": "e"}}}]}), "utf-8")
    assert Attempts(tmp_path).read(PACKAGE) == (Attempt(4, {"c": {"d": "e"}}),)


@given(values=st.dictionaries(st.text(max_size=20), st.text(max_size=50), min_size=1, max_size=5))
def test_any_values_come_back(tmp_path_factory, values: dict[str, str]) -> None:  # type: ignore[no-untyped-def]
    attempts = Attempts(tmp_path_factory.mktemp("attempts"))
    values = {key: text.encode("utf-8", "ignore").decode() for key, text in values.items() if key.isprintable()}
    assert attempts.save(PACKAGE, 1, "sco", values)
    assert attempts.read(PACKAGE)[0].scos["sco"] == values
