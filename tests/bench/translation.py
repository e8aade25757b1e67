"""Translation: update and check of a course of full size, 27 lessons in six languages."""

from __future__ import annotations

import gc
import tempfile
from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from full_course import UNITS, write_full_course
from measure import Watch

from machina_scorm.cli import COLLECT
from machina_scorm.dialect.inline import parse_inline
from machina_scorm.i18n.extract import Message, extract
from machina_scorm.i18n.po import PoEntry, read_po, write_po
from machina_scorm.i18n.pseudo import CLOSING, PseudoCatalog
from machina_scorm.i18n.update import catalog_path, update_catalogs
from machina_scorm.model.glossary import Term
from machina_scorm.problems import Report
from machina_scorm.project import Project, check_translations, read_project, translatable
from machina_scorm.source import Source

#: Every fortieth line of the course is written anew before the update.
_CHANGED = 40

_TOTAL = "update and check"


def run() -> None:
    """Do what `machina i18n update` and `machina i18n check` do, each as a command of its own would: reading first."""
    gc.set_threshold(*COLLECT)
    watch, work = Watch({_TOTAL: 10.0}), Watch()
    with tempfile.TemporaryDirectory() as name:
        root = Path(name)
        write_full_course(root)
        translate(root)
        write_full_course(root, _CHANGED)
        print(f"translation, {sum(UNITS)} lessons, 1 line in {_CHANGED} changed")
        project = watch.timed("read for the update", lambda: _read(root, with_catalogs=False))
        texts = work.timed("update", lambda: updated(project))
        write(root, texts)
        parse_inline.cache_clear()
        current = watch.timed("read for the check", lambda: _read(root))
        problems = work.timed("check", lambda: sum(1 for _ in check_translations(current)))
        Watch(watch.wanted).line(_TOTAL, work.total)
        Watch().line("both with their reading", work.total + watch.total)
        again = watch.timed("update without a change", lambda: updated(current))
        _print_counts(current, problems, sum(again[path] != text for path, text in texts.items()))


def translate(root: Path) -> None:
    """Write the catalogs of the course at `root`, whole, in the pseudo-language, each language a little different.

    Each translation ends with the glossary's renderings of the terms that it names, as a real one would hold them.
    """
    project = _read(root)
    texts = dict(updated(project))
    pseudo = PseudoCatalog()
    for name, value in translatable(project).items():
        known = {message.key: (pseudo.lookup(message.text), _named(project, message)) for message in extract(value)}
        for language in project.languages:
            path = catalog_path(language.code, name)
            if path in texts:
                file = read_po(texts[path], Source(path), Report())
                entries = tuple(_filled(entry, *known[entry.key], language.code) for entry in file.entries)
                texts[path] = write_po(replace(file, entries=entries))
    write(root, texts)


def _named(project: Project, message: Message) -> tuple[Term, ...]:
    text = message.msgid.casefold()
    terms = project.glossary.entries if project.glossary else ()
    return tuple(term for term in terms if any(name.casefold() in text for name in (term.name.md, *term.also)))


def _filled(entry: PoEntry, msgstr: str, named: tuple[Term, ...], code: str) -> PoEntry:
    words = [wording.use[0] for term in named if (wording := term.wording(code))]
    return replace(entry, msgstr=" ".join((msgstr.removesuffix(CLOSING), *words, code)) + CLOSING)


def updated(project: Project) -> Mapping[str, str]:
    """Return what `machina i18n update` makes of the catalogs on disk."""
    root, about = project.root, project.course.about
    old = {path.relative_to(root).as_posix(): path.read_bytes() for path in sorted(root.glob("i18n/*/*.po*"))}
    return update_catalogs(translatable(project), project.languages, about.language, old, Report(), about.id)


def write(root: Path, texts: Mapping[str, str]) -> None:
    """Write files below `root`."""
    for path, text in texts.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8", newline="\n")


def _read(root: Path, with_catalogs: bool = True) -> Project:
    report = Report()
    project = read_project(root, report, with_catalogs)
    assert project is not None and not report.errors, [str(problem) for problem in report.errors]
    return project


def _print_counts(project: Project, problems: int, changed: int) -> None:
    entries = [entry for catalog in project.catalogs.values() for entry in catalog.entries.values()]
    fuzzy = sum(entry.fuzzy for entry in entries)
    print(f"{'':28}{len(entries):8,} entries, {fuzzy:,} fuzzy, {problems:,} problems, {changed} files changed at last")
