"""Figures with their labels in the reader's language, and pictures that look the same everywhere."""

from __future__ import annotations

import struct

from hypothesis import given
from hypothesis import strategies as st
from lxml import etree

from machina_scorm.model.blocks import Image, Label
from machina_scorm.model.text import Text
from machina_scorm.render.mathml import math_svg
from machina_scorm.render.svg import localised_svg, png_of_svg

SVG = "{http://www.w3.org/2000/svg}"
XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"
BODY = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 200 100" width="200" height="100">
<title>Old title</title><desc>Old description</desc>
<rect width="200" height="100" fill="#eeeeff"/>
<g><text id="a" x="10" y="30" text-anchor="middle" font-family="Arial"><tspan>Error</tspan> rate</text></g>
<text id="b" x="10" y="60">Data</text><text x="10" y="90">w<!-- stays -->0</text>
</svg>"""


def image(body: str = BODY, *labels: Label) -> Image:
    return Image("f.svg", "image/svg+xml", body.encode("utf-8"), 200, 100, labels)


def label(name: str, words: str, lang: str = "") -> Label:
    return Label(name, Text(words, role="label", lang=lang))


def localised(figure: Image, alt: str = "Alt", language: str = "el") -> etree._Element:
    return etree.fromstring(localised_svg(figure, Text(alt, role="alt"), language=language))


def by_id(root: etree._Element, name: str) -> etree._Element:
    (found,) = (e for e in root.iter(f"{SVG}text") if e.get("id") == name)
    return found


def test_labels_are_replaced_and_keep_their_place() -> None:
    root = localised(image(BODY, label("a", "Σφάλμα <b> & co"), label("b", "Data", lang="en")))
    first, second = by_id(root, "a"), by_id(root, "b")
    assert (first.text, len(first)) == ("Σφάλμα <b> & co", 0)
    assert (first.get("x"), first.get("text-anchor"), first.get(XML_LANG)) == ("10", "middle", None)
    assert (second.text, second.get(XML_LANG)) == ("Data", "en")


def test_texts_that_are_no_labels_stay() -> None:
    root = localised(image(BODY, label("a", "x"), label("nowhere", "y")))
    assert [t.text for t in root.iter(f"{SVG}text")] == ["x", "Data", "w0"]


def test_the_figure_says_what_it_shows_in_one_language() -> None:
    root = localised(image(), "Three *points* and $x_1$", "de")
    titles = list(root.iter(f"{SVG}title"))
    assert [t.text for t in titles] == ["Three points and x_1"]
    assert root[0] is titles[0]
    assert list(root.iter(f"{SVG}desc")) == []
    assert (root.get("role"), root.get(XML_LANG)) == ("img", "de")


def test_an_alternative_text_that_fell_back_says_its_language() -> None:
    data = localised_svg(image(), Text("Alt", role="alt", lang="en"), language="de")
    assert etree.fromstring(data)[0].get(XML_LANG) == "en"


def test_entities_are_never_expanded_and_the_result_is_well_formed() -> None:
    body = """<!DOCTYPE svg [<!ENTITY e "EXPANDED"><!ENTITY f SYSTEM "file:///etc/hostname">]>
    <?xml-stylesheet href="https://example.org/x.css"?>
    <svg xmlns="http://www.w3.org/2000/svg" width="10" height="10"><text>a&e;b<tspan>c</tspan>&f;d</text></svg>"""
    data = localised_svg(image(body), Text("Alt"), language="en")
    assert "".join(str(part) for part in etree.fromstring(data).itertext()) == "Altabcd"
    for trace in (b"DOCTYPE", b"EXPANDED", b"hostname", b"stylesheet"):
        assert trace not in data


LOST = frozenset("\ufffe\uffff")


@given(st.text(st.characters(exclude_categories=["Cs"])))
def test_any_label_survives(words: str) -> None:
    root = localised(image(BODY, label("a", words)))
    kept = "".join(
        c for c in words if c in "\t\n\r" or (c >= " " and not "\ud800" <= c <= "\udfff" and c not in "\ufffe\uffff")
    )
    # Words from right to left are isolated, so that a sign beside them stays on its side.
    assert (by_id(root, "a").text or "") in (kept, f"\u2067{kept}\u2069")


def test_equal_figures_give_equal_bytes_and_localising_twice_changes_nothing() -> None:
    figure = image(BODY, label("a", "x"))
    once = localised_svg(figure, Text("Alt"), language="en")
    assert once == localised_svg(figure, Text("Alt"), language="en")
    assert once == localised_svg(image(once.decode("utf-8"), label("a", "x")), Text("Alt"), language="en")


def size_of(png: bytes) -> tuple[int, int]:
    assert png.startswith(b"\x89PNG\r\n\x1a\n")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


def test_pictures_have_the_width_asked_for_and_the_same_bytes_twice() -> None:
    svg = localised_svg(image(), Text("Alt"), language="en")
    png = png_of_svg(svg, 400)
    assert size_of(png) == (400, 200)
    assert png == png_of_svg(svg, 400)


def test_texts_are_set_in_the_shipped_font_whatever_family_is_asked_for() -> None:
    drawing = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="90" height="30"><text y="20" font-family="{}">{}</text></svg>'
    )
    pictures = {png_of_svg(drawing.format(f, "Ωß").encode(), 90) for f in ("Arial", "serif", "monospace", "No Such")}
    assert len(pictures) == 1
    assert pictures != {png_of_svg(drawing.format("Arial", "").encode(), 90)}


def test_picture_of_a_formula() -> None:
    png = png_of_svg(math_svg(r"\hat{y} = \mathbf{w}^\top \mathbf{x}", 32), 300)
    assert size_of(png)[0] == 300
    assert png != png_of_svg(math_svg(r"\hat{y} = \mathbf{w}^\top", 32), 300)
