"""Every question file of ../shared/fixtures, judged as a real Moodle judged it.

The folder is found by MACHINA_FIXTURES, else beside the repository; without it the tests are skipped, unless
MACHINA_REQUIRE_FIXTURES=1 makes that a failure.
"""

from __future__ import annotations

import json
import os
from collections import Counter
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from machina_scorm.imports import Imported, read_file
from machina_scorm.imports.stored import Stored, Words
from machina_scorm.problems import Severity

FOLDER = Path(os.environ.get("MACHINA_FIXTURES", Path(__file__).resolve().parents[3] / "shared" / "fixtures"))
REQUIRED = os.environ.get("MACHINA_REQUIRE_FIXTURES") == "1"
MANIFEST: list[dict[str, Any]] = (
    json.loads((FOLDER / "MANIFEST.json").read_text("utf-8"))["files"] if (FOLDER / "MANIFEST.json").is_file() else []
)
FORMS = {"gift": "gift", "xml": "moodle-xml", "aiken": "aiken"}

#: What SILENT_CORRUPTION.md lists, and what else a Moodle takes without a word → the name we give the damage.
DAMAGE = {
    "02_unescaped_braces_code_stem.gift": "moodle-gift-braces-as-answers",
    "03b_unescaped_equals_multi.gift": "moodle-gift-equals-in-option",
    "08_indent_lost.gift": "moodle-gift-indent",
    "13b_entity_hash_in_option.gift": "moodle-gift-hash",
    "15d_weight_comma.gift": "moodle-gift-weight",
    "16_two_equals.gift": "moodle-gift-two-right",
    "17_equals_with_weight.gift": "moodle-gift-equals-weight",
    "21c_match_hash.gift": "moodle-gift-match-feedback",
    "22b_numeric_text_becomes_star.gift": "moodle-number-any",
    "27_category.gift": "moodle-gift-category-escape",
    "37b_empty_correct.gift": "moodle-option-empty",
    "40b_single_equals_only_is_sa.gift": "moodle-gift-one-answer",
    "41_no_correct.gift": "moodle-no-full-mark",
    "46_angle_brackets_moodle_format.gift": "moodle-tag-vanishes",
    "47b_mc_starting_gt.gift": "moodle-gift-ordering",
    "48_placeholder_collision.gift": "moodle-gift-placeholder",
    "50_backslash_paths.gift": "moodle-gift-backslash-n",
    "02c_blank_answers.xml": "moodle-option-empty",
    "02d_no_correct.xml": "moodle-no-full-mark",
    "08_dup_idnumber.xml": "moodle-idnumber-duplicate",
    "08c_idnumber_ws.xml": "moodle-idnumber-blanks",
    "09b_format_unknown.xml": "moodle-text-format",
    "10g_file_at_root_lost.xml": "moodle-file-lost",
    "11c_single_1_0.xml": "moodle-flag",
    "12d_tf_inconsistent.xml": "moodle-truth",
    "13c_match_no_answer.xml": "moodle-match-empty",
    "13g_match_notice_stops_rest.xml": "moodle-match-empty",
    "15f_num_bad_tol_stops_rest.xml": "moodle-number",
    "20_defaultgrade_empty.xml": "moodle-mark",
    "20d_penalty_2.xml": "moodle-penalty",
    "21b_ddwtos_bad_index.xml": "moodle-gap-unknown",
    "32i_sum_90.xml": "moodle-sum",
    "10_name_long_and_html.gift": "moodle-name-cut",
}

#: Valid to Moodle, and read, but nothing that quiz.yaml can hold as it is: the reason.
NOT_OURS = {
    "escapeColon.gift": "moodle-gift-two-right",
    "multiLineFeedback1.gift": "import-picture",
    "52_dup_options.gift": "import-option-duplicate",
    "10f_file_in_answer.xml": "import-picture",
    "17_cloze.xml": "import-cloze-multiresponse",
    "21d_gapselect.xml": "import-one-choice",
    "34_script_in_stem.xml": "import-active",
}


def test_the_fixtures_are_there() -> None:
    if not MANIFEST:
        message = f"no fixtures in {FOLDER}: set MACHINA_FIXTURES to the folder that holds MANIFEST.json"
        pytest.fail(message) if REQUIRED else pytest.skip(message)


def name_of(entry: dict[str, Any]) -> str:
    return str(entry["file"]).rpartition("/")[2]


def read(entry: dict[str, Any]) -> Imported:
    return read_file(FOLDER / entry["file"], form=FORMS[entry["format"]])


@pytest.mark.parametrize("entry", MANIFEST, ids=name_of)
def test_the_format_is_recognised(entry: dict[str, Any]) -> None:
    path = FOLDER / entry["file"]
    from machina_scorm.imports import recognise

    found = recognise(path.read_bytes(), path.name)
    assert found is not None and found.name == FORMS[entry["format"]]


@pytest.mark.parametrize("entry", MANIFEST, ids=name_of)
def test_a_file_is_judged_as_moodle_judges_it(entry: dict[str, Any]) -> None:
    found, name = read(entry), name_of(entry)
    errors = [problem for problem in found.problems if problem.severity is Severity.ERROR]
    assert all(problem.source.line > 0 for problem in errors), errors
    rules = {problem.rule for problem in found.problems}
    match entry["verdict"]:
        case "valid" | "imports-with-warning" | "imports-but-broken":
            assert Counter(found.types) == Counter(entry["types"])
        case "imports-with-silent-loss":
            assert len(found.types) > entry["imported"]
            assert errors
        case "invalid" | "partial-import-then-abort":
            assert errors
    if entry["verdict"] != "valid":
        assert not found.sound
    elif name not in DAMAGE and name not in NOT_OURS:
        assert not errors
        assert len(found.questions) == sum(n for kind, n in entry["types"].items() if kind != "description")
    if name in DAMAGE:
        assert DAMAGE[name] in rules
    if name in NOT_OURS:
        assert NOT_OURS[name] in rules


VALID = [entry for entry in MANIFEST if entry["verdict"] in ("valid", "imports-but-broken", "imports-with-warning")]


@pytest.mark.parametrize("entry", VALID, ids=name_of)
def test_a_question_is_read_as_moodle_stored_it(entry: dict[str, Any]) -> None:
    path = FOLDER / "expected" / (entry["file"].replace("/", "__") + ".json")
    if not path.is_file():
        pytest.skip(f"{path.name} is not among the expected results")
    expected = json.loads(path.read_text("utf-8"))
    stored = read(entry).stored
    assert len(stored) == len(expected)
    for ours, theirs in zip(stored, expected, strict=True):
        compare(ours, theirs)


def compare(ours: Stored, theirs: dict[str, Any]) -> None:
    assert ours.type == theirs["type"]
    if ours.name:
        assert ours.name == theirs["name"] or len(ours.name) > 255 or "<" in ours.name
    assert ours.text.text == theirs["text"]
    assert (ours.text.format, ours.general.text) == (theirs["format"], theirs["generalfeedback"])
    if ours.type != "description":
        assert ours.mark == Decimal(str(theirs["mark"]))
    assert abs(float(ours.penalty) - float(theirs["penalty"])) < 1e-6
    assert sorted(tag.casefold() for tag in ours.tags) == sorted(tag.casefold() for tag in theirs["tags"])
    if theirs["idnumber"] is not None:
        assert ours.idnumber == theirs["idnumber"]
    if "single" in theirs:
        assert (ours.single, ours.shuffle) == (theirs["single"] == "1", theirs["shuffleanswers"] == "1")
    if "pairs" in theirs:
        assert [[pair.text.text, pair.match] for pair in ours.pairs] == theirs["pairs"]
    if "hints" in theirs:
        assert [hint.text.text for hint in ours.hints] == [hint["hint"] for hint in theirs["hints"]]
    if "cloze_parts" in theirs:
        kinds = [part["type"] for part in theirs["cloze_parts"]]
        assert [(gap.kind, gap.source) for gap in ours.gaps] == [
            (kind, part["text"]) for kind, part in zip(kinds, theirs["cloze_parts"], strict=True)
        ]
    if ours.type in ("multichoice", "shortanswer", "numerical", "ordering", "truefalse") and "answers" in theirs:
        compare_answers(ours, theirs["answers"])


def compare_answers(ours: Stored, theirs: list[dict[str, Any]]) -> None:
    kept = [answer for answer in ours.answers if answer.text.text.strip()]
    assert len(kept) == len(theirs)
    for answer, other in zip(kept, theirs, strict=True):
        scale = 1 if ours.type == "ordering" else 100
        if ours.type == "numerical" and answer.text.text != "*":
            assert float(answer.text.text) == float(other["text"])
            if "tolerance" in other and other["tolerance"] != "" and answer.tolerance.replace(".", "").isdigit():
                assert abs(float(answer.tolerance) - float(other["tolerance"])) < 1e-9
        elif ours.type != "truefalse":
            assert answer.text.text == other["text"]
        else:
            assert answer.text.text.casefold() == str(other["text"]).casefold()
        assert abs(float(answer.fraction) / scale - float(other["fraction"])) < 1e-4
        assert plain(answer.feedback) == other["feedback"]


def plain(words: Words) -> str:
    return words.text
