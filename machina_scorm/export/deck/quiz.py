"""Questions on slides: the seven interactions as pieces, once to think about and once with the answer marked.

Letters and the order of options are those of the printed test. A right answer is marked by a tick and by bold type,
never by colour alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from machina_scorm.export.answers import typed, with_lines
from machina_scorm.export.bank import decimal
from machina_scorm.export.deck.flow import Piece, TextPiece, join, pieces_of
from machina_scorm.export.deck.runs import Ink, Para, Run
from machina_scorm.export.laid import Laid, Lettered, lay_out, letter_of
from machina_scorm.model.blocks import Blocks, Paragraph, QuizRef
from machina_scorm.model.course import Lesson, Slide
from machina_scorm.model.edition import Edition
from machina_scorm.model.questions import Choice, Essay, Gap, Gaps, Match, Number, Order, Question, TextEntry

#: The font of the tick, which Arial lacks; Windows brings it along, other systems take one of theirs.
_TICK, _TICK_FONT = "✓", "Segoe UI Symbol"
#: Ems between the edge and an answer's text: room for a letter, the number of a gap, a number and a letter.
_HANG, _HANG_GAP, _HANG_BOTH = 1.5, 2.0, 2.7
_BLANK = "_" * 14
_HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as pieces: `open` to think about, `solved` with the answer marked, empty where there is none to mark.

    `notes` is what the trainer can say about the answer.
    """

    open: tuple[Piece, ...]
    solved: tuple[Piece, ...]
    notes: Blocks


def asked_on(slide: Slide, lesson: Lesson) -> Question | None:
    """Return the question that a slide shows, None without one. Reading the course has checked the id."""
    ids = [id_ for block in slide.blocks if isinstance(block, QuizRef) for id_ in block.ids]
    return next((question for question in lesson.questions if question.id in ids), None)


def set_question(question: Question, edition: Edition, ink: Ink) -> Asked:
    """Return a question as pieces. What no slide can hold is noted in the ink's report."""
    writer = _Writer(lay_out(question, 1, edition), edition, ink)
    solved = () if isinstance(question.interaction, Essay) else tuple(join(writer.pieces(solved=True)))
    return Asked(tuple(join(writer.pieces(solved=False))), solved, _remarks(question))


@dataclass(frozen=True, slots=True)
class _Writer:
    laid: Laid
    edition: Edition
    ink: Ink

    def pieces(self, solved: bool) -> Iterator[Piece]:
        question, ui = self.laid.question, self.edition.ui
        match question.interaction:
            case Choice(truth=True) as truth:
                yield from self._blocks(question.stem)
                for option, answer in zip(truth.options, self.laid.answers, strict=True):
                    words = self.ink.words(ui[f"question.{option.id}"])
                    right = solved and option.credit == _HUNDRED
                    yield from self._marked(f"{answer.letter}.", (TextPiece((Para(words),)),), right)
            case Choice(options, multiple):
                yield from self._blocks(question.stem)
                if multiple:
                    yield self._note(ui["paper.choose-many"])
                marked = {o.id for o in options if solved and (o.credit == _HUNDRED or (multiple and o.credit > 0))}
                yield from self._answers(self.laid.answers, marked)
            case Match() as match_:
                yield from self._blocks(question.stem)
                yield from self._match(match_, solved)
            case Order(items):
                yield from self._blocks(question.stem)
                letters = {item.id: letter_of(at, self.edition) for at, item in enumerate(self.laid.steps)}
                for number, item in enumerate(items if solved else self.laid.steps, 1):
                    letter = letters[item.id]
                    lead, hang = (f"{number}.  {letter}.", _HANG_BOTH) if solved else (f"{letter}.", _HANG)
                    yield from self._marked(lead, self._blocks(item.text), False, hang)
            case Gaps(text, gaps):
                yield from self._blocks(question.stem)
                yield from self._blocks(with_lines(text, gaps))
                yield from self._gaps(gaps, solved)
            case TextEntry() | Number() as entry:
                yield from self._blocks(question.stem)
                yield TextPiece(tuple(self._typed(entry)) if solved else (self._blank(entry),))
            case Essay():
                yield from self._blocks(question.stem)

    def _blocks(self, blocks: Blocks) -> tuple[Piece, ...]:
        return pieces_of(blocks, self.ink, self.edition.ui, self.laid.question.source)

    def _note(self, words: str) -> TextPiece:
        return TextPiece((Para(tuple(replace(run, italic=True) for run in self.ink.words(words))),))

    def _answers(self, answers: tuple[Lettered, ...], right: set[str]) -> Iterator[Piece]:
        for answer in answers:
            yield from self._marked(f"{answer.letter}.", self._blocks(answer.text), bool(answer.ids & right))

    def _marked(self, mark: str, pieces: tuple[Piece, ...], right: bool, hang: float = _HANG) -> Iterator[Piece]:
        """Yield an answer behind its mark, which hangs before its first paragraph."""
        lead = Para(self.ink.words(f"{mark}\t", bold=right), hang=hang)
        first, *rest = pieces or (TextPiece((Para(()),)),)
        if not isinstance(first, TextPiece):
            yield TextPiece((replace(lead, runs=(*lead.runs, *self._tick(right))),))
            yield from pieces
            return
        head, *more = first.paras
        runs = (*lead.runs, *self._tick(right), *(replace(run, bold=run.bold or right) for run in head.runs))
        yield replace(first, paras=(replace(head, runs=runs, hang=hang), *more))
        yield from rest

    def _tick(self, right: bool) -> tuple[Run, ...]:
        return (*self._ticked(),) if right else ()

    def _ticked(self) -> Iterator[Run]:
        for run in self.ink.words(f"{_TICK}\u00a0", bold=True):
            yield replace(run, font=_TICK_FONT, proof=False)

    def _match(self, match_: Match, solved: bool) -> Iterator[Piece]:
        for pair in match_.pairs:
            pieces = self._blocks(pair.text)
            last = pieces[-1] if pieces else None
            if solved and isinstance(last, TextPiece):
                *before, para = last.paras
                answer = (*self.ink.words(" → "), *self._tick(True), *self.ink.runs(pair.match, bold=True))
                paras = (*before, replace(para, runs=(*para.runs, *answer)))
                pieces = (*pieces[:-1], replace(last, paras=paras))
            yield from self._marked(f"{pair.id}.", pieces, False)
        if not solved:
            yield self._in_a_row([(f"{a.letter}.", a.text) for a in self.laid.answers])

    def _in_a_row(self, answers: list[tuple[str, Blocks]]) -> TextPiece:
        """Return short answers one behind the other; none is torn from its letter."""
        runs: list[Run] = []
        for mark, blocks in answers:
            runs += self.ink.words(f"{'    ' if runs else ''}{mark}\u00a0" if mark else ("  ·  " if runs else ""))
            for block in blocks:
                if isinstance(block, Paragraph):
                    runs += self.ink.runs(block.text)
        return TextPiece((Para(tuple(runs)),))

    def _gaps(self, gaps: tuple[Gap, ...], solved: bool) -> Iterator[Piece]:
        if not solved:
            if self.laid.words:
                yield self._in_a_row([("", word) for word in self.laid.words])
            for gap, answers in self.laid.gaps:
                row = self._in_a_row([(f"{a.letter}.", a.text) for a in answers])
                yield from self._marked(f"({gap.id})", (row,), False, _HANG_GAP)
            return
        for gap in gaps:
            match gap.interaction:
                case Choice(options):
                    right = next((o.text for o in options if o.credit == _HUNDRED), ())
                    yield from self._marked(f"({gap.id})", self._blocks(right), True, _HANG_GAP)
                case entry:
                    typed_ = TextPiece(tuple(self._typed(entry, tick=False)))
                    yield from self._marked(f"({gap.id})", (typed_,), True, _HANG_GAP)

    def _blank(self, entry: TextEntry | Number) -> Para:
        unit = entry.unit if isinstance(entry, Number) else None
        behind = (*self.ink.words("\u00a0"), *self.ink.runs(unit)) if unit else ()
        return Para((*self.ink.words(_BLANK), *behind))

    def _typed(self, entry: TextEntry | Number, tick: bool = True) -> Iterator[Para]:
        """Yield the answers that are accepted, the first one marked; of a number not how near is near enough."""
        if isinstance(entry, Number):
            entry = replace(entry, answers=tuple(replace(answer, tolerance=Decimal(0)) for answer in entry.answers))
        spelt = lambda number: decimal(number).replace(".", self.edition.language.decimal)  # noqa: E731
        for place, words in enumerate(typed(entry, self.edition.ui, spelt)):
            mark = self._tick(tick and not place)
            yield Para((*mark, *self.ink.words(words, bold=not place)))


def _remarks(question: Question) -> Blocks:
    """Return what is said to somebody who answered rightly, and what is said to everybody."""
    own: Blocks = ()
    match question.interaction:
        case Choice(options, multiple):
            right = [o for o in options if o.credit == _HUNDRED or (multiple and o.credit > 0)]
            own = tuple(block for option in right for block in option.feedback)
        case TextEntry(answers) | Number(answers):
            own = next((answer.feedback for answer in answers if answer.credit == _HUNDRED), ())
        case Order(_, feedback):
            own = feedback
        case Gaps(_, gaps):
            choices = [gap.interaction for gap in gaps if isinstance(gap.interaction, Choice)]
            own = tuple(b for choice in choices for o in choice.options if o.credit == _HUNDRED for b in o.feedback)
        case Essay(guide):
            own = guide
        case Match():
            own = ()
    return (*own, *question.feedback)
