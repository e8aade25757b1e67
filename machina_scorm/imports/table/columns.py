"""The columns of a table of questions: what each holds, and the headers by which it is known in six languages."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from machina_scorm.imports.letters import label_of, place_of


@dataclass(frozen=True, slots=True)
class Column:
    """A column: its `key`, and what stands in it. `other` are further headers that mean the same."""

    key: str
    help: str
    other: tuple[str, ...] = ()


#: Columns that stand once, in the order of the template. Keys with `-` are also read with a blank.
COLUMNS = (
    Column("id", "the question's name: small Latin letters, digits and -; may be left out", ("name", "code")),
    Column("type", "one of the types below", ("question type", "typ", "tipo", "tip", "τύπος", "fragetyp")),
    Column(
        "stem",
        "the question, in Markdown: *emphasis*, `code`, $formula$; an empty line begins a paragraph",
        ("question", "question text", "frage", "ερώτηση", "întrebare", "intrebare", "domanda", "énoncé", "prompt"),
    ),
    Column("text", "gaps: the text with [[1]], [[2]] … where the gaps are", ("gap text",)),
    Column(
        "correct",
        "single, multiple: the letters of the right options (B, or A C); true-false: true or false",
        ("answer", "correct answer", "correct answers", "right", "right answer", "key", "solution", "réponse",
         "bonne réponse", "antwort", "richtig", "richtige antwort", "σωστή", "σωστή απάντηση", "απάντηση",
         "răspuns", "răspuns corect", "raspuns corect", "risposta", "risposta corretta"),
    ),
    Column("if-true", "true-false: feedback to who chose true"),
    Column("if-false", "true-false: feedback to who chose false"),
    Column("case-sensitive", "short-answer: yes if capitals matter"),
    Column("otherwise", "short-answer, numerical: feedback to every other answer"),
    Column("unit", "numerical: shown behind the field", ("einheit", "unité", "μονάδα", "unitate", "unità")),
    Column("feedback-right", "ordering: feedback to the right order"),
    Column("feedback-wrong", "ordering: feedback to any other order"),
    Column("guide", "essay: how to mark it"),
    Column("template", "essay: text to start from"),
    Column("lines", "essay: height of the field, 15 if left out"),
    Column("min-words", "essay: at least so many words"),
    Column("max-words", "essay: at most so many words"),
    Column("outcome", "the id of the learning outcome that it tests, such as k1", ("learning outcome", "lo")),
    Column("difficulty", "easy, medium or hard", ("level", "schwierigkeit", "difficulté", "δυσκολία", "dificultate")),
    Column("points", "1 if left out", ("mark", "marks", "score", "punkte", "βαθμοί", "puncte", "punti")),
    Column("penalty", "part of the mark that each wrong try costs, 0.3333333 if left out"),
    Column("shuffle", "no keeps the options in their order"),
    Column("tags", "words with commas between them", ("tag", "keywords", "schlagwörter", "ετικέτες", "etichete")),
    Column(
        "feedback",
        "shown to everybody at the end",
        ("general feedback", "explanation", "rationale", "erklärung", "explication", "εξήγηση", "explicație"),
    ),
    Column("author", "who wrote it", ("autor", "auteur", "συγγραφέας", "autore")),
    Column("license", "an SPDX name, if it is not the course's", ("licence",)),
    Column("test", "no: only asked inside pages"),
)  # fmt: skip

#: Columns that stand once for each letter: "A", "credit A" …, and hints by number.
LETTERED = (
    Column(
        "option",
        "option, prompt, item or accepted answer; numerical: a number, or a range as 4.5..5.5",
        ("", "answer", "choice", "choix", "antwort", "απάντηση", "επιλογή", "variantă", "varianta", "opțiune",
         "opzione", "réponse", "răspuns", "risposta", "item", "prompt"),
    ),
    Column("match", "matching: what fits the prompt; without a prompt it fits nothing", ("pair",)),
    Column("credit", "per cent of the mark for a half-right answer", ("fraction", "weight")),
    Column("tolerance", "numerical: how far off is still right", ("tol", "margin")),
    Column("feedback", "shown to who chose it", ("comment", "remark")),
)  # fmt: skip
HINT = Column("hint", "shown after a wrong try, one after the other", ("clue",))

#: Types of the rows that follow a row of type gaps, one for each gap.
GAP_ROWS = {"gap select": "select", "gap drag": "drag", "gap text": "text", "gap number": "number"}

#: Question types by what people call them; "choice" is single or multiple by the number of right options.
TYPES = {
    "single": ("single choice", "mcsa", "sc", "einfachauswahl", "choix unique", "scelta singola", "alegere simplă"),
    "multiple": ("multiple answer", "multiple answers", "multiple response", "multi", "mcma", "ma", "checkbox"),
    "choice": ("multiple choice", "mc", "mcq", "multichoice", "πολλαπλής επιλογής", "πολλαπλή επιλογή", "qcm"),
    "true-false": ("tf", "truefalse", "t f", "vrai faux", "richtig falsch", "σωστό λάθος", "adevărat fals"),
    "matching": ("match", "pairs", "zuordnung", "αντιστοίχιση", "appariement", "asociere", "abbinamento"),
    "short-answer": ("shortanswer", "short", "fill in the blank", "fib", "kurzantwort", "σύντομη απάντηση"),
    "numerical": ("numeric", "number", "numerisch", "αριθμητική", "numérique", "numeric răspuns", "numerica"),
    "ordering": ("order", "sequence", "reihenfolge", "σειρά", "ordre", "ordonare", "ordinamento"),
    "gaps": ("cloze", "gap", "lückentext", "texte à trous", "κενά", "spații libere"),
    "essay": ("open", "open question", "long answer", "freitext", "έκθεση", "ανάπτυξη", "eseu", "saggio", "rédaction"),
}
QUESTION_TYPES = tuple(name for name in TYPES if name != "choice")


def normalise(header: str) -> str:
    """Return a header in small letters and digits, one blank between words."""
    return " ".join(re.sub(r"[\W_]+", " ", unicodedata.normalize("NFC", header).casefold()).split())


_ONCE = {normalise(name): column.key for column in COLUMNS for name in (column.key, *column.other)}
_HEADS = {normalise(name): column.key for column in (*LETTERED, HINT) for name in (column.key, *column.other)}
_TYPES = {normalise(n): name for name, others in TYPES.items() for n in (name, *others)} | {n: n for n in GAP_ROWS}


def key_of(header: str) -> str | None:
    """Return the key of the column that a header names: `stem`, `option A`, `hint 2`; None for an unknown one."""
    name = normalise(header)
    if name in _ONCE:
        return _ONCE[name]
    head, _, last = name.rpartition(" ")
    kind, place = _HEADS.get(head), place_of(last)
    if kind is not None and place is not None:
        return f"hint {place + 1}" if kind == "hint" else f"{kind} {label_of(place)}"
    # "Option1", "AnswerA" and the like, written together; "hint" alone is the first.
    match = re.fullmatch(r"([^\W\d_]+?)\s?(\d+|[a-z])", name)
    if match and match[1] in _HEADS and (place := place_of(match[2])) is not None:
        return f"hint {place + 1}" if _HEADS[match[1]] == "hint" else f"{_HEADS[match[1]]} {label_of(place)}"
    return "hint 1" if _HEADS.get(name) == "hint" else None


def type_of(cell: str) -> str | None:
    """Return the type that a cell names, one of TYPES or GAP_ROWS; None for an unknown one."""
    return _TYPES.get(normalise(cell))


def header_of(key: str) -> str:
    """Return the header that the template has for a key."""
    return key.removeprefix("option ")
