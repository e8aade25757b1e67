"""Incoming: what a file says, and a course's catalogs → the catalogs as they are to be, and what became of each text.

Nothing is published by itself: what arrives is fuzzy until somebody has looked at it. A translation that a person has
changed since the file was made stays. Pure: no file is read or written here.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum

from machina_scorm.dialect.inline import normalise
from machina_scorm.exchange._nearest import Texts, change_shown, excerpt
from machina_scorm.exchange.bundle import Bundle, Item, Standing, item_id
from machina_scorm.exchange.outgoing import Desk, standing_of
from machina_scorm.i18n.catalog import Catalog, Entry, Key
from machina_scorm.i18n.extract import Message
from machina_scorm.i18n.po import FUZZY, PoEntry, PoFile
from machina_scorm.i18n.review import State, digest_of, with_state
from machina_scorm.i18n.update import catalog_path
from machina_scorm.i18n.verify import Translatable, check_catalog
from machina_scorm.model.edition import Language
from machina_scorm.model.text import CONTEXT_ROLES
from machina_scorm.problems import Problem, Report, Severity
from machina_scorm.source import Source

_OURS = re.compile(r"m[0-9a-f]{12}")

_IMPORTED = re.compile(r"machina:\s*imported from ")

#: A message's place: the name of its catalog, and what the catalog knows it by.
Place = tuple[str, Key]

_VOUCHED = (Standing.HUMAN, Standing.REVIEWED)


class Fate(StrEnum):
    """What became of a text of the file."""

    TAKEN = "taken"
    SAME = "same"
    EMPTY = "empty"
    CONFLICT = "conflict"
    REFUSED = "refused"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Choices:
    """What the user wants.

    `theirs`: the file wins over newer translations. `partial`: take what fits, set the rest aside.
    `accept`: a person vouches for what arrives; `reviewed_by` names who vouches for what the file calls reviewed.
    `memory`: the file is a translation memory, which only fills what is empty.
    """

    accept: bool = False
    theirs: bool = False
    partial: bool = False
    reviewed_by: str = ""
    memory: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """The outcome: the catalogs that changed by name, how many texts had which fate, what found no place.

    `refused` is True where the file must not be taken; then no catalog changed.
    """

    catalogs: Mapping[str, PoFile] = field(default_factory=dict)
    fates: Mapping[Fate, int] = field(default_factory=dict)
    rest: tuple[PoEntry, ...] = ()
    refused: bool = False


def take_in(bundle: Bundle, desk: Desk, choices: Choices, name: str, report: Report) -> Taken:
    """Return what the catalogs become by a bundle read from the file `name`.

    Rules: `import-course`, `import-source-changed` (refused, with the difference), `import-conflict`,
    `import-english-edited`, `import-incomplete`, and those of the checks of translations, as warnings.
    """
    intake = _Intake(desk, choices, name, report)
    if choices.memory:
        intake.remember(bundle)
    elif intake.belongs(bundle):
        intake.take(bundle)
    else:
        return Taken(refused=True)
    return intake.outcome()


class _Intake:
    """One file on its way in."""

    def __init__(self, desk: Desk, choices: Choices, name: str, report: Report) -> None:
        self.desk, self.choices, self.name, self.report = desk, choices, name, report
        self.messages: dict[Place, Message] = {
            (part, message.key): message for part, messages in desk.messages.items() for message in messages
        }
        self.entries: dict[Place, PoEntry] = {
            (part, entry.key): entry
            for part, file in desk.catalogs.items()
            for entry in file.entries
            if not entry.obsolete and (part, entry.key) in self.messages
        }
        self.by_id: dict[str, list[Place]] = {}
        self.by_text: dict[str, list[Place]] = {}
        for place in self.entries:
            self.by_id.setdefault(item_id(*place[1]), []).append(place)
            self.by_text.setdefault(_squeeze(place[1][1]), []).append(place)
        self.changed: dict[Place, PoEntry] = {}
        self.fates: Counter[Fate] = Counter()
        self.rest: list[PoEntry] = []
        self.texts: dict[tuple[str, bool], tuple[list[Place], Texts]] = {}
        self.refused = False

    def belongs(self, bundle: Bundle) -> bool:
        """Tell whether the file was made from this course."""
        hint = "go to the folder of the course that the file was made from, or name it by --project"
        if bundle.course and bundle.course != self.desk.course:
            message = f"the file is of the course {bundle.course!r}, this is {self.desk.course!r}"
            self.report.add("import-course", message, Source(self.name), hint)
            return False
        items = [item for _, item in bundle if item.msgstr]
        if len(items) > 3 and not any(self._places("", item) for item in items):
            message = f"of the {len(items)} texts in the file none is of this course"
            self.report.add("import-course", message, Source(self.name), hint)
            return False
        return True

    def take(self, bundle: Bundle) -> None:
        """Take every item, those of texts that are gone last."""
        lost: list[tuple[str, Item]] = []
        found: list[tuple[Place, Item]] = []
        for part, item in bundle:
            item = replace(item, msgstr=normalise(item.msgstr).strip(), msgctxt=_context(item))
            places = self._places(part, item)
            if not item.msgstr:
                self.fates[Fate.EMPTY] += 1
            elif not places and not _touched((item.msgctxt, item.msgid), item):
                self.fates[Fate.SAME] += 1  # the catalog has it as a suggestion for what the text has become
            elif not places:
                lost.append((part, item))
            else:
                found += [(place, item) for place in places]
        wrong = self._wrong(found)
        for place, item in found:
            self._take_one(place, item, (place, item.id) in wrong)
        for part, item in lost:
            self._take_lost(part, item)

    def remember(self, bundle: Bundle) -> None:
        """Fill what is empty from a translation memory: the same text, of the same context if there is one."""
        known: dict[str, list[Item]] = {}
        for _, item in bundle:
            if item.msgstr.strip():
                known.setdefault(_squeeze(item.msgid), []).append(item)
        used = 0
        for place, entry in self.entries.items():
            suggested = known.get(_squeeze(entry.msgid), [])
            if not suggested:
                continue
            used += len(suggested)
            if entry.msgstr:
                self.fates[Fate.SAME] += 1
                continue
            best = next((item for item in suggested if item.msgctxt == entry.msgctxt), suggested[0])
            self.changed[place] = self._marked(replace(entry, msgstr=normalise(best.msgstr).strip()))
            self.fates[Fate.TAKEN] += 1
        self.fates[Fate.UNKNOWN] = max(0, sum(map(len, known.values())) - used)

    def outcome(self) -> Taken:
        """Return what became of everything."""
        if self.refused:
            return Taken(fates=self.fates, refused=True)
        files: dict[str, PoFile] = {}
        for part, file in self.desk.catalogs.items():
            own = {key: entry for (name, key), entry in self.changed.items() if name == part}
            if own:
                entries = tuple(entry if entry.obsolete else own.get(entry.key, entry) for entry in file.entries)
                files[part] = replace(file, entries=entries)
        return Taken(files, self.fates, tuple(self.rest))

    def _places(self, part: str, item: Item) -> list[Place]:
        """Return where a text stands: by its id, else by its words if only one text has them."""
        places = self.by_id.get(item.id, [])
        if not places and not _OURS.fullmatch(item.id):  # a program has given it a number of its own
            places = self.by_text.get(_squeeze(item.msgid), []) if item.msgid else []
            same = [place for place in places if place[1][0] == item.msgctxt]
            places = same or (places if len({place[1] for place in places}) == 1 else [])
        return [place for place in places if place[0] == part] or places

    def _wrong(self, found: Iterable[tuple[Place, Item]]) -> set[tuple[Place, str]]:
        """Return which items a check finds an error in, after saying so: they are not for readers yet."""
        parts: dict[str, dict[Key, Item]] = {}
        for (part, key), item in found:
            if item.msgstr != self.entries[part, key].msgstr and _touched(key, item):
                parts.setdefault(part, {}).setdefault(key, item)
        wrong: set[tuple[Place, str]] = set()
        for part, items in parts.items():
            places = {item_id(*key): (key, item) for key, item in items.items()}
            entries = {
                key: Entry(item.msgstr, False, Source(item_id(*key)), self.entries[part, key].comments)
                for key, item in items.items()
            }
            catalog = Catalog(self.desk.language, Source(catalog_path(self.desk.language.code, part)), entries)
            for problem in check_catalog(catalog, Translatable(self.desk.messages[part]), self.desk.glossary):
                if problem.severity is Severity.ERROR:
                    key, item = places[problem.source.path]
                    wrong.add(((part, key), item.id))
                    self._say_wrong(problem, item)
        return wrong

    def _say_wrong(self, problem: Problem, item: Item) -> None:
        message = f"{excerpt(item.msgstr)}: {problem.message}; it comes in as needs review"
        self.report.warn(problem.rule, message, item.source, problem.hint)

    def _take_one(self, place: Place, item: Item, wrong: bool) -> None:
        entry = self.changed.get(place, self.entries[place])
        doubt = item.doubt
        if item.msgid and _squeeze(item.msgid) != _squeeze(entry.msgid):
            doubt = "the English in the file was edited"
            message = f"{doubt}: {change_shown(entry.msgid, item.msgid)}"
            hint = "the course does not change by it; it comes in as needs review"
            self.report.warn("import-english-edited", message, item.source, hint)
        elif doubt:
            hint = "it comes in as needs review; have the rest translated and import it again"
            self.report.warn("import-incomplete", f"{excerpt(item.msgstr)}: {doubt}", item.source, hint)
        # That a person looked at it shows by another text than the one that was sent, or by what the file says of it.
        touched = _touched(entry.key, item)
        vouched = self.choices.accept and not wrong and not doubt and (touched or item.standing in _VOUCHED)
        if normalise(entry.msgstr).strip() == item.msgstr:
            settled = self._accepted(entry, item) if vouched else entry
            self._keep(place, settled, Fate.SAME if settled == entry else Fate.TAKEN)
            return
        if not touched:  # the catalog went on, the file did not
            self.fates[Fate.SAME] += 1
            return
        newer = not entry.fuzzy and standing_of(entry) in _VOUCHED and digest_of(*entry.key, entry.msgstr) != item.base
        if newer and not self.choices.theirs:
            self.fates[Fate.CONFLICT] += 1
            path = catalog_path(self.desk.language.code, place[0])
            message = (
                f"{path} has {excerpt(entry.msgstr)}, changed since the export; the file has {excerpt(item.msgstr)}"
            )
            hint = "the catalog's stays; --theirs takes the file's"
            self.report.warn("import-conflict", message, item.source, hint)
            return
        if newer:
            self._set_aside(entry.key, entry.msgstr, f"was in the catalog before {self.name} was imported")
        settled = replace(entry, msgstr=item.msgstr, previous=None)
        self._keep(place, self._accepted(settled, item) if vouched else self._marked(settled), Fate.TAKEN)

    def _keep(self, place: Place, entry: PoEntry, fate: Fate) -> None:
        self.fates[fate] += 1
        if entry != self.entries[place]:
            self.changed[place] = entry

    def _accepted(self, entry: PoEntry, item: Item) -> PoEntry:
        """Return the entry as a person's translation, or a reviewed one; a reviewed one stays reviewed."""
        comments = tuple(comment for comment in entry.comments if not _IMPORTED.search(comment))
        clean = replace(entry, comments=comments, previous=None).with_fuzzy(False)
        if item.standing is Standing.REVIEWED and self.choices.reviewed_by:
            return with_state(clean, State.REVIEWED, self.choices.reviewed_by)
        return clean if standing_of(clean) in _VOUCHED else with_state(clean, State.HUMAN)

    def _marked(self, entry: PoEntry) -> PoEntry:
        """Return the entry as one that somebody has to look at, and where it came from."""
        comments = tuple(comment for comment in entry.comments if not _IMPORTED.search(comment))
        marked = with_state(replace(entry, comments=comments), State.HUMAN).with_fuzzy(True)
        return replace(marked, comments=(*marked.comments, f"machina: imported from {self.name}"))

    def _take_lost(self, part: str, item: Item) -> None:
        """Take a text whose original the course no longer holds: as a suggestion for what it became, or aside."""
        place = self._nearest(part, item)
        if place is None:
            message = f"the course no longer has the text {excerpt(item.msgid)}"
        else:
            paths = self.messages[place].paths
            message = (
                f"the English has changed{f' in {paths[0]}' if paths else ''}: {change_shown(item.msgid, place[1][1])}"
            )
        if not self.choices.partial:
            hint = "export anew, or take what fits with --partial"
            self.report.add("import-source-changed", message, item.source, hint)
            self.fates[Fate.UNKNOWN if place is None else Fate.REFUSED] += 1
            self.refused = True
            return
        entry = self.entries[place] if place is not None and place not in self.changed else None
        if place is not None and entry is not None and (entry.fuzzy or not entry.msgstr):
            suggested = replace(self._marked(replace(entry, msgstr=item.msgstr)), previous=(item.msgctxt, item.msgid))
            self._keep(place, suggested, Fate.TAKEN)
            hint = "the translation comes in as needs review, with the English that it translates"
        else:
            self._set_aside((item.msgctxt, item.msgid), item.msgstr, f"from {self.name}")
            self.fates[Fate.UNKNOWN if place is None else Fate.REFUSED] += 1
            hint = f"the translation is kept in {self.name}.rest.po"
        self.report.warn("import-source-changed", message, item.source, hint)

    def _nearest(self, part: str, item: Item) -> Place | None:
        """Return the message that is most like an item's, in the item's own catalog if one is."""
        for own in (True, False):
            if (part, own) not in self.texts:
                places = [place for place in self.entries if (place[0] == part) is own]
                self.texts[part, own] = places, Texts(place[1][1] for place in places)
            places, texts = self.texts[part, own]
            number = texts.nearest(item.msgid)
            if number is not None:
                return places[number]
        return None

    def _set_aside(self, key: Key, msgstr: str, why: str) -> None:
        self.rest.append(PoEntry(key[1], msgstr, key[0], flags=(FUZZY,), comments=(why,)))


def rest_file(entries: Iterable[PoEntry], language: Language) -> PoFile:
    """Return a PO file of what found no place; of several translations of one text the others are comments."""
    found: dict[Key, PoEntry] = {}
    for entry in entries:
        first = found.setdefault(entry.key, entry)
        if first is not entry:
            more = f"also, {entry.comments[0]}: {' '.join(entry.msgstr.split())}"
            found[entry.key] = replace(first, comments=(*first.comments, more))
    fields = f"Language: {language.code.replace('-', '_')}\nMIME-Version: 1.0\n"
    fields += "Content-Type: text/plain; charset=UTF-8\nContent-Transfer-Encoding: 8bit\n"
    return PoFile(tuple(found.values()), PoEntry("", fields))


def _touched(key: Key, item: Item) -> bool:
    """Tell whether the file has another translation than it was made with."""
    return digest_of(*key, item.msgstr) != item.base


def _context(item: Item) -> str | None:
    """Return the context of an item; a table does not say it, but its id was made of it."""
    contexts = (item.msgctxt, *sorted(CONTEXT_ROLES))
    return next((each for each in contexts if item_id(each, item.msgid) == item.id), item.msgctxt)


def _squeeze(text: str) -> str:
    return " ".join(normalise(text).split())
