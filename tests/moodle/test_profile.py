"""Site profiles and where tokens come from."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from machina_scorm.errors import MoodleError
from machina_scorm.moodle.profile import Profile, connect, find_profile, read_profile, site_names
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
