"""The checks of languages, answers, catalogs and waivers: what each finds and what it lets pass."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from i18n_builders import GERMAN, question, text, truth, unit

from machina_scorm.i18n.catalog import Catalog, Entry
from machina_scorm.i18n.checks import checks, rules_of
from machina_scorm.i18n.extract import Message, extract
from machina_scorm.i18n.languages import read_languages
from machina_scorm.i18n.pseudo import PseudoCatalog
from machina_scorm.i18n.verify import Translatable, check_catalog, read_translatable
from machina_scorm.model.blocks import Paragraph
from machina_scorm.model.edition import Language
from machina_scorm.model.glossary import Glossary, Term, Wording
from machina_scorm.model.questions import (
    Accepted,
    Choice,
    Gap,
    Gaps,
    Interaction,
    Item,
    Match,
    Option,
    Order,
    Pair,
    Question,
    TextEntry,
)
from machina_scorm.model.text import Text, iter_text
from machina_scorm.problems import Problem, Report, Severity
from machina_scorm.source import Source

REPOSITORY = Path(__file__).resolve().parents[2]
PO = "i18n/xx/lu1.po"
TABLE = (REPOSITORY / "i18n/languages.yaml").read_text("utf-8")
LANGUAGES = {each.code: each for each in read_languages(TABLE, Source("i18n/languages.yaml", 1), Report())}
GLOSSARY = Glossary(
    (
        Term("pytorch", text("PyTorch", "term"), text("A library."), keep=True),
        Term(
            "parameter",
            text("parameter", "term"),
            text("A number."),
            wordings=(Wording("de", ("Parameter",)), Wording("fr", ("paramètre", "réglage"))),
        ),
    )
)


def checked(
    source: Text, msgstr: str, language: Language, *comments: str, glossary: Glossary | None = None
) -> list[Problem]:
    entries = {(source.msgctxt, source.md): Entry(msgstr, False, Source(PO, 4), comments)}
    catalog = Catalog(language, Source(PO), entries)
    return list(check_catalog(catalog, Translatable((Message(source),)), glossary))


def rules(msgid: str, msgstr: str, code: str, role: str = "", glossary: Glossary | None = None) -> list[str]:
    return [problem.rule for problem in checked(text(msgid, role), msgstr, LANGUAGES[code], glossary=glossary)]


# Words of another language


@pytest.mark.parametrize(
    ("msgid", "code", "role", "wanted"),
    [
        ("The next step", "fr", "", True),
        ("Next", "de", "ui", True),
        ("**No** answer", "it", "", True),
        ("parameter", "fr", "label", True),
        ("parameter", "de", "label", False),  # a loan word, as the glossary says
        ("Page {number}", "fr", "ui", False),  # a word of languages.yaml
        ("minutes", "fr", "comment", False),
        ("A", "el", "", False),
        ("PyTorch", "el", "", False),
        ("GDPR", "de", "title", False),
        ("{label}: {text}", "de", "ui", False),
        ("T. Mitchell, *Machine Learning*, 1997.", "de", "literature", False),
    ],
)
def test_a_copy_of_the_source_is_found_unless_it_is_the_language_too(
    msgid: str, code: str, role: str, wanted: bool
) -> None:
    assert ("same-as-source" in rules(msgid, msgid, code, role, GLOSSARY)) is wanted


@pytest.mark.parametrize(
    ("msgid", "msgstr", "code", "wanted"),
    [
        ("The model", "Το μοντέλo", "el", True),  # a Latin o
        ("The model", "Das Mοdell", "de", True),  # a Greek ο
        ("The model", "Το model", "el", False),  # the source has it in this spelling
        ("The models", "Το model", "el", False),
        ("The model", "Το modelo", "el", True),
        ("The library", "Η βιβλιοθήκη PyTorch", "el", False),
        ("The file", "Το `file` και $file$", "el", False),
        ("The law", "Ο νόμος GDPR", "el", False),
        ("an angle", "Ο άξονας x", "el", False),
        ("The angle α", "Der Winkel α", "de", False),
    ],
)
def test_letters_of_another_alphabet_are_found(msgid: str, msgstr: str, code: str, wanted: bool) -> None:
    assert ("script" in rules(msgid, msgstr, code, "", GLOSSARY)) is wanted


# Signs


@pytest.mark.parametrize(
    ("msgid", "msgstr", "code"),
    [
        ("Why?", "Γιατί;", "el"),
        ("Why?", "Pourquoi\u202f?", "fr"),
        ("Why?", "Pourquoi\u00a0?", "fr"),
        ("At 12:30, see https://example.org/a?b", "À 12:30, voir https://example.org/a?b", "fr"),
        ("“So”", "«\u202fAinsi\u202f»", "fr"),
        ("“So, ‘this’”", "«\u202fAinsi, “ceci”\u202f»", "fr"),
        ("“So”", "„So“", "de"),
        ("“So”", "„Așa”", "ro"),
        ("“So”", "«Così»", "it"),
        ("Read `x ?`: it", "Lisez `x ?`\u00a0: ceci", "fr"),
        ("Stop!", "Halt.", "de"),
        ("Call `fit()`.", "Rufe `fit()` auf.", "de"),
        ("The value of `a.`", "`a.` als Wert", "de"),
        ("(A remark.)", "(Eine Bemerkung.)", "de"),
        ("**Right.**", "**Richtig.**", "de"),
        ("Choose …", "Auswählen...", "de"),
        ('the 17" screen', 'der 17"-Bildschirm', "de"),
        ("(?)", "(?)", "fr"),
    ],
)
def test_signs_of_the_language_pass(msgid: str, msgstr: str, code: str) -> None:
    assert "punctuation" not in rules(msgid, msgstr, code)


@pytest.mark.parametrize(
    ("msgid", "msgstr", "code", "message"),
    [
        ("Why?", "Γιατί?", "el", "ends with “?” where"),
        ("It is so.", "Είναι έτσι;", "el", "ends with “;”"),
        ("It is so.", "Es ist so", "de", "ends with no sign where the source ends with “.”"),
        ("A heading", "Eine Überschrift.", "de", "ends with “.”"),
        ("Note:", "Hinweis", "de", "ends with no sign"),
        ("Why?", "Pourquoi?", "fr", "a no-break space belongs before ?"),
        ("Why?", "Pourquoi ?", "fr", "a no-break space belongs before ?"),
        ("Read `x`: it", "Lisez `x` : ceci", "fr", "before :"),
        ("“So”", "« Ainsi »", "fr", "inside « »"),
        ("“So”", "«Ainsi»", "fr", "inside « »"),
        ("“So”", "“Also”", "de", "quotation marks of another language: ”"),
        ("“So”", '"So"', "de", "of another language"),
        ("“So”", "„So", "de", "do not come in pairs"),
        ("“So”", "« Così »", "it", "no space belongs inside « »"),
    ],
)
def test_signs_of_another_language_are_told(msgid: str, msgstr: str, code: str, message: str) -> None:
    (problem,) = [each for each in checked(text(msgid), msgstr, LANGUAGES[code]) if each.rule == "punctuation"]
    assert message in problem.message and problem.severity is Severity.INFO and problem.hint


def test_a_comment_in_code_and_a_printed_title_keep_their_signs() -> None:
    assert rules('a "word"', 'un "mot"', "fr", "comment") == []
    assert rules("X, “Tools: a Guide”.", "X, «\u202fTools: a Guide\u202f».", "fr", "literature") == []


# Room


def test_a_string_of_the_interface_fits_its_place() -> None:
    source = Text("Check", "ui", Source("i18n/ui.yaml", 3), room=8.0)
    assert [problem.rule for problem in checked(source, "Überprüfen", GERMAN)] == ["length-overflow"]
    assert checked(source, "Prüfen", GERMAN) == []
    assert checked(replace(source, role="label"), "Überprüfen", GERMAN) == []  # a figure measures its own


# Answers


def localised(asked: Question, *words: tuple[str, str], missing: str = "") -> list[Problem]:
    """Check one question whose translation says `words` and else what the source says."""
    said = dict(words)
    entries = {}
    for line, each in enumerate(iter_text(asked), 10):
        msgstr = "" if each.md == missing else said.get(each.md, each.md)
        entries[each.msgctxt, each.md] = Entry(msgstr, False, Source(PO, line))
    found = check_catalog(Catalog(GERMAN, Source(PO), entries), read_translatable(unit(asked)))
    return [problem for problem in found if problem.rule == "duplicate-answer"]


def asking(interaction: Interaction) -> Question:
    return replace(question(stem="Answer."), interaction=interaction)


def paragraph(md: str) -> tuple[Paragraph, ...]:
    return (Paragraph(text(md, "answer")),)


def entry(*answers: tuple[str, int], case_sensitive: bool = False) -> TextEntry:
    return TextEntry(tuple(Accepted(text(md, "answer"), Decimal(credit)) for md, credit in answers), case_sensitive)


def test_two_options_that_become_alike_are_an_error_at_the_second() -> None:
    (problem,) = localised(question(), ("The left one", "Die eine"), ("The right one", "die **eine**."))
    assert problem.severity is Severity.ERROR and "die **eine**." in problem.message
    assert problem.source.path == PO and problem.source.line > 10


@pytest.mark.parametrize(
    ("interaction", "words"),
    [
        (
            Match((Pair("1", paragraph("early"), text("dawn")), Pair("2", paragraph("late"), text("dusk")))),
            "early late",
        ),
        (Match((Pair("1", paragraph("early"), text("dawn")), Pair("2", paragraph("late"), text("dusk")))), "dawn dusk"),
        (Match((Pair("1", paragraph("early"), text("dawn")),), (text("dusk"),)), "dawn dusk"),
        (Order((Item("a", paragraph("early")), Item("b", paragraph("late")))), "early late"),
        (entry(("early", 100), ("late", 0)), "early late"),
        (
            Gaps(
                paragraph("[[1]]"),
                (Gap("1", "select", Choice(tuple(Option(x, paragraph(x), Decimal(0)) for x in ("early", "late")))),),
            ),
            "early late",
        ),
        (Gaps(paragraph("[[1]]"), (Gap("1", "text", entry(("early", 100), ("late", 0))),)), "early late"),
    ],
)
def test_every_kind_of_answer_is_looked_at(interaction: Interaction, words: str) -> None:
    one, other = words.split()
    asked = asking(interaction)
    assert len(localised(asked, (one, "Zeit"), (other, "zeit"))) == 1
    assert localised(asked, (one, "Zeit"), (other, "Uhr")) == []
    assert localised(asked, (one, "Zeit"), (other, "zeit"), missing="Answer.") == []  # it stays in English whole


def test_spellings_credit_and_case_decide_about_typed_answers() -> None:
    asked = asking(entry(("overfitting", 100), ("underfitting", 0)))
    assert localised(asked, ("overfitting", "A | B"), ("underfitting", "b | C")) != []
    assert localised(asked, ("overfitting", "A | B"), ("underfitting", "C")) == []
    assert localised(asking(entry(("one", 100), ("two", 100))), ("one", "A"), ("two", "a")) == []
    strict = asking(entry(("one", 100), ("two", 0), case_sensitive=True))
    assert localised(strict, ("one", "A"), ("two", "a")) == []
    assert localised(strict, ("one", "A"), ("two", "A")) != []


def test_what_is_alike_in_the_source_or_differs_in_code_and_maths_passes() -> None:
    assert localised(question(right="Yes", wrong="yes."), ("Yes", "Ja"), ("yes.", "Ja.")) == []
    assert localised(question(right="`a`", wrong="`A`")) == []
    assert localised(question(right="The $x$", wrong="A $y$"), ("The $x$", "$x$"), ("A $y$", "$y$")) == []
    assert localised(truth()) == []


# Catalogs


def test_a_catalog_says_once_what_it_lacks() -> None:
    messages = tuple(map(Message, (text("One word more"), text("Two"), text("A title", "title"))))
    entries = {
        (None, "One word more"): Entry("Ein Wort mehr", False, Source(PO, 3)),
        (None, "Two"): Entry("Zwei", True, Source(PO, 7)),
    }
    found = list(check_catalog(Catalog(GERMAN, Source(PO), entries), Translatable(messages, enough=0.9)))
    assert [(problem.rule, problem.message) for problem in found] == [
        ("coverage-below", "50.0% of the words are translated"),
        ("fuzzy", "1 text (1 word) marked fuzzy"),
        ("untranslated", "1 text (2 words) not translated"),
    ]
    assert {(problem.severity, str(problem.source)) for problem in found} == {(Severity.INFO, PO)}


def test_enough_words_without_a_title_are_not_enough() -> None:
    messages = (Message(text("word " * 30)), Message(text("Title", "title")))
    entries = {(None, "word " * 30): Entry("Wort " * 30, False, Source(PO, 3))}
    found = check_catalog(Catalog(GERMAN, Source(PO), entries), Translatable(messages, enough=0.9))
    assert "1 title not translated" in [problem.message for problem in found]


def test_two_accepted_words_for_one_term_in_a_unit_are_told_at_the_rarer() -> None:
    said = ("Le paramètre a", "Les paramètres b", "Le réglage c", "Le réglage, ou paramètre, d")
    sources = [text(f"The parameter {letter}") for letter in "abcd"]
    entries = {
        (None, each.md): Entry(fr, False, Source(PO, n))
        for n, (each, fr) in enumerate(zip(sources, said, strict=True), 5)
    }
    value = Translatable(tuple(map(Message, sources)))
    french = Catalog(LANGUAGES["fr"], Source(PO), entries)
    (problem,) = check_catalog(french, value, GLOSSARY)
    assert (problem.rule, problem.source.line) == ("glossary-consistency", 7)
    assert "“paramètre” 2 ×, “réglage” 1 ×" in problem.message
    assert list(check_catalog(french, value, None)) == []


# Waivers


@pytest.mark.parametrize(
    ("comment", "wanted"),
    [
        ("machina: ignore=math-mismatch because it is another here", []),
        ("machina: ignore=math-mismatch", ["waiver-reason"]),
        ("machina: ignore=math-mismatch, link-mismatch because of it", ["waiver-unused"]),
        ("machina: ignore=maths-mismatch because of it", ["math-mismatch", "waiver-unknown"]),
        ("math-mismatch is right here", ["math-mismatch"]),
    ],
)
def test_a_waiver_is_judged(comment: str, wanted: list[str]) -> None:
    found = checked(text("The $x$"), "Das $y$", GERMAN, comment)
    assert [problem.rule for problem in found] == wanted
    hints = [problem.hint for problem in found if problem.rule == "waiver-unknown"]
    assert all("math-mismatch" in hint for hint in hints)


def test_a_waiver_of_a_rule_that_was_not_asked_is_not_called_unused() -> None:
    source = text("The $x$")
    waiver = ("machina: ignore=link-mismatch because of it",)
    catalog = Catalog(GERMAN, Source(PO), {(None, source.md): Entry("Das $x$", False, Source(PO, 4), waiver)})
    asked = [each for each in checks() if each.rule == "math-mismatch"]
    assert list(check_catalog(catalog, Translatable((Message(source),)), None, asked)) == []


# All of them


@given(st.text(alphabet="ab $`*[](){}_<>\\1.,:?“”|\n", max_size=40), st.sampled_from(["", "answer", "label", "ui"]))
def test_the_source_as_its_own_translation_has_no_error_unless_it_is_no_dialect(md: str, role: str) -> None:
    source = text(md, role)
    refused = {"raw-html", "strike-through", "footnote", "image-inline", "link-target"}
    assert {p.rule for p in checked(source, md, GERMAN) if p.severity is not Severity.INFO} <= refused


@given(st.lists(st.sampled_from(["a word", "`code`", "$x^2$", "**bold**", "[link](term:a)", "{name}", "[[1]]", "3.5"])))
def test_the_pseudo_language_passes_the_comparisons(words: list[str]) -> None:
    source = text(" ".join(words))
    pseudo = PseudoCatalog()
    found = checked(source, pseudo.lookup(source), pseudo.language)
    assert {problem.rule for problem in found if problem.severity is not Severity.INFO} == set()


def test_a_whole_unit_in_the_pseudo_language_has_no_error() -> None:
    value, pseudo = unit(question(), truth()), PseudoCatalog()
    entries = {m.key: Entry(pseudo.lookup(m.text), False, Source(PO, n)) for n, m in enumerate(extract(value), 9)}
    found = check_catalog(Catalog(pseudo.language, Source(PO), entries), read_translatable(value))
    assert [problem for problem in found if problem.severity is not Severity.INFO] == []


def test_every_check_says_what_it_is_about_in_one_line() -> None:
    assert all(each.about and "\n" not in each.about and len(each.about) < 120 for each in checks())
    every = [rule for each in checks() for rule in (each.rule, *each.also)]
    assert len(every) == len(set(every)) and set(every) == set(rules_of(checks()))


def test_where_everything_is_published_no_share_is_too_small() -> None:
    found = check_catalog(Catalog(GERMAN, Source(PO)), Translatable((Message(text("A title", "title")),)))
    assert [problem.rule for problem in found] == ["untranslated"]
