"""languages.yaml and ui.yaml: what ships is sound, what is broken is named with its line."""

from __future__ import annotations

import gettext
import io
import subprocess
from pathlib import Path

import pytest

from machina_scorm.i18n.languages import read_languages
from machina_scorm.i18n.ui import read_ui
from machina_scorm.model.edition import Language, Writing
from machina_scorm.problems import Report
from machina_scorm.project import localise_project, read_project
from machina_scorm.resources import resource
from machina_scorm.source import Source

REPOSITORY = Path(__file__).resolve().parents[2]
SHIPPED = resource("i18n/languages.yaml").read_text("utf-8")
PLACE = Source("i18n/languages.yaml", 1)


def shipped() -> tuple[Language, ...]:
    report = Report()
    languages = read_languages(SHIPPED, PLACE, report)
    assert not list(report)
    return languages


def test_the_six_languages_are_there() -> None:
    assert [language.code for language in shipped()] == ["en", "fr", "de", "el", "ro", "it"]


@pytest.mark.parametrize(
    ("code", "numbers"),
    [
        ("en", {0: 1, 1: 0, 2: 1}),
        ("fr", {0: 0, 1: 0, 2: 1}),
        ("de", {0: 1, 1: 0, 2: 1}),
        ("ro", {0: 1, 1: 0, 2: 1, 19: 1, 20: 2, 101: 1, 119: 1, 120: 2}),
    ],
)
def test_plural_forms_choose_the_form_the_language_wants(code: str, numbers: dict[int, int], tmp_path: object) -> None:
    language = next(each for each in shipped() if each.code == code)
    forms = int(language.plural.split(";")[0].removeprefix("nplurals="))
    po = f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\nPlural-Forms: {language.plural}\\n"\n\n'
    po += 'msgid "a"\nmsgid_plural "b"\n' + "".join(f'msgstr[{n}] "form {n}"\n' for n in range(forms))
    try:
        mo = subprocess.run(["msgfmt", "-c", "-o", "-", "-"], input=po.encode(), capture_output=True, check=True).stdout
    except FileNotFoundError:
        pytest.skip("gettext's msgfmt is not installed: apt install gettext")
    translations = gettext.GNUTranslations(io.BytesIO(mo))
    assert {n: translations.ngettext("a", "b", n) for n in numbers} == {n: f"form {f}" for n, f in numbers.items()}


@pytest.mark.parametrize(
    ("old", "new", "rule"),
    [
        ("code: fr", "code: de", "language-duplicate"),
        ("direction: ltr", "direction: left", "schema"),
        ("moodle: el", "moodle: el-GR", "schema"),
        ("expansion: 1.25", "expansion: 125", "schema"),
        ("nplurals=3; plural=", "nplurals=3 plural=", "schema"),
        ("code: it", "code: it\n    name: Italia", "yaml-duplicate-key"),
        ('decimal: "."', 'decimal: ".', "yaml-syntax"),
    ],
)
def test_a_broken_table_is_named(old: str, new: str, rule: str) -> None:
    assert old in SHIPPED
    report = Report()
    read_languages(SHIPPED.replace(old, new, 1), PLACE, report)
    assert rule in {problem.rule for problem in report}
    assert all(problem.source.line > 1 and problem.hint for problem in report)


def test_interface_strings_are_plain_texts_of_role_ui() -> None:
    report = Report()
    ui = read_ui(resource("i18n/ui.yaml").read_text("utf-8"), Source("i18n/ui.yaml", 1), report)
    assert not list(report)
    assert ui["question.true"] == "True"
    assert set(ui.starting("admonition.")) == {"note", "tip", "warning", "definition", "example"}
    assert {string.text.role for string in ui.strings} == {"ui"}


def test_a_key_that_stands_twice_and_a_bare_true_are_named() -> None:
    for text, rule in (
        ("strings:\n  - {key: a.b, text: One}\n  - {key: a.b, text: Two}\n", "ui-duplicate"),
        ("strings:\n  - {key: a.b, text: True}\n", "schema"),
    ):
        report = Report()
        read_ui(text, Source("i18n/ui.yaml", 1), report)
        assert [problem.rule for problem in report] == [rule]


def test_what_only_checks_know_of_a_language_reaches_no_edition() -> None:
    french = next(language for language in shipped() if language.code == "fr")
    assert french.writing.spaced == ":;?!" and "page" in french.writing.same
    assert dict(next(language for language in shipped() if language.code == "el").writing.signs) == {"?": ";"}
    report = Report()
    project = read_project(REPOSITORY, report)
    assert project is not None
    assert localise_project(project, "fr").edition.language.writing == Writing()
