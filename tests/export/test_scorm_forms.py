"""Every form of a SCORM package: valid, small, the same identifiers in every language, nothing published unseen."""

from __future__ import annotations

import io
import json
import os
import zipfile
from dataclasses import replace
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import builders
import pytest
from lxml import etree
from lxml import html as lxml_html

from machina_scorm.export import Format, formats
from machina_scorm.model.artefact import Artefact
from machina_scorm.model.course import Lesson, Unit
from machina_scorm.model.edition import Edition
from machina_scorm.model.text import Text, map_text
from machina_scorm.package.lom import duration

SCHEMAS = Path(os.environ.get("MACHINA_SCHEMAS") or builders.ROOT.parent / "shared/schemas")
LOM = "{http://ltsc.ieee.org/xsd/LOM}"
IMSSS = "{http://www.imsglobal.org/xsd/imsss}"
FORMS = [format_ for format_ in formats() if format_.name.startswith("scorm")]
EN = replace(builders.edition(), about=replace(builders.about(), eqf_level=5))
EL = replace(EN, language=builders.GREEK)


@cache
def a_unit(code: str = "en") -> Unit:
    questions = tuple(replace(q, key=q.key.replace("l1-intro", "l2")) for q in builders.tested_lesson().questions)
    second = replace(builders.lesson(questions=questions, pages=()), id="l2", key="lu1/l2", number=2)
    unit = builders.unit(builders.tested_lesson(), second)
    return unit if code == "en" else map_text(unit, greek)


def greek(text: Text) -> Text:
    return replace(text, md=f"Ωμέγα {text.md}") if text.role != "answer" else text


def make(form: Format, *editions: Edition) -> Artefact:
    units = [a_unit(edition.language.code) for edition in editions]
    alone = [replace(unit, lessons=unit.lessons[:1]) for unit in units]
    if form.export_all:
        return form.export_all(editions, tuple(alone))
    if form.export_unit:
        return form.export_unit(editions[0], units[0])
    assert form.export_lesson
    return form.export_lesson(editions[0], alone[0], alone[0].lessons[0])


def unpack(artefact: Artefact) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(artefact.data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def manifest_of(form: Format, *editions: Edition) -> Any:
    return etree.fromstring(unpack(make(form, *editions))["imsmanifest.xml"])


@cache
def schema(name: str) -> Any:
    return etree.XMLSchema(etree.parse(str(SCHEMAS / name)))


@pytest.mark.skipif(
    not SCHEMAS.is_dir(),
    reason=f"no XSDs in {SCHEMAS}: name a folder with scorm12/ and scorm2004-4e/ in MACHINA_SCHEMAS",
)
@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_every_form_is_valid(form: Format) -> None:
    root = manifest_of(form, EN, EL)
    names = ["scorm12/scorm12.xsd"]
    if form.name.startswith("scorm2004"):
        names = [f"scorm2004-4e/scorm2004_4e_{flavour}.xsd" for flavour in ("strict", "loose")]
    for name in names:
        assert schema(name).validate(root), schema(name).error_log


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_identifiers_are_those_that_are_declared_and_no_language_changes_them(form: Format) -> None:
    unit = a_unit()
    lesson = None if form.export_unit else unit.lessons[0]
    assert form.identifiers
    declared = {(one.kind, one.id) for one in form.identifiers(EN.about, unit, lesson)}
    for editions in ((EN, EL), (EL, EN)):
        files = unpack(make(form, *editions))
        root = etree.fromstring(files["imsmanifest.xml"])
        found = {(etree.QName(e).localname, e.get("identifier")) for e in root.iter("{*}*") if e.get("identifier")}
        for name, data in files.items():
            if name.endswith("index.html"):
                page = lxml_html.document_fromstring(data.decode("utf-8"))
                known = json.loads(page.get_element_by_id("lesson-data").text)
                ids = {name: question["id"] for name, question in known["questions"].items()}
                found |= {("interaction", ids[name]) for name in known["test"]}
                found |= {("interaction", f"{ids[name]}.page") for name in known["inside"]}
                found |= {("objective", objective["id"]) for objective in known["objectives"]}
        assert found == declared


@pytest.mark.parametrize("form", FORMS, ids=lambda form: form.name)
def test_files_are_listed_and_the_start_page_finds_its_script(form: Format) -> None:
    artefact = make(form, EN, EL)
    assert artefact.name.endswith(form.suffix) and artefact.data == make(form, EN, EL).data
    files = unpack(artefact)
    root = etree.fromstring(files["imsmanifest.xml"])
    assert {file.get("href") for file in root.iter("{*}file")} == set(files) - {"imsmanifest.xml"}
    for resource in root.iter("{*}resource"):
        base = resource.get("href").rpartition("/")[0]
        page = lxml_html.document_fromstring(files[resource.get("href")].decode("utf-8"))
        for address in (*page.xpath("//script/@src"), *page.xpath("//link[@rel='stylesheet']/@href")):
            assert os.path.normpath(os.path.join(base, address)) in files  # noqa: PTH118 (paths in a zip)


def test_names_do_not_collide() -> None:
    assert len({make(form, EN, EL).name for form in FORMS}) == len(FORMS)


def test_a_unit_stands_under_one_heading_with_its_test_last() -> None:
    form = next(form for form in FORMS if form.name == "scorm12-unit")
    root = manifest_of(form, EN)
    (top,) = root.find(".//{*}organization").findall("{*}item")
    assert top.get("identifierref") is None and top.findtext("{*}title") == "A unit"
    titles = [item.findtext("{*}title") for item in top.findall("{*}item")]
    assert titles == ["A first lesson", "A first lesson", "Unit test"]


def test_a_sequence_counts_the_unit_test_only() -> None:
    form = next(form for form in FORMS if form.name == "scorm2004-multisco")
    root = manifest_of(form, EN)
    weights = [one.get("objectiveMeasureWeight") for one in root.iter(f"{IMSSS}rollupRules")]
    assert weights == ["0", "0", "1", "1", "1"]
    assert [one.text for one in root.iter(f"{IMSSS}minNormalizedMeasure")] == ["0.7"]
    assert not list(manifest_of(next(f for f in FORMS if f.name == "scorm2004-unit"), EN).iter(f"{IMSSS}sequencing"))


def test_metadata_speak_the_languages_of_the_package() -> None:
    form = next(form for form in FORMS if form.name == "scorm2004-all")
    lom = manifest_of(form, EN, EL).find(f".//{LOM}lom")
    titles = {one.get("language"): one.text for one in lom.find(f"{LOM}general/{LOM}title")}
    assert titles == {"en": "A first lesson", "el": "Ωμέγα A first lesson"}
    assert [one.text for one in lom.findall(f"{LOM}general/{LOM}language")] == ["en", "el"]
    assert lom.findtext(f".//{LOM}typicalLearningTime/{LOM}duration") == "PT1H30M"
    assert lom.findtext(f".//{LOM}taxon/{LOM}id") == "5"
    assert "CC-BY-4.0 https://creativecommons.org/licenses/by/4.0/" in lom.find(f".//{LOM}rights").xpath("string()")
    assert "FN:A partner" in lom.findtext(f".//{LOM}entity")
    purposes = [one.findtext(f"{LOM}purpose/{LOM}value") for one in lom.findall(f"{LOM}classification")]
    assert purposes == ["educational level", "educational objective"]


def test_moodle_finds_no_title_in_the_metadata() -> None:
    for form in FORMS:
        data = unpack(make(form, EN, EL))["imsmanifest.xml"].decode("utf-8")
        assert ("<imsmd:title>" if form.name.startswith("scorm12") else "<lom:title>") in data
        assert data.count("<title>") == data.count("<item ") + data.count("<organization ")


@pytest.mark.parametrize(("hours", "wanted"), [("1.5", "PT1H30M"), ("12", "PT12H"), ("0.25", "PT15M"), ("0", "PT0M")])
def test_durations(hours: str, wanted: str) -> None:
    assert duration(Decimal(hours)) == wanted


def test_a_figure_without_words_is_one_for_all_languages_and_labels_are_translated() -> None:
    form = next(form for form in FORMS if form.name == "scorm12-all")
    names = {name for name in unpack(make(form, EN, EL)) if name.startswith("figures/")}
    assert names == {"figures/Modele-1.svg", "figures/Modele-1-2.svg"}
    same = [replace(a_unit(), lessons=a_unit().lessons[:1])] * 2
    assert form.export_all
    assert "figures/Modele-1.svg" in unpack(form.export_all((EN, EL), (same[0], same[1])))


def test_other_languages_are_scripts_that_cannot_end_early() -> None:
    form = next(form for form in FORMS if form.name == "scorm2004-all")
    data = unpack(make(form, EN, EL))["lang/el.js"].decode("utf-8")
    assert data.startswith('machinaLanguage({"code":"el","dir":"ltr"') and data.endswith("});\n")
    entry = json.loads(data.removeprefix("machinaLanguage(").removesuffix(");\n"))
    body = lxml_html.document_fromstring(entry["body"])
    known = json.loads(body.get_element_by_id("lesson-data").text)
    assert (known["lang"], known["decimal"], known["languages"]) == ("el", ",", ["en", "el"])


def test_one_language_makes_no_switch() -> None:
    form = next(form for form in FORMS if form.name == "scorm12-all")
    page = lxml_html.document_fromstring(unpack(make(form, EN))["index.html"].decode("utf-8"))
    assert not page.xpath("//*[@id='language']")


def test_a_unit_without_questions_has_no_test() -> None:
    lesson: Lesson = builders.lesson(questions=())
    for form in FORMS:
        if form.export_unit:
            files = unpack(form.export_unit(EN, builders.unit(lesson)))
            assert "_test/index.html" not in files and b"_test" not in files["imsmanifest.xml"]
