"""Site profiles and where tokens come from."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from machina_scorm.errors import MoodleError
from machina_scorm.moodle.choice import OWNABLE, PARTS, Choice, Naming, QuizChoice
from machina_scorm.moodle.profile import (
    Profile,
    Thresholds,
    check_profile,
    choice_of,
    connect,
    find_profile,
    read_profile,
    read_profiles,
    site_names,
)
from machina_scorm.moodle.secret import TokenSource, read_token, variable_of
from machina_scorm.problems import Report
from machina_scorm.source import Source

REPOSITORY = Path(__file__).resolve().parents[2]
SECRET = "0123456789abcdef0123456789abcdef"
PLACE = Source("moodle/sites/x.yaml", 1)


def _read(text: str) -> tuple[Profile | None, list[str]]:
    report = Report()
    return read_profile(text, "x", PLACE, report), [problem.rule for problem in report]


def test_the_example_profiles_can_be_read() -> None:
    assert site_names(REPOSITORY) == ["example", "example-school"]
    for name in site_names(REPOSITORY):
        report = Report()
        profile = find_profile(REPOSITORY, name, report)
        assert profile and not report.problems
    assert profile.read_only and profile.token.kind == "file" and profile.timeouts.read == 120


def test_the_least_profile_takes_the_token_from_the_sites_variable() -> None:
    profile, rules = _read("url: https://moodle.example.org/\n")
    assert rules == [] and profile
    assert profile.url == "https://moodle.example.org"
    assert profile.token == TokenSource("env", "MACHINA_TOKEN_X") and not profile.read_only
    assert variable_of("my-school.fr") == "MACHINA_TOKEN_MY_SCHOOL_FR"


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("", "yaml-empty"),
        ("url: [", "yaml-syntax"),
        ("token: {env: X}", "schema"),
        ("url: moodle.example.org", "schema"),
        ("url: http://moodle.example.org", "site-address"),
        ("url: https://me:secret@x.org", "schema"),
        (f"url: https://x.org\ntoken: {SECRET}", "schema"),
        ("url: https://x.org\ntoken: {env: A, file: b}", "schema"),
        ("url: https://x.org\nverify: false", "schema"),
        ("url: https://x.org\npin: nonsense", "schema"),
        ("url: https://x.org\nnamespace: Ä", "schema"),
        ("url: https://x.org\ntimeout: {read: 0}", "schema"),
        ("url: https://x.org\ngranularity: lesson", "schema"),
        ("url: https://x.org\non_drift: ask", "schema"),
        ("url: https://x.org\nquiz: {questions: 0}", "schema"),
        ("url: https://x.org\nquiz: {questions: some}", "schema"),
        ("url: https://x.org\nowned: {dates: false}", "schema"),
        ("url: https://x.org\nparts: {notes: maybe}", "schema"),
        ("url: https://x.org\npass_grade: 101", "schema"),
        ("url: https://x.org\nthresholds: {updates: -1}", "schema"),
        ("url: https://x.org\ngroups: [A group]", "schema"),
        ("url: https://x.org\nnaming: {fullname: '{Title}'}", "site-naming"),
        ("url: https://x.org\nnaming: {shortname: '{course}{}'}", "site-naming"),
    ],
)
def test_a_broken_profile_is_told(text: str, rule: str) -> None:
    profile, rules = _read(text)
    assert profile is None and rule in rules


@given(st.text(max_size=80))
def test_no_text_brings_the_reader_down(text: str) -> None:
    _read(text)


@pytest.mark.parametrize("name", ["../course", "nosuch", "", "a/b", ".hidden"])
def test_a_site_that_is_not_there_is_told(name: str) -> None:
    with pytest.raises(MoodleError, match="there is no site"):
        find_profile(REPOSITORY, name, Report())


def test_a_token_from_the_environment(tmp_path: Path) -> None:
    source = TokenSource("env", "X")
    assert read_token(source, "x", tmp_path, {"X": f" {SECRET}\n"}).reveal() == SECRET
    for wrong in ({}, {"X": ""}, {"X": "with spaces in it and long"}, {"X": "short"}):
        with pytest.raises(MoodleError) as error:
            read_token(source, "x", tmp_path, wrong)
        assert not wrong.get("X") or wrong["X"] not in str(error.value)


def test_a_token_from_a_file_that_only_its_owner_reads(tmp_path: Path) -> None:
    course, home = tmp_path / "course", tmp_path / "home"
    course.mkdir()
    home.mkdir()
    file = home / "x.token"
    file.write_text(SECRET + "\n")
    file.chmod(0o600)
    source = TokenSource("file", str(file))
    assert read_token(source, "x", course).reveal() == SECRET
    file.chmod(0o640)
    with pytest.raises(MoodleError, match="others can read"):
        read_token(source, "x", course)
    inside = course / "x.token"
    inside.write_text(SECRET)
    inside.chmod(0o600)
    for name in (str(inside), "x.token"):
        with pytest.raises(MoodleError, match="course's folder"):
            read_token(TokenSource("file", name), "x", course)
    link = home / "link"
    link.symlink_to(inside)
    with pytest.raises(MoodleError, match="course's folder"):
        read_token(TokenSource("file", str(link)), "x", course)
    (home / "binary").write_bytes(b"\xff\xfe\x00")
    (home / "binary").chmod(0o600)
    for name in ("none", "binary", "."):
        with pytest.raises(MoodleError) as error:
            read_token(TokenSource("file", str(home / name)), "x", course)
        assert SECRET not in str(error.value)


def test_a_keyring_that_is_not_installed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "keyring", None)
    with pytest.raises(MoodleError, match="keyring"):
        read_token(TokenSource("keyring", "machina"), "x", tmp_path)


def test_a_keyring_that_does_not_open_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import sys
    import types

    class NoKeyringError(Exception):
        pass

    def get_password(*_: str) -> str:
        raise NoKeyringError

    errors = types.ModuleType("keyring.errors")
    errors.__dict__["KeyringError"] = NoKeyringError
    keyring = types.ModuleType("keyring")
    keyring.__dict__.update(errors=errors, get_password=get_password)
    monkeypatch.setitem(sys.modules, "keyring", keyring)
    monkeypatch.setitem(sys.modules, "keyring.errors", errors)
    with pytest.raises(MoodleError, match="does not open"):
        read_token(TokenSource("keyring", "machina"), "x", tmp_path)


def test_an_authority_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MACHINA_TOKEN_X", SECRET)
    profile, _ = _read("url: https://x.org\nca_file: none.pem")
    assert profile
    with pytest.raises(MoodleError, match="no file"):
        connect(profile, tmp_path)
    pinned, _ = _read(f"url: https://x.org\npin: '{':'.join(['AB'] * 32)}'")
    assert pinned and "x.org" in repr(connect(pinned, tmp_path))


def test_the_template_shows_every_key() -> None:
    shown = (REPOSITORY / "moodle/sites/example-school.yaml").read_text("utf-8")
    schema = json.loads((REPOSITORY / "machina_scorm/schemas/site.schema.json").read_text("utf-8"))
    for key, value in schema["properties"].items():
        assert re.search(rf"^#? ?{key}:", shown, re.M), key
        for inner in value.get("properties", ()):
            assert re.search(rf"\b{inner}:", shown) or key == "token", inner
        assert value.get("description"), key
    assert tuple(schema["properties"]["parts"]["properties"]) == PARTS
    assert tuple(schema["properties"]["owned"]["properties"]) == OWNABLE


def test_what_the_template_says_is_read() -> None:
    profile = find_profile(REPOSITORY, "example-school", Report())
    assert profile
    assert choice_of(profile, "other") == Choice(
        "machina",
        "#3",
        ("fr", "de"),
        ("lu1",),
        "unit",
        Naming("{course} {number}: {title} ({language})", "{course}-{unit}-{LANG}"),
        True,
        True,
        60,
        QuizChoice(5, False, 2, 45, 100, True),
        frozenset({"trainer"}),
        frozenset({"order", "completion"}),
    )
    assert profile.thresholds == Thresholds() and profile.groups == ("pilot",) and profile.on_drift == "keep"
    assert len({profile.choice, profile.choice}) == 1


def test_what_holds_where_a_profile_is_silent() -> None:
    profile, _ = _read("url: https://moodle.example.org")
    assert profile and choice_of(profile, "machina") == Choice(namespace="machina")
    assert (profile.on_drift, profile.groups, profile.canary) == ("keep", (), False)
    everything, _ = _read("url: https://x.org\nquiz: {questions: all, attempts: 0}\nvisible: false\npass_grade: 0")
    assert everything and everything.choice.quiz == QuizChoice(attempts=0)
    assert everything.choice.visible is False and everything.choice.pass_grade == 0


def test_all_profiles_and_groups_of_them_the_canaries_first(tmp_path: Path) -> None:
    folder = tmp_path / "moodle/sites"
    folder.mkdir(parents=True)
    for name, more in (("a", "groups: [pilot]"), ("b", "canary: true"), ("c", "groups: [pilot, big]"), ("d", "x: 1")):
        (folder / f"{name}.yaml").write_text(f"url: https://{name}.example.org\n{more}\n", "utf-8")
    report = Report()
    assert [profile.name for profile in read_profiles(tmp_path, report)] == ["b", "a", "c"]
    assert [(str(p.source), p.rule) for p in report.errors] == [("moodle/sites/d.yaml:2", "schema")]
    assert [profile.name for profile in read_profiles(tmp_path, Report(), ["big", "none"])] == ["c"]
    assert read_profiles(tmp_path / "none", Report()) == ()


def test_what_the_course_does_not_have_is_told_with_its_line() -> None:
    profile, _ = _read("url: https://x.org\nlanguages: [en, xx]\nunits:\n  - lu1\n  - lu9")
    assert profile
    report = Report()
    check_profile(profile, ("en", "fr"), ("lu1",), report)
    told = [(str(problem.source), problem.rule) for problem in report]
    assert told == [("moodle/sites/x.yaml:2", "site-language"), ("moodle/sites/x.yaml:5", "site-unit")]
