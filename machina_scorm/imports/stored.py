"""A question as Moodle's bank stores it: what GIFT, Moodle XML and Aiken are read into, before it becomes ours.

Source of the fields: Moodle 4.5, the question types' tables; fractions are in per cent here, as files write them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from decimal import Decimal

from machina_scorm.imports import ImportFile
from machina_scorm.problems import Report, Severity

HUNDRED = Decimal(100)
USUAL_PENALTY = Decimal("0.3333333")

#: Text formats by Moodle's names.
FORMATS = ("moodle", "html", "plain", "markdown")


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file beside a text, shown by `@@PLUGINFILE@@/name`."""

    name: str
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True)
class Words:
    """A text, its format (one of FORMATS), its files, and the line on which it stands (0 = the question's)."""

    text: str = ""
    format: str = "html"
    files: tuple[StoredFile, ...] = ()
    line: int = 0


@dataclass(frozen=True, slots=True)
class StoredAnswer:
    """An answer: `tolerance` as written, for numbers only."""

    text: Words
    fraction: Decimal
    feedback: Words = Words()
    tolerance: str = ""


@dataclass(frozen=True, slots=True)
class StoredPair:
    """A prompt and its match, both as written."""

    text: Words
    match: str


@dataclass(frozen=True, slots=True)
class StoredWord:
    """A choice of gapselect or ddwtos."""

    text: str
    group: str = "1"
    infinite: bool = False


@dataclass(frozen=True, slots=True)
class StoredGap:
    """A part of a cloze question: `kind` is Moodle's type name, `source` the characters it was made of."""

    source: str
    kind: str
    weight: str
    answers: tuple[StoredAnswer, ...]
    single: bool = True
    shuffle: bool = False
    usecase: bool = False


@dataclass(frozen=True, slots=True)
class StoredHint:
    """A hint and what it shows of the parts."""

    text: Words
    show_number: bool = False
    clear_wrong: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """A question. `type` is Moodle's name; `name` is "" where Moodle would make one of the text.

    `combined` is the feedback to a right, partly right and wrong response; `settings` are what only one type has.
    """

    type: str
    line: int
    text: Words
    name: str = ""
    general: Words = Words()
    mark: Decimal = Decimal(1)
    penalty: Decimal = USUAL_PENALTY
    idnumber: str = ""
    tags: tuple[str, ...] = ()
    category: str = ""
    answers: tuple[StoredAnswer, ...] = ()
    pairs: tuple[StoredPair, ...] = ()
    words: tuple[StoredWord, ...] = ()
    gaps: tuple[StoredGap, ...] = ()
    hints: tuple[StoredHint, ...] = ()
    combined: tuple[Words, Words, Words] = (Words(), Words(), Words())
    single: bool = True
    shuffle: bool = True
    usecase: bool = False
    unit: str = ""
    unit_factor: str = ""
    graded_units: bool = False
    guide: Words = Words()
    template: Words = Words()
    lines: str = "15"
    min_words: str = ""
    max_words: str = ""
    settings: tuple[tuple[str, str], ...] = ()
    author: str = ""
    license: str = ""
    outcome: str = ""

    def setting(self, name: str) -> str:
        """Return a setting as written, "" where the file says nothing."""
        return dict(self.settings).get(name, "")


@dataclass(slots=True)
class Draft:
    """A question on its way in: what was stored, None where nothing could be, and what is wrong with it."""

    file: ImportFile
    line: int
    stored: Stored | None = None
    report: Report = field(default_factory=Report)

    def add(self, rule: str, message: str, hint: str, line: int = 0) -> None:
        """Note an error: the question is not sound."""
        self.report.add(rule, message, self.file.at(line or self.line), hint)

    def warn(self, rule: str, message: str, hint: str, line: int = 0) -> None:
        """Note a loss."""
        self.report.warn(rule, message, self.file.at(line or self.line), hint)

    def info(self, rule: str, message: str, hint: str = "", line: int = 0) -> None:
        """Note something that loses no meaning."""
        self.report.warn(rule, message, self.file.at(line or self.line), hint)
        last = self.report.problems.pop()
        self.report.problems.append(type(last)(last.rule, last.message, last.source, hint, Severity.INFO))
