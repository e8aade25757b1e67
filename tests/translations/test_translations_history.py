"""Since which commit a text is what it is: real repositories, and everything that git can be in the way."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest
from status_builders import commit, git

from machina_scorm.translations import history
from machina_scorm.translations.history import Since, texts_since

TEMPLATE = "i18n/templates/unit 1.pot"
HEADER = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
KEYS = ((None, "A first sentence of the lesson."), ("title", "Überschrift – naïve"), (None, "Two\nlines"))


def template(*, first: str = "A first sentence of the lesson.", second_line: str = "lines", swap: bool = False) -> str:
    entries = [
        f'#. lesson\nmsgid "{first}"\nmsgstr ""\n',
        '#. title\nmsgctxt "title"\nmsgid "Überschrift – naïve"\nmsgstr ""\n',
        f'msgid ""\n"Two\\n"\n"{second_line}"\nmsgstr ""\n',
    ]
    return "\n".join([HEADER, *(reversed(entries) if swap else entries)])


def write(root: Path, text: str) -> None:
    path = root / TEMPLATE
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8", newline="\n")


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(tmp_path))
    folder = tmp_path / "a course with spaces é"
    folder.mkdir()
    write(folder, template())
    return folder


def test_each_text_has_the_commit_that_wrote_it(root: Path) -> None:
    one = commit(root)
    write(root, template(first="Another first sentence."))
    two = commit(root)
    found = texts_since(root, TEMPLATE, [(None, "Another first sentence."), KEYS[1], (None, "not there")])
    assert found == {
        (None, "Another first sentence."): Since(two, "2024-05-31"),
        KEYS[1]: Since(one, "2024-05-31"),
    }
    assert str(found[KEYS[1]]) == f"since commit {one} (2024-05-31)"


def test_the_youngest_line_of_a_text_counts(root: Path) -> None:
    commit(root)
    write(root, template(second_line="rows"))
    assert texts_since(root, TEMPLATE, [(None, "Two\nrows")]) == {(None, "Two\nrows"): Since()}
    two = commit(root)
    assert texts_since(root, TEMPLATE, [(None, "Two\nrows")])[None, "Two\nrows"].commit == two


def test_a_text_that_was_moved_is_as_old_as_it_was(root: Path) -> None:
    one = commit(root)
    write(root, template(swap=True))
    commit(root)
    assert {since.commit for since in texts_since(root, TEMPLATE, KEYS[:2]).values()} == {one}


def test_what_is_not_committed_says_so(root: Path) -> None:
    git(root, "init", "-q")
    assert set(texts_since(root, TEMPLATE, KEYS).values()) == {Since()}  # a repository without commits
    (root / "other").write_text("x")
    git(root, "add", "other")
    git(root, "commit", "-q", "-m", "x")
    assert set(texts_since(root, TEMPLATE, KEYS).values()) == {Since()}  # a file that no commit has
    assert str(Since()) == "not committed yet"


def test_a_shallow_clone_says_that_it_may_be_older(root: Path, tmp_path: Path) -> None:
    commit(root)
    write(root, template(first="Another first sentence."))
    commit(root)
    write(root, template(first="A third first sentence."))
    last = commit(root)
    git(tmp_path, "clone", "-q", "--depth", "1", root.as_uri(), "clone")
    found = texts_since(tmp_path / "clone", TEMPLATE, KEYS[1:2])
    assert found == {KEYS[1]: Since(last, "2024-05-31", or_earlier=True)}
    assert str(found[KEYS[1]]).endswith("or earlier)")
    assert not texts_since(root, TEMPLATE, KEYS[1:2])[KEYS[1]].or_earlier


def test_without_git_or_a_repository_nothing_is_said(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert texts_since(root, TEMPLATE, KEYS) == {}
    commit(root)
    assert texts_since(root, TEMPLATE, ()) == {}
    monkeypatch.setenv("PATH", str(root))
    assert texts_since(root, TEMPLATE, KEYS) == {}


def test_a_git_that_hangs_is_given_up(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    commit(root)

    def hang(command: list[str], **options: object) -> None:
        raise subprocess.TimeoutExpired(command, 1.0)

    monkeypatch.setattr(history.subprocess, "run", hang)
    assert texts_since(root, TEMPLATE, KEYS) == {}


def test_the_settings_of_a_git_hook_do_not_mislead(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    one = commit(root)
    monkeypatch.setenv("GIT_DIR", str(root / "elsewhere"))
    assert texts_since(root, TEMPLATE, KEYS)[KEYS[0]].commit == one


def test_a_file_with_windows_line_ends(root: Path) -> None:
    path = root / TEMPLATE
    path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    one = commit(root)
    assert {since.commit for since in texts_since(root, TEMPLATE, KEYS).values()} == {one}
