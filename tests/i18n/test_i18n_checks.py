"""Translation checks: each rule with what it finds and what it lets pass."""

from __future__ import annotations

import pytest
from i18n_builders import GERMAN, text

from machina_scorm.i18n.catalog import Catalog, Entry
from machina_scorm.i18n.checks import checks
from machina_scorm.i18n.extract import Message
from machina_scorm.i18n.verify import Translatable, check_catalog
from machina_scorm.problems import Problem
from machina_scorm.source import Source

PLACE = Source("i18n/de/lu1.po", 12)


def found(msgid: str, msgstr: str, *comments: str, role: str = "", fuzzy: bool = False) -> list[Problem]:
    source = text(msgid, role)
    entries = {(source.msgctxt, msgid): Entry(msgstr, fuzzy, PLACE, comments)}
    return list(check_catalog(Catalog(GERMAN, Source("i18n/de/lu1.po"), entries), Translatable((Message(source),))))


@pytest.mark.parametrize(
    ("msgid", "msgstr", "rule"),
    [
        ("The $\\eta$ is large", "Das $\\nu$ ist groß", "math-mismatch"),
        ("The $x$", "Das x", "math-mismatch"),
        ("The $x$ and $y$", "$x$, $y$ und noch einmal $x$", "math-count"),
        ("Call `fit()`", "Rufe `passe_an()` auf", "code-mismatch"),
        ("See [this](https://example.org/a)", "Siehe [dies] (https://example.org/a)", "link-mismatch"),
        ("See [this](lesson:lu1/l1)", "Siehe [dies](lesson:lu1/l2)", "link-mismatch"),
        ("Page {number}", "Seite {nummer}", "placeholder-mismatch"),
        ("It is [[1]] or [[2]]", "Es ist [[1]]", "placeholder-mismatch"),
        ("A **bold** word", "Ein ** fettes** Wort", "markup-mismatch"),
        ("20,000 messages", "2.000 Nachrichten", "number-mismatch"),
        ("3 of them", "5 davon", "number-mismatch"),
        ("A word", "Ein <b>Wort</b>", "raw-html"),
        ("A word", "Ein ~~Wort~~", "strike-through"),
    ],
)
def test_a_difference_is_found_at_its_line(msgid: str, msgstr: str, rule: str) -> None:
    problems = found(msgid, msgstr)
    assert [problem.rule for problem in problems] == [rule]
    assert problems[0].source == PLACE and problems[0].hint


@pytest.mark.parametrize(
    ("msgid", "msgstr"),
    [
        ("From $x$ to $y$", "$y$ aus $x$"),
        ("About $0.5 x$", "Etwa $0{,}5x$"),
        ("$x_{\\text{train}}$", "$x_{\\text{Training}}$"),
        ("20,000 messages, 3.14", "20.000 Nachrichten, 3,14"),
        ("20,000 messages", "20\u202f000 messages"),
        ("20,000 messages", "20 000 messages"),
        ("5 of them", "fünf davon"),
        ("Give five", "Gib 5"),
        ("Call `fit()` then `predict()`", "`predict()` nach `fit()`"),
        ("[[1]] before [[2]]", "[[2]] nach [[1]]"),
        ("A **bold** *word*", "Ein *Wort*, **fett**"),
    ],
)
def test_what_a_language_may_change_passes(msgid: str, msgstr: str) -> None:
    assert found(msgid, msgstr) == []


def test_plain_roles_are_taken_literally() -> None:
    assert found("a * b * c", "<a> * b", role="label") == []


def test_a_waiver_with_a_reason_silences_one_rule() -> None:
    waiver = "machina: ignore=math-mismatch because the symbol is another one here"
    assert found("The $x$ of 90", "Das $y$ von 90", waiver) == []
    assert [problem.rule for problem in found("The $x$ of 90", "Das $y$ von 91", waiver)] == ["number-mismatch"]
    wrapped = ("machina: ignore=math-mismatch,", "number-mismatch because", "both are others here")
    assert found("The $x$ of 90", "Das $y$ von 91", *wrapped) == []
    reasonless = found("The $x$", "Das $y$", "machina: ignore=math-mismatch")
    assert [problem.rule for problem in reasonless] == ["waiver-reason"]


def test_what_is_not_published_is_not_checked() -> None:
    assert [problem.rule for problem in found("The $x$", "Das $y$", fuzzy=True)] == ["fuzzy"]
    assert [problem.rule for problem in found("The $x$", "")] == ["untranslated"]


def test_every_check_has_a_rule_of_its_own() -> None:
    rules = [check.rule for check in checks()]
    assert len(rules) == len(set(rules)) >= 9
