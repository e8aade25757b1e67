"""Question files → the model: one file or sub-package per format, each with a `READER`.

The contract of the room
------------------------
`READER = Reader(name, suffixes, recognise, read)`; a module dropped in here is live (registry.load_room).

* `recognise(data, name) -> int` says from 0 (not mine) to 100 (surely mine) whether the bytes are of this format. It is
  cheap, never raises, looks at the content first and at the suffix only to break a tie. The format is never asked for.
* `read(file) -> Imported` gets an `ImportFile` (name, data, and the `encoding` that the user named, "" for none). It
  never raises for what a file holds: everything wrong is a Problem with the file's line (a table's row, a Word
  document's paragraph), whose message ends with the original text (`quoted`). It opens no file and writes none.
* Severities: ERROR – this question cannot be read, or would not mean in Moodle what its author meant: it is not among
  `Imported.questions`. WARNING – the question is there, but something of it is lost or will look different. INFO –
  nothing of meaning is lost. The commands exit 0 only without errors and warnings.
* Rules: `import-…` for what cannot be read or carried over, `moodle-…` for what Moodle would damage in silence.
* Questions come as read_quiz would read them (roles, option ids "a", "b"…, credits of model/credits.py), so that
  quiz_yaml.write_quiz → read_quiz gives them back. `key` holds the file's own idnumber, or "" where there is none; `id`
  is made by ids.give_ids, which every reader calls last. `Question.source` is the place in the question file.
* HTML becomes blocks through html_to_blocks.py only, plain text through text_to_blocks; text is NFC.
* A figure's bytes lie in its Image; `Imported.pictures()` collects them for figures/.

What Moodle's own formats have in common is stored.py (a question as Moodle's bank stores it), judge.py (what Moodle
does to it) and lower.py (its way into the model); a reader of another format may use them and need not.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from machina_scorm.errors import SourceError
from machina_scorm.model.blocks import Image
from machina_scorm.model.questions import Question
from machina_scorm.model.text import iter_nodes
from machina_scorm.problems import Problem, Report, Severity
from machina_scorm.registry import load_room
from machina_scorm.source import Source

if TYPE_CHECKING:
    from machina_scorm.imports.stored import Stored

ROOM = "imports"

#: Bytes; a bank of 10,000 questions without pictures has about 20 MB.
LARGEST = 50_000_000

_QUOTED = 120


@dataclass(frozen=True, slots=True)
class ImportFile:
    """A file to read: `name` is shown in problems, `encoding` is the user's word on a text file's encoding or ""."""

    name: str
    data: bytes
    encoding: str = ""

    def at(self, line: int = 0) -> Source:
        """Return a place in this file."""
        return Source(self.name, line)


@dataclass(frozen=True, slots=True)
class Imported:
    """What a file holds. `questions` are the sound ones, in the file's order; `categories` the category paths.

    `types` has for every question that a Moodle site would make of the file, sound or not, Moodle's name of its type;
    `stored` those questions as Moodle would store them (empty for formats that Moodle does not read).
    """

    questions: tuple[Question, ...] = ()
    problems: tuple[Problem, ...] = ()
    categories: tuple[str, ...] = ()
    types: tuple[str, ...] = ()
    stored: tuple[Stored, ...] = ()

    @property
    def sound(self) -> bool:
        """True if nothing is lost: no error, no warning."""
        return all(problem.severity is Severity.INFO for problem in self.problems)

    def pictures(self) -> tuple[Image, ...]:
        """Return the pictures of the sound questions, each once; their names are unique (see figures.Pictures)."""
        return tuple({n.name: n for q in self.questions for n in iter_nodes(q) if isinstance(n, Image)}.values())


@dataclass(frozen=True, slots=True)
class Reader:
    """A format: `suffixes` as ".gift", lower case, the usual one first."""

    name: str
    suffixes: tuple[str, ...]
    recognise: Callable[[bytes, str], int]
    read: Callable[[ImportFile], Imported]


def readers() -> tuple[Reader, ...]:
    """Return every reader, in the order of their module names."""
    return load_room(ROOM, "READER")


def reader_named(name: str) -> Reader:
    """Return a reader by its name; raises SourceError with the names there are."""
    for reader in readers():
        if reader.name == name:
            return reader
    raise SourceError(f"no question format {name!r}", hint=f"one of: {', '.join(r.name for r in readers())}")


def recognise(data: bytes, name: str) -> Reader | None:
    """Return the reader that is surest of these bytes, None if none is."""
    best = max(readers(), key=lambda reader: reader.recognise(data, name), default=None)
    return best if best and best.recognise(data, name) > 0 else None


def read_file(path: Path, *, shown: str = "", encoding: str = "", form: str = "") -> Imported:
    """Read a question file of any format. `form` names the format where the user said so.

    Problems `import-too-large`, `import-format` stand for a file that no reader gets to see; raises SourceError only
    for a file that cannot be opened.
    """
    name = shown or path.name
    try:
        size = path.stat().st_size
        if size > LARGEST:
            return failed("import-too-large", f"the file has {size:,} bytes", Source(name), _too_large())
        data = path.read_bytes()
    except OSError as error:
        raise SourceError(f"the file cannot be read: {error.strerror}", str(path)) from error
    return read_data(ImportFile(name, data, encoding), form)


def read_data(file: ImportFile, form: str = "") -> Imported:
    """Read a question file that is in memory already; see read_file."""
    if len(file.data) > LARGEST:
        return failed("import-too-large", f"the file has {len(file.data):,} bytes", file.at(), _too_large())
    if not file.data.strip():
        return failed("import-empty", "the file is empty", file.at(), "choose another file")
    reader = reader_named(form) if form else recognise(file.data, file.name)
    if reader is None:
        known = ", ".join(reader.name for reader in readers())
        return failed("import-format", "the file is of no format known here", file.at(), f"known: {known}")
    return reader.read(file)


def failed(rule: str, message: str, source: Source, hint: str) -> Imported:
    """Return an Imported of one error and nothing else."""
    return Imported(problems=(Problem(rule, message, source, hint),))


def sorted_problems(report: Report) -> tuple[Problem, ...]:
    """Return a report's problems, each once, by line."""
    return tuple(report)


def quoted(text: str) -> str:
    """Return the original text for a message: on one line, shortened, in guillemets."""
    words = " ".join("".join(c if c.isprintable() else " " for c in text[: 4 * _QUOTED]).split())
    return f"«{words[:_QUOTED]}…»" if len(words) > _QUOTED or len(text) > 4 * _QUOTED else f"«{words}»"


def joined(items: Sequence[Imported]) -> Imported:
    """Return several Imported as one, for a file that holds files."""
    return Imported(
        tuple(q for item in items for q in item.questions),
        tuple(p for item in items for p in item.problems),
        tuple(dict.fromkeys(c for item in items for c in item.categories)),
        tuple(t for item in items for t in item.types),
        tuple(s for item in items for s in item.stored),
    )


def _too_large() -> str:
    return f"{LARGEST:,} at most; export the bank in parts"
