"""Which slide of an edited deck is which of the built one: by name where that fits, else by what stands on it.

Names inside a file are a hint and no proof: LibreOffice drops them, and a copied slide may keep its original's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise

from machina_scorm.export.deck.lock import LockItem, LockSlide
from machina_scorm.presentation import Item, Slide, items_of
from machina_scorm.readback.words import key, likeness

#: The least that two slides must share to be one; a copy shares more.
_LEAST, _COPY = 0.2, 0.75
#: Pairs beyond this number are not compared letter by letter.
_MOST = 2000


@dataclass(frozen=True, slots=True)
class Sheet:
    """A slide of the edited deck with its items."""

    slide: Slide
    items: tuple[Item, ...]

    @property
    def title(self) -> str:
        """The title, "" for none."""
        return next((" ".join(item.shown.split()) for item in self.items if item.kind == "title"), "")


@dataclass(frozen=True, slots=True)
class Pairing:
    """Slide numbers from 0. `pairs` are (built, edited), `moved` the built ones that stand elsewhere.

    `copies` are (edited, built) of further copies; `removed` and `added` are what has no partner.
    """

    pairs: tuple[tuple[int, int], ...]
    moved: frozenset[int]
    copies: tuple[tuple[int, int], ...]
    removed: tuple[int, ...]
    added: tuple[int, ...]


def core(item: LockItem) -> str:
    """Return what an item shows without what the deck put around its text."""
    return item.shown[len(item.before) : len(item.shown) - len(item.after)]


def sheets_of(slides: Sequence[Slide]) -> tuple[Sheet, ...]:
    """Return slides with their items."""
    return tuple(Sheet(slide, items_of(slide)) for slide in slides)


def pair_slides(locked: Sequence[LockSlide], sheets: Sequence[Sheet]) -> Pairing:
    """Return which slide is which."""
    scores = _scores(locked, sheets)
    found: dict[int, int] = {}
    _take(found, sorted((-s, abs(i - j), i, j) for (i, j), s in scores.items() if s >= _LEAST))
    _take(found, _alike(locked, sheets, found))
    _take(found, list(_between(locked, sheets, found)))
    free = [j for j in range(len(sheets)) if j not in found.values()]
    copies = []
    for j in free:
        best = max(range(len(locked)), key=lambda i: scores.get((i, j), 0.0), default=None)
        if best is not None and best in found and scores.get((best, j), 0.0) >= _COPY:
            copies.append((j, best))
    copied = {j for j, _ in copies}
    pairs = tuple(sorted(found.items(), key=lambda pair: pair[1]))
    return Pairing(
        pairs,
        frozenset(out_of_order([i for i, _ in pairs])),
        tuple(copies),
        tuple(i for i in range(len(locked)) if i not in found),
        tuple(j for j in free if j not in copied),
    )


def out_of_order(numbers: Sequence[int]) -> set[int]:
    """Return the fewest numbers without which the others ascend: what was moved."""
    best: list[tuple[int, ...]] = []  # by length − 1, the ascending sequence that ends lowest
    for number in numbers:
        place = next((n for n, chain in enumerate(best) if chain[-1] >= number), len(best))
        chain = (*(best[place - 1] if place else ()), number)
        best[place : place + 1] = [chain]
    return set(numbers) - set(best[-1] if best else ())


Candidate = tuple[float, int, int, int]


def _take(found: dict[int, int], candidates: list[Candidate]) -> None:
    """Take the best candidates first, each slide once."""
    taken = set(found.values())
    for _, _, i, j in candidates:
        if i not in found and j not in taken:
            found[i] = j
            taken.add(j)


def _bag(slide: LockSlide) -> Counter[str]:
    words = [key(core(i) if i.kind == "title" else i.shown) for i in slide.items if i.kind != "footer"]
    return Counter(w for w in words if w) + Counter(i.sha256 for i in slide.items if i.sha256)


def _sheet_bag(sheet: Sheet, numbered: Mapping[str, str]) -> Counter[str]:
    """Return what stands on a slide; `numbered` gives the title without the part's number."""
    words = [key(item.shown) for item in sheet.items if item.kind not in ("footer", "title")]
    title = key(sheet.title)
    words.append(numbered.get(title, title))
    return Counter(w for w in words if w) + Counter(i.sha256 for i in sheet.items if i.sha256)


def _scores(locked: Sequence[LockSlide], sheets: Sequence[Sheet]) -> dict[tuple[int, int], float]:
    """Return how much two slides share, 0…1 and a little more for equal titles and names; nothing for most pairs."""
    numbered = {key(item.shown): key(core(item)) for s in locked for item in s.items if item.kind == "title"}
    built, edited = [_bag(slide) for slide in locked], [_sheet_bag(sheet, numbered) for sheet in sheets]
    holders: dict[str, list[int]] = {}
    for j, bag in enumerate(edited):
        for word in bag:
            holders.setdefault(word, []).append(j)
    shared: dict[tuple[int, int], float] = {}
    for i, bag in enumerate(built):
        for word, count in bag.items():
            for j in holders.get(word, ()):
                shared[i, j] = shared.get((i, j), 0.0) + _weight(word) * min(count, edited[j][word])
    sizes = [[sum(_weight(word) * n for word, n in bag.items()) for bag in bags] for bags in (built, edited)]
    scores = {(i, j): 2 * both / (sizes[0][i] + sizes[1][j]) for (i, j), both in shared.items()}
    heads = [key(slide.title) for slide in locked], [key(sheet.title) for sheet in sheets]
    for i, slide in enumerate(locked):
        for j, sheet in enumerate(sheets):
            named = bool(slide.name) and slide.name == sheet.slide.name
            titles = bool(heads[0][i]) and heads[0][i] == heads[1][j]
            if titles or (named and ((i, j) in scores or likeness(slide.title, sheet.title) >= 0.4)):
                scores[i, j] = scores.get((i, j), 0.0) + 0.3 * titles + 0.3 * named
    return scores


def _weight(word: str) -> int:
    return 8 + min(len(word), 80)


def _alike(locked: Sequence[LockSlide], sheets: Sequence[Sheet], found: dict[int, int]) -> list[Candidate]:
    """Return pairs of what is left that read alike though no line is the same."""
    built = [i for i in range(len(locked)) if i not in found]
    edited = [j for j in range(len(sheets)) if j not in found.values()]
    if len(built) * len(edited) > _MOST:
        return []
    scored = []
    for i in built:
        words = " ".join(item.shown for item in locked[i].items if item.kind not in ("footer", "picture"))
        for j in edited:
            others = " ".join(item.shown for item in sheets[j].items if item.kind not in ("footer", "picture"))
            scored.append((-likeness(words, others), abs(i - j), i, j))
    return sorted(candidate for candidate in scored if candidate[0] <= -0.4)


def _between(locked: Sequence[LockSlide], sheets: Sequence[Sheet], found: dict[int, int]) -> list[Candidate]:
    """Return pairs of single slides that are all that is left between the same two neighbours.

    Only those of one name, of the same make-up, or small ones, such as a section's, of which a new title changes
    everything; any other that shares nothing is another slide.
    """
    names = {j: sheet.slide.name for j, sheet in enumerate(sheets)}
    built, edited = [_shape(slide.items) for slide in locked], [_shape(sheet.items) for sheet in sheets]
    order = [-1, *sorted(found), len(locked)]
    pairs = []
    for before, after in pairwise(order):
        start, end = found.get(before, -1), found.get(after, len(sheets))
        if after - before != 2 or end - start != 2:
            continue
        named = bool(names[start + 1]) and names[start + 1] == locked[before + 1].name
        if named or built[before + 1] == edited[start + 1] or built[before + 1].total() <= 2:
            pairs.append((0.0, 0, before + 1, start + 1))
    return pairs


def _shape(items: Sequence[LockItem] | Sequence[Item]) -> Counter[str]:
    """Return how many of which kind of thing stand on a slide."""
    return Counter(item.kind for item in items if item.kind != "footer")
