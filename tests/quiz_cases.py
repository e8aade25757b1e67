"""What the tests of questions share: a quiz.yaml as a lesson, with the figures beside it."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from hypothesis import strategies as st

from machina_scorm.model.blocks import Blocks, Captions, Image, Label, Paragraph
from machina_scorm.model.course import Lesson, Unit
from machina_scorm.model.questions import Question
from machina_scorm.model.text import Text
from machina_scorm.problems import Report
from machina_scorm.source import Source
from machina_scorm.units.questions import read_quiz


@dataclass(frozen=True)
class Folder:
    """The figures of a test case."""

    path: Path | None = None

    def image(self, name: str, source: Source) -> Image | None:
        if self.path is None or not (self.path / name).is_file():
            return None
        data = (self.path / name).read_bytes().replace(b"\r\n", b"\n")
        label = Label("t", Text("Κουτί", "label"))
        return Image(Path(name).name, "image/svg+xml", data, 20, 10, (label,))

    def code(self, name: str, source: Source) -> str | None:
        return None

    def media(self, name: str, source: Source) -> bytes | None:
        return None

    def captions(self, stem: str, source: Source) -> tuple[Captions, ...]:
        return ()


def read(yaml: str, report: Report | None = None, folder: Path | None = None) -> tuple[Question, ...]:
    """Read a quiz.yaml; without a report it must be sound."""
    found = report or Report()
    questions = read_quiz(yaml, Source("quiz.yaml", 1), "lu1/l1-intro", found, Folder(folder))
    assert report is not None or not found.problems, found.problems
    return questions


def bank(*questions: Question) -> tuple[Unit, Lesson]:
    """A unit of one lesson with these questions."""
    title = Text("A <first> lesson", "title")
    lesson = Lesson(
        "l1-intro",
        "lu1/l1-intro",
        1,
        title,
        Decimal(1),
        (),
        None,
        (),
        (),
        (),
        (),
        (),
        questions,
        Source("lesson.md", 1),
    )
    return Unit("lu1", 1, Text("A & B", "title"), Decimal(1), (), (), (), (), (), (lesson,), (), (), ()), lesson


def hostile() -> st.SearchStrategy[str]:
    """Texts full of what GIFT, XML, HTML and Moodle take for their own."""
    words = [
        "\\n",
        "->",
        "####",
        "//",
        "::",
        "[html]",
        "%50%",
        "&#39;",
        "&amp;",
        "{T}",
        "{1:SA:=a}",
        "[[1]]",
        "]]>",
        "_____",
    ]
    plain = st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Co", "Cn"))
    signs = st.one_of(st.sampled_from(words), st.sampled_from(list("\\:#={}~%[]<>&\"'-/*_|0\n ")), plain)
    return st.lists(signs, min_size=1, max_size=15).map("".join).filter(lambda text: bool(text.strip()))


def literal(text: str) -> Blocks:
    """A paragraph whose text is taken literally."""
    return (Paragraph(Text(text, "label")),)
