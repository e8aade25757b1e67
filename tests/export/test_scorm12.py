"""The SCORM 1.2 format: what is in the package, what is not, and that it is always the same."""

from __future__ import annotations

import io
import json
import zipfile
from typing import Any

import builders
from lxml import etree
from lxml import html as lxml_html

from machina_scorm.export import formats
from machina_scorm.export.scorm12 import FORMAT, export_lesson
from machina_scorm.model.course import Lesson
from machina_scorm.model.edition import Edition


def files(edition: Edition | None = None, lesson: Lesson | None = None) -> dict[str, bytes]:
    lesson = lesson or builders.lesson()
    artefact = export_lesson(edition or builders.edition(), builders.unit(lesson), lesson)
    with zipfile.ZipFile(io.BytesIO(artefact.data)) as archive:
        assert archive.namelist()[0] == "imsmanifest.xml"
        return {name: archive.read(name) for name in archive.namelist()}


def page(**kwargs: Any) -> Any:
    return lxml_html.document_fromstring(files(**kwargs)["index.html"].decode("utf-8"))


def lesson_data(**kwargs: Any) -> dict[str, Any]:
    data = json.loads(page(**kwargs).get_element_by_id("lesson-data").text)
    assert isinstance(data, dict)
    return data


def test_the_format_is_registered_and_names_its_artefact() -> None:
    assert FORMAT in formats()
    lesson = builders.lesson()
    artefact = export_lesson(builders.edition(), builders.unit(lesson), lesson)
    assert artefact.name == "lu1-l1-intro.scorm12.zip" and artefact.name.endswith(FORMAT.suffix)


def test_it_is_small_and_has_few_files_with_plain_names() -> None:
    lesson = builders.lesson()
    artefact = export_lesson(builders.edition(), builders.unit(lesson), lesson)
    assert len(artefact.data) <= 100_000
    names = set(files())
    assert names == {
        "imsmanifest.xml",
        "index.html",
        "player.js",
        "player.css",
        "math.woff2",
        "figures/Modele-1.svg",
        "files/start.py",
    }


def test_the_same_lesson_gives_the_same_bytes() -> None:
    first, second = builders.lesson(), builders.lesson()
    assert (
        export_lesson(builders.edition(), builders.unit(first), first).data
        == export_lesson(builders.edition(), builders.unit(second), second).data
    )


def test_identifiers_do_not_depend_on_the_language() -> None:
    def manifest_ids(edition: Edition) -> list[str]:
        root = etree.fromstring(files(edition)["imsmanifest.xml"])
        return [element.get("identifier") or "" for element in root.iter() if element.get("identifier")]

    greek = builders.edition(builders.GREEK)
    assert manifest_ids(builders.edition()) == manifest_ids(greek)
    assert manifest_ids(greek)[0] == "demo-lu1-l1-intro"
    english_data, greek_data = lesson_data(), lesson_data(edition=greek)
    assert english_data["questions"] == greek_data["questions"] and english_data["pages"] == greek_data["pages"]
    assert (greek_data["lang"], greek_data["decimal"]) == ("el", ",")


def test_what_is_for_trainers_stays_out() -> None:
    text = files()["index.html"].decode("utf-8")
    assert "Only trainers read this" not in text and "For the marker" not in text
    assert "It is done." in text


def test_solutions_and_answers_are_closed() -> None:
    root = page()
    for words in ("Because.", "It is done."):
        found = root.xpath("//*[normalize-space(text())=$words]", words=words)
        assert found and all(element.xpath("ancestor::details[not(@open)]") for element in found)
    assert all(element.get("hidden") is not None for element in root.xpath("//*[@data-feedback]"))


def test_ids_are_unique_and_references_lead_somewhere() -> None:
    root = page()
    ids = [element.get("id") for element in root.iter() if isinstance(element.tag, str) and element.get("id")]
    assert len(ids) == len(set(ids))
    for element in root.iter():
        if not isinstance(element.tag, str):
            continue
        for name in ("for", "aria-labelledby", "aria-describedby", "aria-controls"):
            for target in (element.get(name) or "").split():
                assert target in ids, (element.tag, name, target)
        if element.tag == "a" and (element.get("href") or "").startswith("#"):
            assert element.get("href")[1:] in ids


def test_every_control_has_a_name() -> None:
    root = page()
    labelled = {label.get("for") for label in root.iter("label")}
    for control in root.xpath("//input | //select | //textarea | //progress"):
        named = control.get("aria-label") or control.get("aria-labelledby") or control.get("id") in labelled
        assert named or control.getparent().tag == "label", lxml_html.tostring(control)


def test_all_seven_interactions_are_asked_by_native_controls() -> None:
    root = page()
    assert {question["kind"] for question in lesson_data()["questions"].values()} == {
        "choice", "text", "number", "match", "order", "gaps", "essay",
    }  # fmt: skip
    test = root.get_element_by_id("p-_test")
    assert [form.get("data-question") for form in test.iter("form")] == [q.id for q in builders.all_questions()]
    assert len(test.xpath(".//*[@data-gap]")) == 3 and len(test.xpath(".//li[@data-item]")) == 4
    assert not any("\ue000" <= char <= "\uf8ff" for char in lxml_html.tostring(root, encoding="unicode"))


def test_the_order_in_the_page_does_not_tell_the_answer() -> None:
    test = page().get_element_by_id("p-_test")
    assert [row.get("data-item") for row in test.xpath(".//li[@data-item]")] != ["a", "b", "c", "d"]


def test_nothing_runs_or_looks_by_attribute() -> None:
    for element in page().iter():
        if isinstance(element.tag, str):
            assert not [name for name in element.attrib if name.startswith("on") or name == "style"], element.tag


def test_text_that_could_end_the_script_does_not() -> None:
    answer = builders.Accepted(builders.text("</script><script>alert(1)</script>", "answer"))
    lesson = builders.lesson(questions=(builders.question("q-x", builders.TextEntry((answer,))),), pages=())
    assert lesson_data(lesson=lesson)["questions"]["q-x"]["answers"][0]["text"] == "</script><script>alert(1)</script>"


def test_levels_are_offered_only_where_there_are_any() -> None:
    assert page().xpath("//input[@name='level']")
    assert not page(lesson=builders.lesson(pages=())).xpath("//input[@name='level']")


def test_funding_and_licence_are_on_the_page() -> None:
    foot = page().xpath("//footer")[0]
    assert "Co-funded by somebody." in foot.text_content() and "A partner" in foot.text_content()
    assert foot.xpath(".//a[contains(@rel, 'license')]/@href") == ["https://creativecommons.org/licenses/by/4.0/"]
