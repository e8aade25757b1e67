"""The glossary: read, linked to, put into a language, and looked for in translations."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from i18n_builders import GERMAN, catalog, text

from machina_scorm.dialect import inlines
from machina_scorm.i18n.catalog import Catalog, Entry
from machina_scorm.i18n.extract import Message, extract
from machina_scorm.i18n.glossary import (
    check_terms,
    linked_glossary,
    localise_glossary,
    read_glossary,
    term_links,
)
from machina_scorm.i18n.pseudo import PseudoCatalog
from machina_scorm.i18n.verify import Translatable, check_catalog
from machina_scorm.model.edition import Language
from machina_scorm.model.glossary import Glossary, Term
from machina_scorm.model.text import Text
from machina_scorm.pipeline import Request, build
from machina_scorm.problems import Report, Severity
from machina_scorm.project import localise_project, read_project
from machina_scorm.source import Source

REPOSITORY = Path(__file__).resolve().parents[2]
FILE = Source("i18n/glossary.yaml", 1)
GREEK = replace(GERMAN, code="el", name="Ελληνικά")
FRENCH = replace(GERMAN, code="fr", name="Français")

YAML = """\
terms:
  - id: model
    term: model
    except: [model railway]
    definition: A formula fitted to examples.
    languages:
      de: {use: [Modell], forms: ["*modell"], avoid: [Muster]}
      el: {use: [μοντέλο], forms: [μοντέλ]}
      fr: {use: [modèle]}
  - id: parameter
    term: parameter
    definition: A number in a [model](term:model).
    languages:
      de: {use: [Parameter]}
      el: {use: [παράμετρος], forms: [παράμετρ, παραμέτρ]}
  - id: language-model
    term: language model
    definition: It predicts text.
    languages:
      de: {use: [Sprachmodell]}
  - id: accuracy
    term: accuracy
    definition: The share of right answers.
    languages:
      fr: {use: [exactitude], avoid: [précision]}
  - id: precision
    term: precision
    definition: The share of alarms that are right.
    languages:
      fr: {use: [précision]}
  - id: class
    term: class
    everyday: true
    definition: One of several answers.
    languages:
      de: {use: [Klasse]}
  - id: scikit-learn
    term: scikit-learn
    pos: name
    keep: true
    definition: A library.
"""


def read(yaml: str = YAML) -> tuple[Glossary, Report]:
    report = Report()
    return read_glossary(yaml, FILE, report), report


GLOSSARY, _ = read()


def faults(source: str, translation: str, language: Language = GERMAN, role: str = "") -> list[str]:
    """The messages of the check `glossary` on one translation."""
    message = text(source, role)
    place = Source("i18n/xx/lu1.po", 4)
    entries = {(message.msgctxt, source): Entry(translation, False, place)}
    found = check_catalog(Catalog(language, place, entries), Translatable((Message(message),)), GLOSSARY)
    return [problem.message for problem in found if problem.rule == "glossary"]


# Reading


def test_a_term_knows_its_place_and_its_languages() -> None:
    glossary, report = read()
    assert list(report) == []
    term = glossary.get("parameter")
    assert term and term.definition.md == "A number in a [model](term:model)."
    assert term.source == Source("i18n/glossary.yaml", 11)
    wording = term.wording("el")
    assert wording and wording.use == ("παράμετρος",) and wording.forms == ("παράμετρ", "παραμέτρ")
    assert term.wording("it") is None and glossary.get("nothing") is None


@pytest.mark.parametrize(
    ("old", "new", "rule", "line"),
    [
        ("id: parameter", "id: model", "term-duplicate", 11),
        ("term: parameter", "term: Model", "term-duplicate", 11),
        ("use: [Parameter]", "usee: [Parameter]", "schema", 14),
        ("id: parameter", "id: Große Zahl", "schema", 10),
        ("A formula fitted", "A <b>formula</b> fitted", "raw-html", 5),
    ],
)
def test_a_fault_is_told_at_its_line(old: str, new: str, rule: str, line: int) -> None:
    _, report = read(YAML.replace(old, new, 1))
    assert {(problem.rule, problem.source.line) for problem in report} == {(rule, line)}
    assert all(problem.hint for problem in report)


def test_only_definitions_are_for_the_catalogs() -> None:
    messages = extract(GLOSSARY)
    assert [message.msgid for message in messages] == [term.definition.md for term in GLOSSARY.entries]
    assert messages[0].places == ("glossary · model · definition",)


# Localising


def test_names_come_from_the_glossary_and_definitions_from_the_catalog() -> None:
    model, scikit = GLOSSARY.entries[0], GLOSSARY.entries[-1]
    german, coverage = localise_glossary(GLOSSARY, "de", catalog((model.definition, "Eine Formel.")), "en")
    first = german.get("model")
    assert first and (first.name.md, first.name.lang, first.definition.md) == ("Modell", "", "Eine Formel.")
    assert first.definition.lang == ""
    kept = german.get("scikit-learn")
    assert kept and (kept.name.md, kept.name.lang) == (scikit.name.md, "") and kept.definition.lang == "en"
    assert (coverage.total.messages, coverage.total.translated) == (len(GLOSSARY.entries), 1)


def test_a_language_that_the_glossary_does_not_know_is_marked() -> None:
    spanish, _ = localise_glossary(GLOSSARY, "es", catalog(), "en")
    assert {(t.name.md, t.name.lang, t.definition.lang) for t in spanish.entries if not t.keep} == {
        (t.name.md, "en", "en") for t in GLOSSARY.entries if not t.keep
    }


def test_a_pseudo_language_changes_names_too() -> None:
    pseudo, _ = localise_glossary(GLOSSARY, "en-XA", PseudoCatalog(), "en")
    assert all("⟦" in t.name.md and "⟦" in t.definition.md for t in pseudo.entries if not t.keep)


def test_rules_for_checks_do_not_reach_an_edition() -> None:
    stricter, _ = read(YAML.replace("avoid: [Muster]", "avoid: [Schablone]"))
    assert localise_glossary(stricter, "de", catalog(), "en") == localise_glossary(GLOSSARY, "de", catalog(), "en")


# Links


def test_an_artefact_gets_the_terms_that_it_links_to() -> None:
    value = (text("A [number](term:parameter) and *[classes](term:class)*."), text("No `[x](term:accuracy)`."))
    linked = linked_glossary(GLOSSARY, value)
    assert linked and [term.id for term in linked.entries] == ["model", "parameter", "class"]
    assert linked_glossary(GLOSSARY, text("Nothing.")) == Glossary(())
    assert linked_glossary(None, value) is None


@given(st.sets(st.sampled_from([term.id for term in GLOSSARY.entries])))
def test_what_is_linked_is_there_and_nothing_more(ids: set[str]) -> None:
    value = tuple(text(f"A [word](term:{id_}).") for id_ in sorted(ids))
    linked = linked_glossary(GLOSSARY, value)
    assert linked is not None
    found = {term.id for term in linked.entries}
    assert ids <= found <= ids | {"model"}
    assert {id_ for id_, _ in term_links(linked.entries)} <= found
    assert linked_glossary(GLOSSARY, (value, linked)) == linked


@pytest.mark.parametrize(
    ("glossary", "target", "hint"),
    [
        (GLOSSARY, "modell", "did you mean 'model'?"),
        (GLOSSARY, "zebra", "add the term to i18n/glossary.yaml"),
        (None, "model", "the course has no glossary: add i18n/glossary.yaml with this term"),
    ],
)
def test_a_link_to_nowhere_is_told(glossary: Glossary | None, target: str, hint: str) -> None:
    report = Report()
    check_terms(text(f"A [word](term:{target})."), glossary, report)
    (problem,) = report
    assert (problem.rule, problem.hint, problem.source) == ("term-unknown", hint, text("").source)


# The check


@pytest.mark.parametrize(
    ("source", "translation", "language"),
    [
        ("The model is good.", "Das Modell ist gut.", GERMAN),
        ("All models are wrong.", "Alle Regressionsmodelle sind falsch.", GERMAN),
        ("A language model", "Ein Sprachmodell", GERMAN),
        ("the model railway", "die Eisenbahn", GERMAN),
        ("The class laughs.", "Alle lachen.", GERMAN),
        ("two parameters", "δύο παραμέτρους", GREEK),
        ("Accuracy and precision", "Exactitude et précision", FRENCH),
        ("G. Box, *All Models are Wrong*, 1976", "G. Box, *All Models are Wrong*, 1976", GERMAN),
        ("the `model` in code", "das `model` im Code", GERMAN),
        ("with scikit-learn", "mit scikit-learn", GERMAN),
        ("the remodelled house", "das umgebaute Haus", GERMAN),
        ("An accuracy", "Eine Genauigkeit", GERMAN),  # the glossary says nothing about German
    ],
)
def test_right_words_pass(source: str, translation: str, language: Language) -> None:
    assert faults(source, translation, language) == []


@pytest.mark.parametrize(
    ("source", "translation", "language", "message"),
    [
        ("The model is good.", "Die Formel ist gut.", GERMAN, "“model” should be “Modell”"),
        ("The model is good.", "Das Muster ist gut.", GERMAN, "“model” is not “Muster” but “Modell”"),
        ("A language model", "Ein Modell", GERMAN, "“language model” should be “Sprachmodell”"),
        ("a [group](term:class)", "eine [Gruppe](term:class)", GERMAN, "“class” should be “Klasse”"),
        ("The accuracy", "La précision", FRENCH, "“accuracy” is not “précision” but “exactitude”"),
        ("with scikit-learn", "mit Scikit", GERMAN, "“scikit-learn” should be “scikit-learn”"),
    ],
)
def test_other_words_are_told(source: str, translation: str, language: Language, message: str) -> None:
    assert faults(source, translation, language) == [message]


def test_several_faults_are_one_finding() -> None:
    (message,) = faults("model, parameter", "Muster, Zahl")
    assert message == "“model” is not “Muster” but “Modell”; “parameter” should be “Parameter”"


def test_a_learner_may_type_what_a_translator_may_not_write() -> None:
    assert faults("model", "Modell | Muster", role="answer") == []
    assert faults("model", "Muster | Modell", role="answer") != []


def test_it_is_a_warning_and_needs_a_glossary() -> None:
    message = text("The model")
    place = Source("i18n/de/lu1.po", 4)
    german = Catalog(GERMAN, place, {(None, "The model"): Entry("Die Formel", False, place)})
    (problem,) = check_catalog(german, Translatable((Message(message),)), GLOSSARY)
    assert (problem.severity, problem.source) == (Severity.WARNING, place)
    assert list(check_catalog(german, Translatable((Message(message),)))) == []


# In a course


def write_glossary(course: Path, *terms: Term) -> None:
    lines = [{"id": t.id, "term": t.name.md, "definition": t.definition.md} for t in terms]
    (course / "i18n").mkdir(exist_ok=True)
    (course / "i18n/glossary.yaml").write_text(json.dumps({"terms": lines}), encoding="utf-8", newline="\n")


def made_anew(course: Path) -> set[str]:
    report = Report()
    project = read_project(course, report)
    assert project and not report.errors, list(report)
    outcomes = build(project, Request(jobs=1, formats=("gift",)), course / "dist").outcomes
    return {outcome.key for outcome in outcomes if outcome.state == "built"}


def test_a_changed_term_makes_only_its_artefacts_anew(course: Path) -> None:
    lesson = course / "units/unit1/lesson1/lesson.md"
    words = lesson.read_text("utf-8")
    lesson.write_text(words + "\n\nA [linked](term:linked) word.\n", encoding="utf-8", newline="\n")
    report = Report()
    read_project(course, report)
    assert [problem.rule for problem in report.errors] == ["term-unknown"]

    linked = Term("linked", Text("linked", "term"), Text("It is linked."))
    other = Term("other", Text("other", "term"), Text("It is not."))
    write_glossary(course, linked, other)
    assert made_anew(course)
    write_glossary(course, linked, replace(other, definition=Text("Nobody links to it.")))
    assert made_anew(course) == set()
    write_glossary(course, replace(linked, definition=Text("It is linked to.")), other)
    assert made_anew(course)


# The course that the toolkit ships


def test_the_shipped_glossary_is_whole() -> None:
    report = Report()
    project = read_project(REPOSITORY, report)
    assert project and project.glossary
    assert not [problem for problem in report if problem.source.path == "i18n/glossary.yaml"]
    assert len(project.glossary.entries) >= 150
    foreign = {language.code for language in project.languages} - {project.course.about.language}
    for term in project.glossary.entries:
        assert len(term.definition.md.split()) <= 30, term.id
        assert term.definition.md.endswith(".") and inlines(term.definition)
        assert term.keep or {wording.language for wording in term.wordings} == foreign, term.id
    for code in foreign:
        localised = localise_project(project, code)
        coverage = dict(localised.coverage)["glossary"]
        assert coverage.total.share == 1, f"{code}: {coverage.total}"
        assert localised.edition.glossary
        assert not [term.id for term in localised.edition.glossary.entries if term.name.lang]
