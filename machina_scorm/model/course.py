"""Course, unit, lesson, page, slide: the shape of what is taught."""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from machina_scorm.model.blocks import Blocks
from machina_scorm.model.questions import Question
from machina_scorm.model.text import Text
from machina_scorm.model.theme import OWN_LOOK, Logo, Theme
from machina_scorm.source import Source

OUTCOME_KINDS = ("knowledge", "skills", "competence")
SLIDE_KINDS = ("title", "section", "content", "two-column", "figure", "table", "code", "closing")


@dataclass(frozen=True, slots=True)
class Page:
    """One page of the player: one `##` of lesson.md. `summary` marks the closing summary."""

    id: str
    title: Text
    blocks: Blocks
    summary: bool = False
    source: Source = field(default=Source(""), compare=False)


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: `kind` is one of SLIDE_KINDS, `columns` is filled for two-column slides only."""

    id: str
    kind: str
    title: Text
    blocks: Blocks = ()
    columns: tuple[Blocks, ...] = ()
    notes: Blocks = ()
    source: Source = field(default=Source(""), compare=False)


@dataclass(frozen=True, slots=True)
class Outcome:
    """A learning outcome of a unit: `kind` is one of OUTCOME_KINDS."""

    id: str
    kind: str
    text: Text


@dataclass(frozen=True, slots=True)
class Objective:
    """What a learner can do after a lesson, and the unit's outcomes it serves."""

    id: str
    text: Text
    outcomes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Lesson:
    """A lesson. `key` is `<unit>/<lesson>`, `number` its place in the unit from 1, `hours` of work.

    `known_as` is the key that learners' records have for it, if it had another one when it was published.
    """

    id: str
    key: str
    number: int
    title: Text
    hours: Decimal
    objectives: tuple[Objective, ...]
    needs: Text | None
    keywords: tuple[Text, ...]
    literature: tuple[Text, ...]
    opening: Blocks
    pages: tuple[Page, ...]
    slides: tuple[Slide, ...]
    questions: tuple[Question, ...]
    source: Source = field(default=Source(""), compare=False)
    known_as: str = ""

    @property
    def record_key(self) -> str:
        """The key that every identifier in learners' records is made of."""
        return self.known_as or self.key


@dataclass(frozen=True, slots=True)
class Section:
    """A `##` of a case study or an exercise. `audience`: "" all, "solution" on request, "trainer" trainers only."""

    id: str
    title: Text
    blocks: Blocks
    audience: str = ""


@dataclass(frozen=True, slots=True)
class OpenQuestion:
    """A question with its model answer."""

    id: str
    question: Text
    answer: Blocks
    source: Source = field(default=Source(""), compare=False)


@dataclass(frozen=True, slots=True)
class CaseStudy:
    """A case study."""

    id: str
    title: Text
    sector: Text
    outcomes: tuple[str, ...]
    sections: tuple[Section, ...]
    source: Source = field(default=Source(""), compare=False)


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file for learners: `name` without folder."""

    name: str
    media_type: str
    data: bytes


@dataclass(frozen=True, slots=True)
class Exercise:
    """A practical exercise; `minutes` of work."""

    id: str
    title: Text
    minutes: int
    outcomes: tuple[str, ...]
    files: tuple[Attachment, ...]
    sections: tuple[Section, ...]
    source: Source = field(default=Source(""), compare=False)


@dataclass(frozen=True, slots=True)
class Unit:
    """A learning unit. `number` is its place in the course from 1."""

    id: str
    number: int
    title: Text
    hours: Decimal
    introduction: Blocks
    audience: Blocks
    prerequisites: Blocks
    outcomes: tuple[Outcome, ...]
    literature: tuple[Text, ...]
    lessons: tuple[Lesson, ...]
    open_questions: tuple[OpenQuestion, ...]
    cases: tuple[CaseStudy, ...]
    exercises: tuple[Exercise, ...]
    source: Source = field(default=Source(""), compare=False)


@dataclass(frozen=True, slots=True)
class Contributor:
    """Somebody the course names: a partner, an author."""

    name: str
    role: str


@dataclass(frozen=True, slots=True)
class Funding:
    """The funding line, the funder's disclaimer, the logos of funders and partners."""

    text: Text
    disclaimer: Text | None = None
    logos: tuple[Logo, ...] = ()


#: Bytes: a template that is larger is not read. What makes one large are pictures and videos on its slides.
LARGEST_TEMPLATE = 100_000_000


@dataclass(frozen=True, slots=True)
class DeckTemplate:
    """The PowerPoint template of a course's decks.

    Without `data` one of the toolkit's, by `name`. Else an institution's own: `name` is its file name, `data` its
    bytes (one more than LARGEST_TEMPLATE if it is larger), `layout_map` the text of the YAML file beside it, "" where
    there is none, and `map_name` that file's name.
    """

    name: str = "machina"
    data: bytes = b""
    layout_map: str = ""
    map_name: str = ""


OWN_TEMPLATE = DeckTemplate()


@dataclass(frozen=True, slots=True)
class About:
    """What every artefact says of its course: everything of course.yaml but the units.

    `license` is an SPDX name, `mastery` the pass mark in per cent, `attempts` per test (0 = as many as one likes),
    `level` the involvement level, one of LEVELS, that a learner has who chooses none, `formats` what a build makes
    (empty: the usual ones).
    """

    id: str
    title: Text
    description: Blocks
    language: str
    languages: tuple[str, ...]
    license: str
    eqf_level: int | None = None
    contributors: tuple[Contributor, ...] = ()
    funding: Funding | None = None
    mastery: int = 70
    attempts: int = 0
    deck: DeckTemplate = OWN_TEMPLATE
    level: str = "junior"
    theme: Theme = OWN_LOOK
    formats: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PublishingRule:
    """What the translation of a unit must have before the unit is published in another language.

    `min_coverage` is in per cent of the words; above 0 every title must be translated too; 0 = everything ships, what
    is missing in the source language and marked. `reviewed` are the languages (BCP 47) in which every message must
    have been reviewed.
    """

    min_coverage: int = 0
    reviewed: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Course:
    """A whole course.

    `rules` are those of units that have one, by the unit's id. They stand beside the units and not in them because no
    artefact is made of them: another rule makes no artefact anew.
    """

    about: About
    units: tuple[Unit, ...]
    rules: tuple[tuple[str, PublishingRule], ...] = ()

    def rule(self, unit: str) -> PublishingRule:
        """Return the rule of a unit, by default one that asks for nothing."""
        return dict(self.rules).get(unit, PublishingRule())
