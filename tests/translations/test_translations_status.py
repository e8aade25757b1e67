"""`machina i18n status`: what is translated, what is stale, what a build would do."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from lxml import html as lxml_html
from status_builders import GREEK, SENTENCE, change, commit, i18n, read, rewrite, status_of, translate, whole

from machina_scorm.i18n.po import PoEntry, write_po
from machina_scorm.i18n.review import State, with_state
from machina_scorm.pipeline import Request, build
from machina_scorm.problems import Report
from machina_scorm.project import read_project
from machina_scorm.translations.report import status_html, status_values
from machina_scorm.translations.status import CatalogStatus, Status

CHANGED = "The opening: a task from a job."


def unit_of(status: Status) -> CatalogStatus:
    (found,) = [catalog for catalog in status.catalogs if catalog.name == "unit1"]
    return found


def set_rule(root: Path, rule: str) -> None:
    path = root / "units" / "course.yaml"
    path.write_text(path.read_text("utf-8") + f"\ntranslation: {rule}\n", encoding="utf-8", newline="\n")


def test_a_course_nobody_has_translated_yet(course: Path) -> None:
    status = status_of(course)
    unit = unit_of(status)
    assert unit.words.all > 100 and unit.words.missing == unit.words.all and unit.words.percent == 0
    assert unit.decision == "ship-marked" and unit.says == f"ship, {unit.words.texts} texts in English"
    assert [catalog.name for catalog in status.catalogs] == ["course", "unit1"]
    assert status.behind  # no `machina i18n update` was ever run, and the numbers are those of after it
    i18n(course, "update")
    assert replace(status_of(course)) == replace(status, behind=())


def test_a_course_translated_whole_ships(course: Path) -> None:
    status = status_of(whole(course))
    assert {catalog.says for catalog in status.catalogs} == {"ship"}
    assert status.stale == () and status.behind == ()
    words = unit_of(status).words
    assert words.translated == words.all == words.human and words.percent == 100
    (lesson,) = status.lessons
    assert (lesson.percent, lesson.texts, lesson.stale, lesson.held) == (100, 0, 0, False)


def test_the_words_are_divided_without_remainder(course: Path) -> None:
    whole(course)
    states = iter([State.MACHINE, State.HUMAN, State.REVIEWED] * 1000)

    def alter(entry: PoEntry) -> PoEntry:
        entry = with_state(entry, next(states))
        if len(entry.msgid) % 5 == 0:
            return replace(entry, msgstr="")
        return entry.with_fuzzy(len(entry.msgid) % 7 == 0)

    change(course, alter)
    unit = unit_of(status_of(course))
    words = unit.words
    assert words.all == words.translated + words.waiting + words.fuzzy + words.missing
    assert words.machine + words.human + words.reviewed == words.translated + words.waiting
    assert all((words.translated, words.waiting, words.fuzzy, words.missing))
    assert all((words.machine, words.human, words.reviewed))
    assert words.machine > words.human or words.share(State.MACHINE) <= words.share(State.HUMAN)


def test_status_says_what_a_build_does(course: Path) -> None:
    """The decision and the build's own never differ."""
    whole(course)
    set_rule(course, "{min-coverage: 95, reviewed: [el]}")
    for alter, says in (
        (lambda entry: entry, "unreviewed"),
        (lambda entry: with_state(entry, State.REVIEWED), "ship"),
        (lambda entry: entry.with_fuzzy(entry.msgctxt == "title"), "titles missing"),
    ):
        change(course, alter)
        unit = unit_of(status_of(course))
        assert says in unit.says
        project = read_project(course, Report())
        assert project is not None
        made = build(project, Request(formats=("gift",), jobs=1), course / "dist")
        assert [held.reasons for held in made.held] == ([unit.standing.reasons] if unit.decision == "hold" else [])


def test_errors_that_stop_a_build_are_said(course: Path) -> None:
    whole(course)
    change(course, lambda e: replace(e, msgstr="**x") if e.msgid.startswith("The opening") else e)
    change(course, lambda e: replace(e, msgstr=f"$1$ {e.msgstr}") if e.msgid.startswith("The opening") else e)
    unit = unit_of(status_of(course))
    assert unit.decision == "stop" and unit.says.startswith("stop: ")
    assert "machina check" in i18n(course, "status").output


def test_one_changed_sentence_is_named_with_its_commit(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    whole(course)
    commit(course)
    rewrite(course, SENTENCE, CHANGED)
    before = i18n(course, "status")
    assert "behind the course" in before.output and "[-situation-] {+task+}" in before.output
    i18n(course, "update")
    assert "not committed yet" in i18n(course, "status").output
    changed = commit(course)
    rewrite(course, "What a learner needs for this lesson.", "What learners need for this lesson.")
    i18n(course, "update")
    commit(course)
    result = i18n(course, "status")
    assert result.exit_code == 0
    assert f"since commit {changed} (2024-05-31)" in result.output  # the author's day, not that of Greenwich
    values = json.loads(i18n(course, "status", "--json").output)
    first = next(text for text in values["stale"] if text["new"].startswith(CHANGED))
    assert first["since"] == {"commit": changed, "date": "2024-05-31", "or_earlier": False}
    assert first["source"].startswith("units/unit1/lesson1/lesson.md:") and "opening" in first["place"]
    assert set(first["translations"]) == {"el"} and first["old"].startswith(SENTENCE)
    assert len(values["stale"]) == 2
    assert values["lessons"][0]["stale"] == 2


def test_outside_of_a_repository_no_commit_is_named(course: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("GIT_CEILING_DIRECTORIES", str(course.parent))
    whole(course)
    rewrite(course, SENTENCE, CHANGED)
    output = i18n(course, "status").output
    assert "1 text changed" in output and "commit" not in output


def test_a_suggestion_from_another_context_is_fuzzy_and_not_stale(course: Path) -> None:
    whole(course)
    first = next(entry for entry in read(course).entries if entry.msgctxt == "title")
    change(course, lambda e: replace(e.with_fuzzy(True), previous=(None, e.msgid)) if e.key == first.key else e)
    status = status_of(course)
    assert status.stale == () and unit_of(status).words.fuzzy > 0


def test_a_broken_catalog_is_named_and_counted_by_what_can_be_read(course: Path) -> None:
    whole(course)
    path = course / GREEK
    path.write_bytes(path.read_bytes() + b'\nmsgid "unfinished\n')
    before = path.read_bytes()
    result = i18n(course, "status")
    assert result.exit_code == 0 and "po-syntax" in result.output and "stop: 1 error" in result.output
    assert unit_of(status_of(course)).words.percent == 100
    assert path.read_bytes() == before


def test_a_course_of_one_language(course: Path) -> None:
    path = course / "units/course.yaml"
    path.write_text(path.read_text("utf-8").replace("languages: [en, el]", "languages: [en]"), encoding="utf-8")
    result = i18n(course, "status")
    assert result.exit_code == 0 and "nothing to translate" in result.output
    page = lxml_html.document_fromstring(status_html(status_of(course)))
    assert "no language" in page.text_content()


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        (("--lang", "xx"), "its languages"),
        (("--lang", "en"), "nothing to translate"),
        (("--unit", "unit9"), "there are: course, unit1, ui"),
    ],
)
def test_an_unknown_name_is_one_line(course: Path, options: tuple[str, ...], hint: str) -> None:
    result = i18n(course, "status", *options)
    assert result.exit_code == 1 and hint in result.output and "Traceback" not in result.output


def test_a_broken_course_is_listed(course: Path) -> None:
    (course / "units" / "course.yaml").write_text("title: [\n", encoding="utf-8")
    result = i18n(course, "status")
    assert result.exit_code == 1 and "units/course.yaml:" in result.output and "yaml-syntax" in result.output


def test_only_what_was_asked_for(course: Path) -> None:
    values = json.loads(i18n(whole(course), "status", "--json", "--unit", "course", "--lang", "el").output)
    assert [catalog["catalog"] for catalog in values["catalogs"]] == ["course"]
    assert values["lessons"] == [] and values["languages"] == ["el"]


def test_fail_on_is_for_scripts(course: Path) -> None:
    def code(*what: str) -> int:
        return i18n(course, "status", *(part for each in what for part in ("--fail-on", each))).exit_code

    assert code("missing") == 1 and code("hold", "stale") == 0
    whole(course)
    assert code("hold", "stale", "missing") == 0
    rewrite(course, SENTENCE, CHANGED)
    assert code("stale") == 1 and code("missing") == 0
    set_rule(course, "{min-coverage: 100}")
    assert code("hold") == 1


def test_many_stale_texts_are_cut_and_the_page_has_all(course: Path, tmp_path: Path) -> None:
    whole(course)
    change(course, lambda e: replace(e.with_fuzzy(True), previous=(e.msgctxt, f"{e.msgid} <b>before</b>")))
    page = tmp_path / "a page.html"
    result = i18n(course, "status", "--html", str(page))
    stale = len(read(course).entries)
    assert f"and {stale - 15} more; --html FILE shows all" in result.output
    root = lxml_html.document_fromstring(page.read_text("utf-8"))
    assert len(root.findall(".//article")) == stale
    assert not root.findall(".//article//b")  # a text is no markup


def test_the_page(course: Path) -> None:
    whole(course)
    rewrite(course, SENTENCE, CHANGED)
    status = status_of(course)
    text = status_html(status)
    root = lxml_html.document_fromstring(text)
    assert root.get("lang") == "en" and len(root.findall(".//h1")) == 1
    assert all(head.get("scope") in ("col", "row", "rowgroup") for head in root.iter("th"))
    assert not list(root.iter("script")) and "http" not in text.replace("http-equiv", "")
    ids = [node.get("id") for node in root.iter() if node.get("id")]
    assert len(ids) == len(set(ids))
    labels = {node.get("aria-labelledby") for node in root.iter() if node.get("aria-labelledby")}
    assert labels <= set(ids)
    assert [node.text for node in root.iter("del")] == ["situation"]
    assert [node.text for node in root.iter("ins")] == ["task"]
    (cell,) = root.find_class("matrix")[0].iter("td")
    assert cell.get("class") == "warm" and "1 stale" in cell.text_content() and "%" in cell.text_content()
    assert [node.get("lang") for node in root.iter("dd")][-1] == "el"
    assert status_html(status_of(course)) == text


def test_the_values_are_those_that_are_documented(course: Path) -> None:
    values = status_values(status_of(course))
    doc = status_values.__doc__ or ""
    keys = {*values, *values["catalogs"][0], *values["lessons"][0]}  # type: ignore[index]
    assert {key for key in keys if key not in doc} == set()


def test_a_text_translated_again_is_stale_no_more(course: Path) -> None:
    whole(course)
    rewrite(course, SENTENCE, CHANGED)
    i18n(course, "update")
    assert len(status_of(course).stale) == 1
    change(course, lambda entry: translate(entry) if entry.fuzzy else entry)
    assert status_of(course).stale == () and {catalog.says for catalog in status_of(course).catalogs} == {"ship"}
    assert write_po(read(course)) == (course / GREEK).read_text("utf-8")
