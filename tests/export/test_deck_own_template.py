"""An institution's template: which layouts are found, what every file that is none is told, where the logos stand."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from dataclasses import replace

import pytest
from builders import ENGLISH, GREEK, ROOT, SVG, deck_lesson, edition, slide, text, unit
from lxml import etree
from pptx import Presentation
from pptx.util import Emu
from university import OLD, WIDE, university

from machina_scorm.check.deck import check_deck
from machina_scorm.check.template import check_template, template_problems
from machina_scorm.errors import TemplateError
from machina_scorm.export.deck import export_deck
from machina_scorm.export.deck.draft import draft_map, sample_deck
from machina_scorm.export.deck.mirror import facing
from machina_scorm.export.deck.template import Template, load_template, read_template
from machina_scorm.export.deck.xml import qn
from machina_scorm.model.blocks import Image
from machina_scorm.model.course import Funding
from machina_scorm.model.edition import Edition
from machina_scorm.model.theme import Logo
from machina_scorm.problems import Severity

THEIRS = university()
EMU = 914400


def changed(change: Callable[[Presentation], None], data: bytes = THEIRS) -> bytes:
    deck = Presentation(io.BytesIO(data))
    change(deck)
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def repacked(data: bytes, **parts: bytes) -> bytes:
    """The file with some parts replaced or added; `/` and `.` in names are written __ and _dot_."""
    new = {name.replace("__", "/").replace("_dot_", "."): value for name, value in parts.items()}
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as copy:
        for name in old.namelist():
            if name not in new:
                copy.writestr(name, old.read(name))
        for name, value in new.items():
            copy.writestr(name, value)
    return buffer.getvalue()


def chosen(template: Template) -> dict[str, tuple[str, dict[str, int]]]:
    return {
        c.kind: (c.layout.name.strip(), {role: slot.idx for role, slot in c.layout.slots.items()})
        for c in template.choices
    }


@pytest.mark.parametrize("types", [True, False])
@pytest.mark.parametrize("size", [WIDE, OLD])
def test_layouts_with_french_names_are_found_by_what_they_hold(size: tuple[float, float], types: bool) -> None:
    template = read_template("u.pptx", university(size, types=types))
    found = chosen(template)
    assert {kind: name for kind, (name, _) in found.items()} == {
        "title": "Diapositive de titre",
        "section": "Titre de section",
        "content": "Titre et contenu",
        "two-column": "Deux contenus",
        "figure": "Titre et contenu",
        "table": "Titre et contenu",
        "code": "Titre et contenu",
        "closing": "Titre et contenu",
    }
    # The left column is the one at the left, whichever comes first in the file.
    left, right = (template.layouts["two-column"].slots[role] for role in ("left", "right"))
    assert left.rect.x + left.rect.w < right.rect.x
    (remark,) = template.remarks
    assert remark.rule == "template-layout-chosen" and remark.severity is Severity.WARNING
    assert "“Deux contenus” for two-column" in remark.message and str(remark.source) == "u.pptx"


def test_without_names_and_types_the_place_in_the_list_decides_nothing() -> None:
    def turn(deck: Presentation) -> None:
        ids = deck.slide_master._element.find(qn("p:sldLayoutIdLst"))
        for entry in reversed(list(ids)):
            ids.append(entry)

    assert chosen(read_template("u.pptx", changed(turn))) == chosen(read_template("u.pptx", THEIRS))


@pytest.mark.parametrize("language", [ENGLISH, GREEK], ids=lambda language: language.code)
@pytest.mark.parametrize("name", ["machina", "plain", "university", "university 4:3"])
def test_a_deck_is_whole_in_every_template(name: str, language: object) -> None:
    made = university(OLD if "4:3" in name else WIDE)
    template = read_template("u.pptx", made) if name.startswith("university") else load_template(name)
    artefact = export_deck(with_logos(language), unit(), deck_lesson(), template)
    assert not [p for p in artefact.problems if p.severity is Severity.ERROR]
    found = {p.rule for p in check_deck(artefact.data, "x.pptx")}
    assert not found - {"font-below-18pt"}, found
    deck = Presentation(io.BytesIO(artefact.data))
    assert [s.shapes.title.text for s in deck.slides][:2] == ["A first lesson", "Rules or examples?"]
    assert not any("Cours de l'an dernier" in shape.text_frame.text for s in deck.slides for shape in s.placeholders)
    assert b"sectionLst" not in zipfile.ZipFile(io.BytesIO(artefact.data)).read("ppt/presentation.xml")
    assert b"diffuser" not in b"".join(zipfile.ZipFile(io.BytesIO(artefact.data)).read(n) for n in names(artefact.data))


def names(data: bytes) -> list[str]:
    return zipfile.ZipFile(io.BytesIO(data)).namelist()


def test_the_same_template_gives_the_same_bytes() -> None:
    one, two = (export_deck(edition(), unit(), deck_lesson(), read_template(n, THEIRS)) for n in ("a.pptx", "a.pptx"))
    assert one.data == two.data


# --- the map ---------------------------------------------------------------------------------------------------------


def test_the_drafted_map_gives_what_was_found() -> None:
    without = read_template("u.pptx", THEIRS)
    mapped = read_template("u.pptx", THEIRS, draft_map(without))
    assert chosen(mapped) == chosen(without)
    assert {choice.how for choice in mapped.choices} == {"map"} and not mapped.remarks


def test_a_map_may_name_one_kind_only_and_leave_a_placeholder_out() -> None:
    layout_map = "kinds:\n  two-column: {layout: ' comparaison', footer: none}\n"
    template = read_template("u.pptx", THEIRS, layout_map)
    two = template.layouts["two-column"]
    assert two.name == "Comparaison" and "footer" not in two.slots and {"left", "right"} <= set(two.slots)
    assert template.layouts["content"].name.strip() == "Titre et contenu"
    assert "two-column" not in template.remarks[0].message


def test_a_layout_with_our_name_comes_before_one_that_only_looks_right() -> None:
    def rename(deck: Presentation) -> None:
        layout = next(each for each in deck.slide_layouts if each.name == "Comparaison")
        layout._element[0].set("name", "two\u00a0columns ")

    choice = next(c for c in read_template("u.pptx", changed(rename)).choices if c.kind == "two-column")
    assert choice.how == "name" and choice.layout.name == "two\u00a0columns "


def test_of_layouts_with_equal_names_the_one_that_fits_the_map_is_taken() -> None:
    def rename(deck: Presentation) -> None:
        for layout in deck.slide_layouts:
            layout._element[0].set("name", "Contenu")

    layout_map = "kinds:\n  two-column: {layout: Contenu, left: 17, right: 21}\n"
    template = read_template("u.pptx", changed(rename), layout_map)
    assert {role: slot.idx for role, slot in template.layouts["two-column"].slots.items()}["left"] == 17
    assert any("8 layouts are called “Contenu”" in remark.message for remark in template.remarks)


def test_every_mistake_of_a_map_is_said_at_its_line() -> None:
    layout_map = (
        "kinds:\n  title: {layout: Titre}\n  content: {layout: Vide}\n  code: {layout: Titre et contenu, body: 99}\n"
    )
    with pytest.raises(TemplateError) as caught:
        read_template("u.pptx", THEIRS, layout_map)
    found = [(str(p.source), p.rule, p.message) for p in caught.value.problems]
    assert found == [
        ("u.yaml:2", "template-map", "the template has no layout 'Titre'"),
        ("u.yaml:3", "template-map", "layout 'Vide' has no placeholder for title and body of content slides"),
        ("u.yaml:4", "template-map", "layout 'Titre et contenu\\xa0' has no placeholder 99 for body"),
    ]


# --- what is missing -------------------------------------------------------------------------------------------------


def without_layout(*gone: str) -> bytes:
    def drop(deck: Presentation) -> None:
        for entry in list(deck.slides._sldIdLst):
            deck.part.drop_rel(entry.rId)
            deck.slides._sldIdLst.remove(entry)
        for layout in list(deck.slide_layouts):
            if layout.name.strip() in gone:
                deck.slide_layouts.remove(layout)

    return changed(drop)


def test_a_missing_layout_matters_only_to_decks_that_need_it() -> None:
    template = read_template("u.pptx", without_layout("Deux contenus", "Comparaison"))
    fine = deck_lesson(slide("title", "Title", "x"), slide("content", "Words", "- a"))
    assert export_deck(edition(), unit(), fine, template).data
    with pytest.raises(TemplateError) as caught:
        export_deck(edition(), unit(), deck_lesson(), template)
    (problem,) = caught.value.problems
    assert (problem.rule, str(problem.source)) == ("template-layout-missing", "u.pptx")
    assert "two text placeholders side by side" in problem.message and "'Titre de section'" in problem.hint


def test_a_makeshift_is_named_as_one() -> None:
    template = read_template("u.pptx", without_layout("Titre de section"))
    choice = next(c for c in template.choices if c.kind == "section")
    assert choice.how == "makeshift" and not choice.sure and choice.layout.name.strip() == "Titre et contenu"
    assert "no layout is made for section slides" in draft_map(template)


def test_a_template_without_layouts_says_so() -> None:
    with pytest.raises(TemplateError, match=r"u\.pptx: the template has no layouts — add layouts"):
        read_template(
            "u.pptx",
            without_layout(*(layout.name.strip() for layout in Presentation(io.BytesIO(THEIRS)).slide_layouts)),
        )


def test_locks_of_placeholders_keep_nobody_from_building() -> None:
    def lock(deck: Presentation) -> None:
        for layout in deck.slide_layouts:
            for locks in layout._element.iter(qn("a:spLocks")):
                for name in ("noMove", "noResize", "noTextEdit", "noSelect", "noGrp"):
                    locks.set(name, "1")

    assert chosen(read_template("u.pptx", changed(lock))) == chosen(read_template("u.pptx", THEIRS))


# --- files that are no template --------------------------------------------------------------------------------------

OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600


def odp() -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.presentation")
    return buffer.getvalue()


@pytest.mark.parametrize(
    ("data", "rule", "said"),
    [
        (b"", "template-unreadable", "save it as “PowerPoint Presentation"),
        (b"%PDF-1.7", "template-unreadable", "no PowerPoint file"),
        (b"PK\x03\x04", "template-unreadable", "damaged"),
        (THEIRS[: len(THEIRS) // 2], "template-unreadable", "damaged"),
        (OLE + "EncryptedPackage".encode("utf-16-le"), "template-encrypted", "take the password off"),
        (OLE + "PowerPoint Document".encode("utf-16-le"), "template-unreadable", "97–2003 (.ppt)"),
        (odp(), "template-unreadable", "LibreOffice Impress"),
        (repacked(odp(), Index__Document_dot_iwa=b"", mimetype=b""), "template-unreadable", "Keynote"),
        (repacked(THEIRS, ppt__presentation_dot_xml=b"<x"), "template-unreadable", "damaged"),
        (
            repacked(THEIRS, ppt__presentation_dot_xml=b'<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>'),
            "template-unreadable",
            "declares a document type",
        ),
        (
            repacked(THEIRS, ppt__presentation_dot_xml=b'<p xmlns="http://purl.oclc.org/ooxml/presentationml/main"/>'),
            "template-unreadable",
            "Strict Open XML",
        ),
        (repacked(THEIRS, ppt__media__a_dot_bin=b"\0" * 3_000_000), "template-too-large", "unpacks from"),
        (bytes(100_000_001), "template-too-large", "larger than 100 MB — delete its slides"),
    ],
    ids=["empty", "pdf", "short", "cut", "encrypted", "ppt", "odp", "key", "xml", "entities", "strict", "bomb", "huge"],
)
def test_what_cannot_be_used_is_told_what_to_do(data: bytes, rule: str, said: str) -> None:
    problems = list(check_template(data, "their.pptx"))
    assert [p.rule for p in problems] == [rule]
    assert said in str(problems[0]) and str(problems[0]).startswith("their.pptx: ")


def test_a_potx_and_one_with_macros_are_taken() -> None:
    main = b"application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
    with zipfile.ZipFile(io.BytesIO(THEIRS)) as archive:
        types = archive.read("[Content_Types].xml")
    for other in (
        b"application/vnd.openxmlformats-officedocument.presentationml.template.main+xml",
        b"application/vnd.ms-powerpoint.template.macroEnabled.main+xml",
    ):
        data = repacked(THEIRS, **{"[Content_Types]_dot_xml": types.replace(main, other)})
        template = read_template("u.potx", data)
        assert chosen(template) == chosen(read_template("u.pptx", THEIRS))
        assert main in zipfile.ZipFile(io.BytesIO(template.data)).read("[Content_Types].xml")


def test_a_password_for_changing_the_template_is_not_handed_on() -> None:
    def protect(deck: Presentation) -> None:
        etree.SubElement(deck._element, qn("p:modifyVerifier"), {"spinValue": "100000"})

    assert b"modifyVerifier" not in zipfile.ZipFile(io.BytesIO(read_template("u.pptx", changed(protect)).data)).read(
        "ppt/presentation.xml"
    )


# --- looks -----------------------------------------------------------------------------------------------------------


def test_faint_colours_of_a_theme_are_named_and_not_written_with() -> None:
    template = read_template("u.pptx", THEIRS)
    assert template.tones.ink("accent6") == "tx1"
    low = [p for p in template_problems(template) if p.rule == "contrast-low"]
    assert any("footer" in p.message and "#898989 on #ffffff has a contrast of 3.5:1" in p.message for p in low)
    assert not list(template_problems(load_template("plain")))
    assert not list(template_problems(load_template("machina")))


def test_a_font_without_widths_says_by_what_it_is_measured() -> None:
    found = [p for p in check_template(THEIRS, "u.pptx") if p.rule == "template-font"]
    assert [p.message for p in found] == ["text in “Marianne” is measured by the widths of Arial"]


def test_a_template_from_right_to_left_is_mirrored_for_english_only() -> None:
    def turn(deck: Presentation) -> None:
        for props in deck.slide_master._element.iter(*(qn(f"a:lvl{n}pPr") for n in range(1, 10))):
            props.set("rtl", "1")
            props.set("algn", "r")

    template = read_template("u.pptx", changed(turn))
    assert template.rtl and facing(template, True) is template
    english = facing(template, False)
    levels = Presentation(io.BytesIO(english.data)).slide_master._element.iter(qn("a:lvl1pPr"))
    assert {(p.get("rtl"), p.get("algn")) for p in levels} == {("0", "l")}
    before, after = (t.layouts["two-column"].slots["left"].rect for t in (template, english))
    assert after.x == pytest.approx(template.page.w - before.x - before.w)


# --- logos -----------------------------------------------------------------------------------------------------------


def with_logos(language: object = ENGLISH) -> Edition:
    made = edition(language)  # type: ignore[arg-type]
    logos = tuple(
        Logo(
            Image(f"{name}.svg", "image/svg+xml", SVG.replace(b"Model", name.encode()), 200, 80),
            text(f"Logo of {name}"),
        )
        for name in ("Union", "School")
    )
    return replace(made, about=replace(made.about, funding=Funding(text("Co-funded by somebody."), None, logos)))


def boxes(data: bytes, number: int) -> dict[str, tuple[float, float, float, float]]:
    deck = Presentation(io.BytesIO(data))
    shapes = list(deck.slides)[number].shapes
    return {s.name: tuple(Emu(n or 0) / EMU for n in (s.left, s.top, s.width, s.height)) for s in shapes}  # type: ignore[misc]


@pytest.mark.parametrize("name", ["machina", "plain", "university"])
def test_logos_stand_on_the_first_and_last_slide_with_their_names(name: str) -> None:
    template = read_template("u.pptx", THEIRS) if name == "university" else load_template(name)
    data = export_deck(with_logos(), unit(), deck_lesson(), template).data
    deck = Presentation(io.BytesIO(data))
    with_pictures = [
        number
        for number, made in enumerate(deck.slides)
        if [s.name for s in made.shapes if s.name.startswith("logo-")] == ["logo-1", "logo-2"]
    ]
    assert with_pictures == [0, len(deck.slides) - 1]
    alts = [s._element.find(f".//{qn('p:cNvPr')}").get("descr") for s in deck.slides[0].shapes if "logo" in s.name]
    assert alts == ["Logo of Union", "Logo of School"]
    for number in with_pictures:
        found = boxes(data, number)
        for _, top, width, height in (found["logo-1"], found["logo-2"]):
            assert width / height == pytest.approx(2.5, rel=0.01) and 0.3 < height < 0.7 and top + height < 7.5


def test_the_map_may_name_the_place_of_the_logos() -> None:
    layout_map = (ROOT / "templates/deck/plain.yaml").read_text("utf-8")
    data = (ROOT / "templates/deck/plain.pptx").read_bytes()
    layout_map = layout_map.replace("subtitle: 1, footer: 11", "subtitle: 1, footer: none, logos: 11")
    made = export_deck(with_logos(), unit(), deck_lesson(), read_template("p.pptx", data, layout_map)).data
    left, top, _, height = boxes(made, 0)["logo-1"]
    assert 0.7 < left < 0.9 and top >= 6.5 and top + height <= 7.21


def test_a_course_without_logos_keeps_the_places_of_the_template() -> None:
    deck = Presentation(io.BytesIO(export_deck(edition(), unit(), deck_lesson(), load_template("plain")).data))
    subtitle = next(s for s in deck.slides[0].placeholders if s.name == "subtitle")
    assert subtitle._element.find(f".//{qn('a:xfrm')}") is None


# --- showing it ------------------------------------------------------------------------------------------------------


def test_the_sample_names_every_placeholder_of_every_layout() -> None:
    template = read_template("u.pptx", THEIRS)
    deck = Presentation(io.BytesIO(sample_deck(template)))
    assert len(deck.slides) == 8
    words = [[s.text_frame.text for s in made.shapes if s.has_text_frame] for made in deck.slides]
    for said, layout in zip(words, template.offer.layouts, strict=True):
        assert sorted(said) == sorted(f"{s.idx} · {s.type} · {s.name}" for s in layout.slots)


def test_credits_that_leave_no_room_for_the_last_words_get_a_slide_of_their_own() -> None:
    closing = slide("closing", "Remember", "\n".join(f"- Point {n} of all that was said today" for n in range(7)))
    deck = Presentation(
        io.BytesIO(
            export_deck(with_logos(), unit(), deck_lesson(closing), read_template("u.pptx", university(OLD))).data
        )
    )
    shown = [[s.name for s in made.shapes] for made in deck.slides]
    assert [made.shapes.title.text for made in deck.slides] == ["Remember (1/2)", "Remember (2/2)"]
    assert "body" in shown[0] and "logo-1" not in shown[0]
    assert {"credits", "logo-1"} <= set(shown[1]) and "body" not in shown[1]


def test_numbers_have_room_where_a_template_is_narrow() -> None:
    lesson = deck_lesson(slide("content", "Steps", "1. First\n2. Second"))
    for template, written in ((read_template("u.pptx", THEIRS), True), (load_template("plain"), False)):
        deck = Presentation(io.BytesIO(export_deck(edition(), unit(), lesson, template).data))
        props = next(s for s in deck.slides[0].shapes if s.name == "body")._element.find(f".//{qn('a:pPr')}")
        assert (props.get("indent") is not None) is written
