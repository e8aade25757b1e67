"""Note in a catalog who vouches for its translations: a text in, a text out."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from machina_scorm.i18n.catalog import Key, decode_po, read_catalog
from machina_scorm.i18n.po import PoEntry, PoFile, read_po, write_po
from machina_scorm.i18n.review import State, entry_state, with_state
from machina_scorm.i18n.verify import Translatable, check_catalog
from machina_scorm.model.edition import Language
from machina_scorm.model.glossary import Glossary
from machina_scorm.problems import Problem, Report, Severity
from machina_scorm.source import Source


@dataclass(frozen=True, slots=True)
class Mark:
    """What to note: `state`, who it is owed to (`by`, may be ""), on which entries.

    `only` are the states that an entry must have now, empty for any. `fuzzy`: fuzzy entries are accepted, which takes
    their mark and the message of before the change away; else they are passed over, as are obsolete ones.
    """

    state: State
    by: str = ""
    only: tuple[State, ...] = ()
    fuzzy: bool = False


@dataclass(frozen=True, slots=True)
class Marked:
    """A catalog as it is to be, how many entries changed, and what was refused, at its place in the former text."""

    text: str
    changed: int
    refused: tuple[Problem, ...] = ()


def mark_catalog(
    data: bytes,
    source: Source,
    language: Language,
    texts: Translatable,
    glossary: Glossary | None,
    mark: Mark,
    report: Report,
) -> Marked | None:
    """Return a PO file with `mark` noted; None, with the reasons in `report`, where it cannot be read whole.

    As reviewed, an entry is refused in which the checks of translations find an error; it stays as it is.
    """
    file = read_po(decode_po(data, source, report), source, report)
    if file.broken:
        return None
    wanted = {entry.key: _marked(entry, mark) for entry in file.entries if _is_meant(entry, mark)}
    refused: tuple[Problem, ...] = ()
    if mark.state is State.REVIEWED:
        wrong = dict(_errors(file, wanted, source, language, texts, glossary))
        refused = tuple(problem for problems in wrong.values() for problem in problems)
        wanted = {key: entry for key, entry in wanted.items() if key not in wrong}
    entries = tuple(wanted.get(e.key, e) if not e.obsolete else e for e in file.entries)
    changed = sum(new != old for new, old in zip(entries, file.entries, strict=True))
    return Marked(write_po(replace(file, entries=entries)), changed, refused)


def _is_meant(entry: PoEntry, mark: Mark) -> bool:
    if entry.obsolete or not entry.msgstr or (entry.fuzzy and not mark.fuzzy):
        return False
    return not mark.only or entry_state(entry) in mark.only


def _marked(entry: PoEntry, mark: Mark) -> PoEntry:
    accepted = replace(entry.with_fuzzy(False), previous=None) if entry.fuzzy else entry
    return with_state(accepted, mark.state, mark.by)


def _errors(
    file: PoFile,
    wanted: dict[Key, PoEntry],
    source: Source,
    language: Language,
    texts: Translatable,
    glossary: Glossary | None,
) -> Iterator[tuple[Key, tuple[Problem, ...]]]:
    """Yield the entries in which a check finds an error, checked as they would be."""
    text = write_po(PoFile(tuple(wanted.values()), file.header))
    catalog = read_catalog(text, source, language, Report())
    places = {entry.key: Source(source.path, entry.line) for entry in file.entries if not entry.obsolete}
    by_line = {entry.source: key for key, entry in catalog.entries.items()}
    found: dict[Key, list[Problem]] = {}
    for problem in check_catalog(catalog, texts, glossary):
        key = by_line.get(problem.source)  # None for what is said of the whole file
        if key and problem.severity is Severity.ERROR:
            found.setdefault(key, []).append(replace(problem, source=places[key]))
    yield from ((key, tuple(problems)) for key, problems in found.items())
