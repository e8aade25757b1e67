"""Labels measured: by the font that pictures are set in, in the place that the drawing gives them."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from PIL import Image as Pillow
from PIL import ImageOps

from machina_scorm.model.blocks import Image
from machina_scorm.render.labels import label_rooms, overlapping_labels, read_drawing, text_width, wide_labels
from machina_scorm.render.svg import png_of_svg
from machina_scorm.render.svgstyle import matrix_of

SVG = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 400 200" font-size="20">{}</svg>'


def image(body: str) -> Image:
    return Image("f.svg", "image/svg+xml", SVG.format(body).encode(), 400, 200)


def size_of(body: str, words: str = "Data") -> float:
    (placed,) = read_drawing(image(body.format(words)).data).texts
    return placed.width(words)


@pytest.mark.parametrize("words", ["Data", "Überwachtes Lernen", "Μη επιβλεπόμενη", "iiiiiiii", "WWWW", "⟦Ðåţå ẋéẋ⟧"])
def test_a_width_is_that_of_the_picture(words: str) -> None:
    """resvg is the judge: where a text of that width ends, nothing is drawn any more."""
    width = text_width(words, 40)
    svg = (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width + 100} 60">'
        f'<rect width="{width + 100}" height="60" fill="white"/><text y="44" font-size="40">{words}</text></svg>'
    )
    picture = Pillow.open(io.BytesIO(png_of_svg(svg.encode(), round(width + 100)))).convert("L")
    box = ImageOps.invert(picture).getbbox()
    assert box is not None
    assert abs(box[2] - width) < 6


@pytest.mark.parametrize(
    ("body", "size"),
    [
        ("<text>{}</text>", 20),
        ('<text font-size="10">{}</text>', 10),
        ('<text font-size="50%">{}</text>', 10),
        ('<text font-size="2em">{}</text>', 40),
        ('<text style="font-size:15pt">{}</text>', 20),
        ('<g font-size="30"><text>{}</text></g>', 30),
        ("<style>.small {{ font-size: 10px }}</style><text class='a small'>{}</text>", 10),
        ("<style>text {{ font-size: 5px }} #one {{ font-size: 12px }}</style><text id='one'>{}</text>", 12),
        ("<style>/* text {{ font-size: 5px }} */</style><text>{}</text>", 20),
        ("<style>text {{ font-size: 5px }}</style><text style='font-size: 9px' font-size='30'>{}</text>", 9),
        ('<text style="font: bold 12px/1.2 Arial">{}</text>', 12 * 1.12),
        ('<g font-weight="700"><text>{}</text></g>', 20 * 1.12),
    ],
)
def test_the_size_is_read_where_drawing_programs_write_it(body: str, size: float) -> None:
    assert size_of(body) == pytest.approx(text_width("Data", size))


RECT = '<rect width="400" height="200"/><rect x="100" y="50" width="100" height="60"/>'


@pytest.mark.parametrize(
    ("body", "room"),
    [
        ('<text id="a" x="150" y="90" data-width="77">Hi</text>', 77),
        (RECT + '<text id="a" x="150" y="90" text-anchor="middle">Hi</text>', 98),
        (RECT + '<text id="a" x="110" y="90">Hi</text>', 88),
        (RECT + '<text id="a" x="190" y="90" text-anchor="end">Hi</text>', 88),
        (RECT + '<text id="a" x="300" y="90">Hi</text>', 100),
        (
            "<g transform='translate(100 50)'><rect width='100' height='60'/><text id='a' x='10' y='40'>Hi</text></g>",
            88,
        ),
        ("<g transform='scale(2)'><rect width='50' height='60'/><text id='a' x='5' y='40'>Hi</text></g>", 43),
        ('<text id="a" transform="matrix(0 1 -1 0 100 50)">Hi</text>', 150),
        ('<text id="a" transform="rotate(-90 40 150)" x="40" y="150">Hi</text>', 150),
        (
            '<ellipse cx="200" cy="100" rx="100" ry="80"/><text id="a" x="200" y="100" text-anchor="middle">Hi</text>',
            194,
        ),
        ('<circle cx="200" cy="100" r="4"/><text id="a" x="200" y="100">Hi</text>', 200),
    ],
)
def test_the_room_is_the_smallest_shape_in_which_the_label_fits(body: str, room: float) -> None:
    assert label_rooms(image(body))["a"][1] == pytest.approx(room, abs=4)


def test_a_label_that_grows_is_too_wide_for_its_box() -> None:
    figure = image(RECT + '<text id="a" x="150" y="90" text-anchor="middle">Data</text>')
    assert not list(wide_labels(figure, {"a": "Data"}))
    (wide,) = wide_labels(figure, {"a": "Datenverarbeitung"})
    assert (wide.id, wide.stated) == ("a", False)
    assert wide.width > 150 > 100 > wide.room


def test_labels_may_not_grow_into_each_other() -> None:
    figure = image('<text id="a" x="10" y="50">Data</text><text id="b" x="120" y="52">Rules</text>')
    assert not list(overlapping_labels(figure, {"a": "Daten", "b": "Regeln"}))
    assert list(overlapping_labels(figure, {"a": "Trainingsdaten", "b": "Regeln"})) == [("a", "b")]


def test_labels_that_overlap_in_the_source_are_the_authors_will() -> None:
    figure = image('<text id="a" x="10" y="50">Data</text><text id="b" x="20" y="52">Rules</text>')
    assert not list(overlapping_labels(figure, {"a": "Trainingsdaten", "b": "Regeln"}))


def test_a_label_may_not_grow_into_a_text_that_is_not_translated() -> None:
    figure = image('<text id="a" x="10" y="50">Data</text><text x="120" y="52">42</text>')
    assert list(overlapping_labels(figure, {"a": "Trainingsdaten"})) == [("a", "42")]


def test_what_is_not_shown_is_not_measured() -> None:
    body = '<defs><text id="a">x</text></defs><g display="none"><text id="b">x</text></g><text id="c"> </text>'
    assert not read_drawing(image(body).data).texts


@given(st.text("matrixscaletranslate(), -.0123456789e\n", max_size=40))
def test_no_transform_is_too_odd(transform: str) -> None:
    assert len(matrix_of(transform)) == 6


@given(st.text(max_size=30), st.text("0123456789.em%pt-", max_size=8), st.text(max_size=40))
def test_no_attribute_and_no_style_is_too_odd(css: str, number: str, words: str) -> None:
    root = etree.fromstring(SVG.format('<rect width="9" height="9"/><style/><text id="a">x</text>'))
    rect, style, text = root
    try:
        style.text, text.text = css, words
        rect.set("width", number)
        text.set("font-size", number)
        text.set("style", css)
    except ValueError:
        return  # no XML
    figure = Image("f.svg", "image/svg+xml", etree.tostring(root), 400, 200)
    assert all(wide.width > wide.room for wide in wide_labels(figure, {"a": "words of another language"}))
