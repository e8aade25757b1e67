"""Lock and edited deck → findings: a pure function; it knows neither files nor the course.

Slides are paired first (slides.py), then on each slide its title, paragraphs, tables, notes, pictures and formulas
(lines.py, objects.py), then what is missing on one slide and new on another is found to have moved there.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from machina_scorm.export.deck.lock import Lock, LockSlide
from machina_scorm.presentation import Presentation
from machina_scorm.readback.findings import Comparison, Finding, Place
from machina_scorm.readback.lines import compare_lines, compare_title, name_of
from machina_scorm.readback.objects import compare_formulas, compare_pictures, compare_tables
from machina_scorm.readback.slides import Pairing, Sheet, core, pair_slides, sheets_of
from machina_scorm.readback.words import key

_MOVABLE = frozenset({"text", "note", "cell"})


def compare_deck(lock: Lock, deck: Presentation) -> Comparison:
    """Return what differs between the deck that was built and an edited one.

    White space, typographic quotation marks, languages and the look of text are no differences.
    """
    sheets = sheets_of(deck.slides)
    pairing = pair_slides(lock.slides, sheets)
    found: list[Finding] = []
    for i, j in pairing.pairs:
        found += _slide(lock.slides[i], i, sheets[j], j, pairing)
    found += _other_slides(lock, sheets, pairing)
    found = _moved_between(found)
    found = _merged(lock, found)
    found = _footers(lock, sheets, pairing, found)
    found = [replace(finding, also=_also(lock, pairing, finding)) for finding in found]
    found = [finding for finding in found if finding.kind not in ("gone", "new")]
    found.sort(key=lambda finding: (finding.place.number or _near(finding, pairing), finding.place.number == 0))
    items = sum(item.kind != "footer" for i, _ in pairing.pairs for item in lock.slides[i].items)
    changed = {id(finding.item) for finding in found if finding.item and finding.kind not in ("footer", "moved")}
    return Comparison(tuple(found), items - len(changed), _share(lock, sheets))


def place_of(slide: LockSlide | None, i: int, sheet: Sheet | None, j: int) -> Place:
    """Return a place by the numbers from 0 of the built and the edited slide, −1 for none."""
    title = (sheet.title if sheet else "") or (slide.title if slide else "")
    return Place(j + 1, i + 1, " ".join(title.split()))


def _slide(slide: LockSlide, i: int, sheet: Sheet, j: int, pairing: Pairing) -> list[Finding]:
    place = place_of(slide, i, sheet, j)
    found: list[Finding] = []
    if i in pairing.moved:
        found.append(Finding("slide-moved", place, "slide", detail=f"it was slide {i + 1} and is slide {j + 1} now"))
    found += compare_title(slide, sheet, place)
    for kind in ("text", "note"):
        built = tuple(item for item in slide.items if item.kind == kind)
        found += compare_lines(built, tuple(item for item in sheet.items if item.kind == kind), place)
    found += compare_tables(slide, sheet, place)
    found += compare_formulas(slide, sheet, place)
    found += compare_pictures(slide, sheet, place)
    return found


def _other_slides(lock: Lock, sheets: tuple[Sheet, ...], pairing: Pairing) -> list[Finding]:
    """Return findings for slides without a partner, and for every line of theirs ("gone", "new"): it may have moved."""
    found: list[Finding] = []
    for i in pairing.removed:
        slide = lock.slides[i]
        place = place_of(slide, i, None, -1)
        found.append(Finding("slide-removed", place, "slide", old=slide.title))
        found += [
            Finding("gone", place, name_of(item), item.shown, item=item)
            for item in slide.items
            if item.kind in _MOVABLE
        ]
    for j in pairing.added:
        place = place_of(None, -1, sheets[j], j)
        found.append(Finding("slide-added", place, "slide", new=sheets[j].title, items=sheets[j].items))
        found += [
            Finding("new", place, name_of(item), new=item.shown, edited=item)
            for item in sheets[j].items
            if item.kind in _MOVABLE
        ]
    for j, i in pairing.copies:
        place = place_of(lock.slides[i], -1, sheets[j], j)
        at = next((b + 1 for a, b in pairing.pairs if a == i), 0)
        found.append(Finding("slide-duplicated", place, "slide", detail=f"it is a copy of slide {at}"))
    return found


def _moved_between(found: list[Finding]) -> list[Finding]:
    """Make one "moved" of a line that is missing on one slide and new on another."""
    gone: dict[str, list[int]] = {}
    for number, finding in enumerate(found):
        if finding.kind in ("removed", "gone") and finding.item and finding.item.kind in _MOVABLE:
            gone.setdefault(key(core(finding.item)), []).append(number)
    drop: set[int] = set()
    for number, finding in enumerate(found):
        waiting = gone.get(key(finding.new)) if finding.kind in ("added", "new") else None
        if not waiting:
            continue
        other = found[waiting[0]]
        where = f"slide {other.place.was}" + ("" if other.place.number else ", which is gone")
        drop.add(waiting.pop(0))
        detail = f"it was on {where} and is on slide {finding.place.number} now"
        place, shown, was = finding.place, (other.old, finding.new), other.place.was
        found[number] = Finding(
            "moved", place, other.what, *shown, other.item, finding.edited, detail=detail, came_from=was
        )
    return [finding for number, finding in enumerate(found) if number not in drop]


def _merged(lock: Lock, found: list[Finding]) -> list[Finding]:
    """Tell a slide whose lines went to another one from one that was taken away: the parts of a divided slide."""
    other: dict[int, Finding | None] = {}
    for number, finding in enumerate(found):
        if finding.kind != "slide-removed":
            continue
        was = finding.place.was
        lines = sum(item.kind in _MOVABLE for item in lock.slides[was - 1].items)
        went = [n for n, f in enumerate(found) if f.kind == "moved" and f.came_from == was]
        if lines and len(went) * 2 >= lines:
            to = Counter(found[n].place.number for n in went).most_common(1)[0][0]
            detail = f"{len(went)} of its {lines} lines are on slide {to} now"
            other |= {number: replace(finding, kind="slide-merged", detail=detail), **dict.fromkeys(went)}
    kept = (other.get(number, finding) for number, finding in enumerate(found))
    return [finding for finding in kept if finding is not None]


def _footers(lock: Lock, sheets: tuple[Sheet, ...], pairing: Pairing, found: list[Finding]) -> list[Finding]:
    """Add one finding for each footer that reads otherwise; that a program left one out is none."""
    known = {key(item.shown) for slide in lock.slides for item in slide.items if item.kind == "footer"}
    seen: dict[str, Finding] = {}
    numbers: dict[str, list[int]] = {}
    for i, j in pairing.pairs:
        built = next((item for item in lock.slides[i].items if item.kind == "footer"), None)
        for item in sheets[j].items:
            if built is None or item.kind != "footer" or key(item.shown) in known:
                continue
            place = place_of(lock.slides[i], i, sheets[j], j)
            seen.setdefault(key(item.shown), Finding("footer", place, "footer", built.shown, item.shown, built, item))
            numbers.setdefault(key(item.shown), []).append(j + 1)
    for words, finding in seen.items():
        many = ", ".join(map(str, numbers[words]))
        found.append(replace(finding, detail=f"on slide{'s' * (len(numbers[words]) > 1)} {many}"))
    return found


def _also(lock: Lock, pairing: Pairing, finding: Finding) -> tuple[str, ...]:
    """Return the slides, by their numbers of now, on which the text of a changed line stands too."""
    if finding.kind != "text" or finding.item is None or finding.item.text is None:
        return ()
    now = dict(pairing.pairs)
    places: dict[str, None] = {}
    for i, slide in enumerate(lock.slides):
        for item in slide.items:
            if item.text == finding.item.text and item is not finding.item and item.kind != "footer":
                number = now.get(i, -1) + 1
                if number:
                    where = f"slide {number}, {name_of(item)}" if number == finding.place.number else f"slide {number}"
                    places[where] = None
    return tuple(places)


def _near(finding: Finding, pairing: Pairing) -> float:
    """Return where in the edited deck something would stand that is not there any more."""
    before = [j + 1 for i, j in pairing.pairs if i + 1 < finding.place.was]
    return max(before, default=0) + 0.5


def _share(lock: Lock, sheets: tuple[Sheet, ...]) -> float:
    built = Counter(key(core(i)) for s in lock.slides for i in s.items if i.kind != "footer" and i.shown.strip())
    edited = Counter(key(item.shown) for sheet in sheets for item in sheet.items)
    edited += Counter(key(i.shown) for sheet in sheets for i in sheet.items if i.kind == "title")
    whole = Counter(key(i.shown) for s in lock.slides for i in s.items if i.kind != "footer" and i.shown.strip())
    total = sum(built.values())
    return max((built & edited).total(), (whole & edited).total()) / total if total else 0.0
