"""Runs: inline Markdown as pieces of text of one look each, the only form that a slide knows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace

from machina_scorm.dialect import inlines
from machina_scorm.export.deck.mathruns import MathRun, math_runs
from machina_scorm.model.inline import Break, Code, Emph, Inlines, Link, Math, Str, Strong
from machina_scorm.model.text import Text
from machina_scorm.problems import Report

#: A font that PowerPoint brings along for mathematical letters which Arial lacks.
MATH_FONT = "Cambria Math"

#: The left-to-right mark (UAX #9, 2.6): older PowerPoints show a sign for the newer isolates.
LEFT_TO_RIGHT = "\u200e"


@dataclass(frozen=True, slots=True)
class Run:
    """Text of one look. A text of "\\n" is a line break; `baseline` in per cent of the size; `colour` as RRGGBB.

    `lang` is the BCP 47 code of its language; `proof` is False for what no spelling checker should look at.
    `text_of` is the Text that it comes from, None for words of the interface and for code.
    """

    text: str
    lang: str
    bold: bool = False
    italic: bool = False
    mono: bool = False
    baseline: int = 0
    link: str = ""
    colour: str = ""
    font: str = ""
    proof: bool = True
    text_of: Text | None = field(default=None, compare=False)


@dataclass(frozen=True, slots=True)
class Para:
    """A paragraph: `bullet` is "" (none), "bullet" or "number"; `number` that of an ordered item.

    `hang` in ems is the indent of a list that counts beyond 9, or of an answer behind its letter, 0 = inherited.
    `size` in points overrules the level's; `theme` is the name of a theme colour; `align` "", "ctr" or "r".
    """

    runs: tuple[Run, ...]
    level: int = 0
    bullet: str = ""
    number: int = 1
    size: float = 0.0
    theme: str = ""
    align: str = ""
    hang: float = 0.0


@dataclass(frozen=True, slots=True)
class Ink:
    """What turning text into runs needs to know: the deck's language, where to note what does not go, its direction."""

    lang: str
    report: Report
    rtl: bool = False

    def runs(self, text: Text, *, bold: bool = False, italic: bool = False, tex: bool = False) -> tuple[Run, ...]:
        """Return the runs of a Text. With `tex`, formulas stay LaTeX (speaker notes)."""
        start = Run("", text.lang or self.lang, bold=bold, italic=italic, text_of=text)
        return tuple(self._walk(inlines(text), start, text, tex))

    def words(self, text: str, *, bold: bool = False) -> tuple[Run, ...]:
        """Return a string of the interface as runs."""
        return (Run(text, self.lang, bold=bold),)

    def code(self, text: str) -> tuple[Run, ...]:
        """Return a line of code, or LaTeX, as runs that no spelling checker looks at."""
        return (Run(self._straight(text), self.lang, proof=False),)

    def _walk(self, nodes: Inlines, look: Run, text: Text, tex: bool) -> Iterator[Run]:
        for node in nodes:
            match node:
                case Str(words):
                    yield replace(look, text=words)
                case Emph(children):
                    yield from self._walk(children, replace(look, italic=not look.italic), text, tex)
                case Strong(children):
                    yield from self._walk(children, replace(look, bold=True), text, tex)
                case Code(words):
                    yield replace(look, text=self._straight(words), mono=True, italic=False, proof=False)
                case Link(target, children):
                    outside = target if target.startswith(("https:", "http:", "mailto:")) else ""
                    yield from self._walk(children, replace(look, link=outside), text, tex)
                case Break():
                    yield replace(look, text="\n")
                case Math(formula) if tex:
                    yield replace(look, text=self._straight(formula), proof=False)
                case Math(formula):
                    yield from self._formula(formula, look, text)

    def _formula(self, tex: str, look: Run, text: Text) -> Iterator[Run]:
        set_formula = math_runs(tex)
        if set_formula.reason:
            hint = "make it a display formula ($$ … $$) or write it more simply"
            message = f"the formula ${tex}$ cannot stand in a line of a slide: {set_formula.reason}"
            self.report.warn("math-inline", message, text.source, hint)
        if self.rtl:
            yield replace(look, text=LEFT_TO_RIGHT, proof=False)
        for part in set_formula.runs:
            yield _look(part, look)
        if self.rtl:
            yield replace(look, text=LEFT_TO_RIGHT, proof=False)

    def _straight(self, words: str) -> str:
        """Return what is no language with marks that keep it from left to right inside another direction."""
        return f"{LEFT_TO_RIGHT}{words}{LEFT_TO_RIGHT}" if self.rtl else words


def _look(part: MathRun, look: Run) -> Run:
    font = MATH_FONT if part.foreign else ""
    bold = look.bold or part.bold
    return replace(look, text=part.text, italic=part.italic, bold=bold, baseline=part.baseline, font=font, proof=False)


def plain(runs: tuple[Run, ...]) -> str:
    """Return the characters of runs."""
    return "".join(" " if run.text == "\n" else run.text for run in runs)
