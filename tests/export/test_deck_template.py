"""Deck templates: the committed one, and what is said about one that does not fit its map."""

from __future__ import annotations

import importlib.util
import io
import sys
import zipfile
from types import ModuleType

import pytest
from builders import ROOT, deck_lesson, edition, unit
from lxml import etree
from pptx import Presentation

from machina_scorm.check.deck import check_deck
from machina_scorm.errors import ExportError
from machina_scorm.export.deck import export_deck
from machina_scorm.export.deck.template import load_template, read_template
from machina_scorm.export.deck.xml import qn
from machina_scorm.model.course import SLIDE_KINDS

FOLDER = ROOT / "templates" / "deck"
MAP = (FOLDER / "machina.yaml").read_text("utf-8")
DATA = (FOLDER / "machina.pptx").read_bytes()


def maker() -> ModuleType:
    spec = importlib.util.spec_from_file_location("make_templates", FOLDER / "make_templates.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module  # its dataclasses look themselves up
    spec.loader.exec_module(module)
    return module


def parts(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def luminance(colour: str) -> float:
    """WCAG 2.2, relative luminance."""
    shares = [int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in shares)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, two: str) -> float:
    light, dark = sorted((luminance(one), luminance(two)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


OURS = pytest.mark.parametrize("name", ["machina", "plain"])


def data_of(name: str) -> bytes:
    return (FOLDER / f"{name}.pptx").read_bytes()


@OURS
def test_the_committed_template_is_what_its_script_makes(name: str) -> None:
    # Unpacked: what deflate makes of equal parts depends on the machine's zlib.
    module = maker()
    made = module.make(module.DESIGNS[name])
    assert parts(made) == parts(data_of(name))
    assert module.make(module.DESIGNS[name]) == made


@OURS
def test_it_is_a_template_and_nothing_else(name: str) -> None:
    data = data_of(name)
    deck = Presentation(io.BytesIO(data))
    assert len(deck.slides) == 0
    assert [layout.name for layout in deck.slide_layouts] == [
        "Title", "Section", "Content", "Two columns", "Figure", "Table", "Code", "Closing",
    ]  # fmt: skip
    assert abs(deck.slide_width / deck.slide_height - 16 / 9) < 0.001
    assert any(shape.placeholder_format.type == 2 for shape in deck.notes_master.placeholders)
    assert not [part for part in parts(data) if "printerSettings" in part or "thumbnail" in part]


@OURS
def test_text_has_contrast_on_both_grounds(name: str) -> None:
    colours = maker().DESIGNS[name].colours
    for ground in (colours["lt1"], colours["lt2"]):
        for ink in ("dk1", "dk2", "accent1", "accent2", "accent3", "accent6", "hlink", "folHlink"):
            assert contrast(colours[ink], ground) >= 4.5, (ink, ground)


@OURS
def test_every_kind_of_slide_has_a_layout_with_a_title(name: str) -> None:
    template = load_template(name)
    assert not template.remarks and not template.missing
    assert set(template.layouts) == set(SLIDE_KINDS)
    for layout in template.layouts.values():
        assert layout.slots["title"].levels[0].size >= 28
        assert layout.slots["title"].rect.w > 400
    body = template.layouts["content"].slots["body"]
    assert body.levels[0].size == 26 and body.levels[0].bullet == "•"
    assert template.code_font == "Courier New"


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("layout: Figure", "layout: Image", "no layout 'Image' — it has 'Closing', 'Code', 'Content'"),
        ("subtitle: 1", "subtitle: 9", "no placeholder 9 for subtitle — it has 0 (ctrTitle), 1 (subTitle), 11 (ftr)"),
        ("  table: {", "  tabel: {", "unknown key 'tabel'"),
        ("code-font: Courier New", "code-font: [", "not YAML"),
    ],
)
def test_a_map_that_does_not_fit_says_what_there_is(old: str, new: str, message: str) -> None:
    assert old in MAP
    with pytest.raises(ExportError) as caught:
        read_template("ours", DATA, MAP.replace(old, new, 1))
    assert message in str(caught.value)
    assert "ours.yaml" in str(caught.value)


@pytest.mark.parametrize("data", [b"", b"PK", b"\xd0\xcf\x11\xe0" + b"\0" * 600])
def test_what_is_no_powerpoint_file_is_said_to_be_none(data: bytes) -> None:
    with pytest.raises(ExportError, match="no PowerPoint file"):
        read_template("ours", data, MAP)


def test_an_unknown_template_names_those_that_there_are() -> None:
    with pytest.raises(ExportError, match="machina"):
        load_template("nowhere")


def test_slides_left_in_a_template_do_not_reach_the_deck() -> None:
    deck = Presentation(io.BytesIO(DATA))
    for layout in list(deck.slide_layouts)[:3]:
        deck.slides.add_slide(layout).shapes.title.text = "Left over"
    extension = etree.SubElement(etree.SubElement(deck._element, qn("p:extLst")), qn("p:ext"))
    etree.SubElement(extension, "{http://schemas.microsoft.com/office/powerpoint/2010/main}sectionLst")
    saved = io.BytesIO()
    deck.save(saved)
    artefact = export_deck(edition(), unit(), deck_lesson(), read_template("ours", saved.getvalue(), MAP))
    assert b"sectionLst" not in parts(artefact.data)["ppt/presentation.xml"]
    titles = [slide.shapes.title.text for slide in Presentation(io.BytesIO(artefact.data)).slides]
    assert titles[0] == "A first lesson" and "Left over" not in titles
    assert not [p for p in check_deck(artefact.data, "x") if p.rule == "package-duplicate-part"]


def test_notes_without_a_place_are_reported() -> None:
    deck = Presentation(io.BytesIO(DATA))
    for shape in list(deck.notes_master.placeholders):
        if shape.placeholder_format.type == 2:
            shape._element.getparent().remove(shape._element)
    saved = io.BytesIO()
    deck.save(saved)
    artefact = export_deck(edition(), unit(), deck_lesson(), read_template("ours", saved.getvalue(), MAP))
    assert {p.rule for p in artefact.problems} == {"template-no-notes"}
