"""The lock of an edited deck: beside it, or in the course's output by what the deck says of itself."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from machina_scorm.errors import SourceError
from machina_scorm.export.deck.lock import LOCK_SUFFIX, Lock, LockError, read_lock
from machina_scorm.presentation import Presentation
from machina_scorm.readback.compare import compare_deck
from machina_scorm.store import INDEX

#: Where courses are built to if nobody says otherwise.
_OUT = "dist"
#: Bytes; a lock has about 60 kB.
_LARGEST = 20_000_000
#: The least that a deck must share with its lock to be that deck.
_LEAST = 0.1


@dataclass(frozen=True, slots=True)
class Found:
    """A lock and its file."""

    path: Path
    lock: Lock


def find_lock(deck: Presentation, path: Path, given: Path | None, root: Path | None) -> Found:
    """Return the lock of the deck at `path`; `given` is the user's word, `root` the course's folder.

    Without `given` it is the file beside the deck, else the one in `<root>/dist` of the deck's lesson and language.
    Raises SourceError with what to do where there is none, it is broken, or it is another deck's.
    """
    if given:
        return _checked(_read(given), deck, path)
    beside = path.with_name(path.name + LOCK_SUFFIX)
    if beside.is_file():
        return _checked(_read(beside), deck, path)
    candidates = [found for file in _in_output(root) if (found := _try(file)) and _may_be(found.lock, deck)]
    named = [found for found in candidates if found.path.name == beside.name] or candidates
    best = max(named, key=lambda found: compare_deck(found.lock, deck).share, default=None)
    if best is None or compare_deck(best.lock, deck).share < _LEAST:
        lesson = f" (lesson {deck.identifier})" if deck.identifier else ""
        hint = f"build the course, or name the file that lay beside the deck: --lock {beside.name}"
        raise SourceError(f"there is no lock file of this deck{lesson} beside it or in {_OUT}/", path.name, hint)
    return best


def _in_output(root: Path | None) -> Iterator[Path]:
    folder = root / _OUT if root else None
    if folder and (folder / INDEX).is_file():
        yield from sorted(folder.rglob(f"*{LOCK_SUFFIX}"))


def _may_be(lock: Lock, deck: Presentation) -> bool:
    """Tell whether a lock may be a deck's: same lesson and language as far as the deck says."""
    same = not deck.identifier or deck.identifier == lock.lesson
    return same and (not deck.language or deck.language.lower() == lock.language.lower())


def _try(file: Path) -> Found | None:
    try:
        return _read(file)
    except SourceError:
        return None


def _read(file: Path) -> Found:
    hint = "take the one that the build wrote beside the deck, or build the course again"
    try:
        if file.stat().st_size > _LARGEST:
            raise SourceError("the lock file is too large to be one", file.name, hint)
        return Found(file, read_lock(file.read_bytes()))
    except OSError as error:
        raise SourceError(f"the lock file cannot be read: {error.strerror}", file.name, hint) from error
    except LockError as error:
        raise SourceError(f"the lock file cannot be used: {error}", file.name, hint) from error


def _checked(found: Found, deck: Presentation, path: Path) -> Found:
    """Return what was found; raises SourceError where lock and deck are of different lessons."""
    lock = found.lock
    if compare_deck(lock, deck).share >= _LEAST:
        return found
    said = f"; it says it is lesson {deck.identifier}" if deck.identifier not in ("", lock.lesson) else ""
    message = f"the deck shares next to nothing with lesson {lock.lesson} in {lock.language}{said}"
    raise SourceError(message, path.name, f"name its own lock file: --lock FILE (this one was {found.path.name})")
