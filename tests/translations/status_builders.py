"""A small course, translated into Greek by the pseudo-language, and what is done to it in these tests."""

from __future__ import annotations

import subprocess
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from click.testing import CliRunner, Result

from machina_scorm.cli import main
from machina_scorm.i18n.po import PoEntry, PoFile, read_po, write_po
from machina_scorm.i18n.pseudo import PseudoCatalog
from machina_scorm.model.text import Text
from machina_scorm.problems import Report
from machina_scorm.project import read_project
from machina_scorm.source import Source
from machina_scorm.translations.status import Status, catalog_files, read_status

SENTENCE = "The opening: a situation from a job."
LESSON = "units/unit1/lesson1/lesson.md"
GREEK = "i18n/el/unit1.po"


def i18n(root: Path, command: str, *options: str) -> Result:
    return CliRunner().invoke(main, ["i18n", command, *options, "--project", str(root)])


def status_of(root: Path) -> Status:
    report = Report()
    project = read_project(root, report)
    assert project is not None
    return read_status(project, catalog_files(root), report)


def read(root: Path, path: str = GREEK) -> PoFile:
    return read_po((root / path).read_text("utf-8"), Source(path), Report())


def change(root: Path, alter: Callable[[PoEntry], PoEntry], path: str = GREEK) -> None:
    """Change every entry of a catalog that is in use."""
    file = read(root, path)
    entries = tuple(entry if entry.obsolete else alter(entry) for entry in file.entries)
    (root / path).write_text(write_po(replace(file, entries=entries)), encoding="utf-8", newline="\n")


def translate(entry: PoEntry) -> PoEntry:
    """Translate an entry by the pseudo-language."""
    text = Text(entry.msgid, entry.msgctxt if entry.msgctxt in ("label", "ui") else "")
    return replace(entry, msgstr=PseudoCatalog().lookup(text), flags=(), previous=None)


def whole(root: Path) -> Path:
    """Translate the whole course."""
    assert i18n(root, "update").exit_code == 0
    for path in ("i18n/el/course.po", GREEK):
        change(root, translate, path)
    return root


def rewrite(root: Path, old: str, new: str, path: str = LESSON) -> None:
    """Change words of a source file."""
    text = (root / path).read_text("utf-8")
    assert text.count(old) == 1
    (root / path).write_text(text.replace(old, new), encoding="utf-8", newline="\n")


def git(root: Path, *arguments: str, second: int = 0) -> str:
    """Run git as somebody in America, late on a fixed day."""
    who = ("-c", "user.name=A", "-c", "user.email=a@example.org", "-c", "commit.gpgsign=false")
    day = {"GIT_AUTHOR_DATE": "2024-05-31T23:30:00-0500", "GIT_COMMITTER_DATE": f"2024-06-01T12:00:{second:02}+0000"}
    command = ["git", *who, *arguments]
    environment = {"PATH": "/usr/bin:/bin", "HOME": str(root), "GIT_CONFIG_NOSYSTEM": "1", **day}
    done = subprocess.run(command, cwd=root, env=environment, check=True, capture_output=True, text=True)
    return done.stdout.strip()


def commit(root: Path) -> str:
    """Commit everything; return the commit's first seven digits."""
    if not (root / ".git").is_dir():
        git(root, "init", "-q")
    git(root, "add", "-A")
    git(root, "commit", "-q", "-m", "A change", second=int(git(root, "rev-list", "--count", "--all")))
    return git(root, "rev-parse", "HEAD")[:7]
