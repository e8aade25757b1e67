"""Choice: what of a site's profile decides the courses that it gets.  Sites that chose alike share them."""

from __future__ import annotations

import re
from dataclasses import dataclass

#: A course per unit and language; a course per language; one course with all languages.
GRANULARITIES = ("unit", "language", "course")

#: Parts of a course that a profile may leave out.
PARTS = ("slides", "notes", "practice", "quiz", "trainer")

#: What of a course may be left to teachers: then no specification speaks of it, and Moodle's defaults hold at first.
OWNABLE = ("texts", "language", "order", "settings", "grading", "completion")

#: What may stand in braces in a template of a name.
NAME_FIELDS = ("course", "unit", "number", "title", "language", "LANG")
#: A field of a template of a name.
BRACED = re.compile(r"\{([^{}]*)\}")


@dataclass(frozen=True, slots=True)
class Naming:
    """Templates of a course's names with NAME_FIELDS in braces, "" for the usual ones of the granularity."""

    fullname: str = ""
    shortname: str = ""


@dataclass(frozen=True, slots=True)
class QuizChoice:
    """How the quiz asks. `questions` of each lesson, drawn at random, 0 for all of them in their order.

    `essays`, which a trainer must mark before anybody passes, are asked only if wanted. `attempts` None for what the
    course says, 0 for any number; `minutes` 0 for no limit; `grade` is the best mark.
    """

    questions: int = 0
    essays: bool = False
    attempts: int | None = None
    minutes: int = 0
    grade: int = 100
    shuffle: bool = False


@dataclass(frozen=True, slots=True)
class Choice:
    """What of the course goes to a site, and how.

    Empty `languages` or `units` stand for all of them, an empty `namespace` for the course's id. `visible` None: a
    teacher shows the course, which is made hidden. `completion`: activities are tracked. `pass_grade` is in per cent,
    None for what the course says. `without` are PARTS, `teachers` those of OWNABLE that are theirs.
    """

    namespace: str = ""
    category: str = ""
    languages: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    granularity: str = "unit"
    naming: Naming = Naming()
    visible: bool | None = None
    completion: bool = True
    pass_grade: int | None = None
    quiz: QuizChoice = QuizChoice()
    without: frozenset[str] = frozenset()
    teachers: frozenset[str] = frozenset()


def unknown_fields(template: str) -> tuple[str, ...]:
    """Return what stands in braces in a template and is none of NAME_FIELDS."""
    return tuple(field for field in BRACED.findall(template) if field not in NAME_FIELDS)
