"""Every block and inline as HTML, and that no text can become markup."""

from __future__ import annotations

import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree, html

from machina_scorm.model.blocks import (
    ADMONITIONS,
    Admonition,
    Block,
    BlockList,
    CodeBlock,
    Column,
    Figure,
    Heading,
    Image,
    LevelBlock,
    MathBlock,
    Notes,
    Paragraph,
    QuizRef,
    Quote,
    Refer,
    Table,
    Use,
    Video,
)
from machina_scorm.model.text import Text
from machina_scorm.render.html import HtmlStyle, render_blocks, render_text, to_html
from machina_scorm.render.mathml import MathError
from machina_scorm.source import Source

STYLE = HtmlStyle()
TEX = HtmlStyle(math="tex")

#: What XML can hold: no control characters but tab and line ends, no surrogates, no non-characters of the first plane.
LEGAL = st.text(
    st.characters(exclude_categories=["Cs"]).filter(lambda c: c in "\t\n\r" or (c >= " " and c not in "\ufffe\uffff"))
)
MARKUP = (
    '<script>alert("1")</script>',
    "&lt;&amp;",
    "\"'`=>",
    "]]>",
    "<!--",
    "&{x};",
    "</pre>",
    "\n<p>",
    "\r\n",
    "&#60",
)
HOSTILE = st.one_of(LEGAL, st.lists(st.sampled_from(MARKUP), max_size=4).map("".join))


def text(md: str, lang: str = "") -> Text:
    return Text(md, lang=lang)


def literal(words: str) -> Text:
    """A Text whose words are no Markdown."""
    return Text(words, role="label")


def shown(*blocks: Block, style: HtmlStyle = STYLE) -> str:
    return to_html(render_blocks(blocks, style))


def figure(alt: str = "Two clouds", caption: str = "", **more: str) -> Figure:
    image = Image("a.svg", "image/svg+xml", b"<svg/>", 320.4, 200.0)
    return Figure(image, literal(alt), text(caption) if caption else None, more.get("id", ""))


class _Reader(HTMLParser):
    """An HTML reader that has nothing in common with lxml."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text = ""
        self.tags: list[str] = []
        self.attributes: dict[str, str | None] = {}

    def handle_data(self, data: str) -> None:
        self.text += data

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.update(attrs)


def read(markup: str) -> _Reader:
    reader = _Reader()
    reader.feed(markup)
    reader.close()
    return reader


@pytest.mark.parametrize(
    ("md", "expected"),
    [
        ("plain & <simple>", "<p>plain &amp; &lt;simple&gt;</p>"),
        ("*a* **b** `c<d`", "<p><em>a</em> <strong>b</strong> <code>c&lt;d</code></p>"),
        ("***a***", "<p><em><strong>a</strong></em></p>"),
        ("a\\\nb", "<p>a<br>b</p>"),
        (
            "see [PEP 8](https://peps.python.org/8/?a=1&b=2).",
            '<p>see <a href="https://peps.python.org/8/?a=1&amp;b=2" rel="noopener" target="_blank">PEP 8</a>.</p>',
        ),
        ("[us](mailto:a@example.org)", '<p><a href="mailto:a@example.org">us</a></p>'),
        ("[*over*fitting](term:overfitting)", "<p><em>over</em>fitting</p>"),
        ("[the workflow](lesson:lu1/l3-workflow#splits)", "<p>the workflow</p>"),
    ],
)
def test_inlines(md: str, expected: str) -> None:
    assert shown(Paragraph(text(md))) == expected


def test_links_of_a_format_that_knows_lessons() -> None:
    style = HtmlStyle(math="tex", link=lambda target: {"lesson:lu1/l2": "../l2/index.html#p"}.get(target, target))
    assert shown(Paragraph(text("[x](lesson:lu1/l2)")), style=style) == '<p><a href="../l2/index.html#p">x</a></p>'
    external = shown(Paragraph(text("[x](https://example.org)")), style=style)
    assert external == '<p><a href="https://example.org">x</a></p>'


@pytest.mark.parametrize(
    "href",
    [
        "javascript:alert(1)",
        "JAVASCRIPT:alert(1)",
        "java\tscript:alert(1)",
        " javascript:x",
        "data:text/html,x",
        "vbscript:x",
        "//example.org",
        "",
    ],
)
@pytest.mark.parametrize("style", [STYLE, TEX])
def test_an_address_with_a_dangerous_scheme_is_shown_as_text(href: str, style: HtmlStyle) -> None:
    careless = HtmlStyle(math=style.math, link=lambda target: href)
    assert shown(Paragraph(text("[x](https://example.org)")), style=careless) == "<p>x</p>"


def test_paragraph_that_fell_back_says_its_language() -> None:
    assert shown(Paragraph(text("Hallo", lang="de"))) == '<p lang="de">Hallo</p>'


@pytest.mark.parametrize(("base", "first", "second"), [(3, "h3", "h4"), (2, "h2", "h3"), (6, "h6", "h6")])
def test_headings_follow_the_base(base: int, first: str, second: str) -> None:
    style = HtmlStyle(heading_base=base)
    assert shown(Heading(3, text("A"), "a"), style=style) == f'<{first} id="a">A</{first}>'
    assert shown(Heading(4, text("B")), style=style) == f"<{second}>B</{second}>"


def test_lists_are_tight_where_they_can_be() -> None:
    inner = BlockList(((Paragraph(text("c")),),), ordered=True, start=3)
    block = BlockList(((Paragraph(text("*a*")),), (Paragraph(text("b")), inner)))
    assert shown(block) == '<ul><li><em>a</em></li><li>b<ol start="3"><li>c</li></ol></li></ul>'


def test_list_item_of_two_paragraphs_keeps_them() -> None:
    block = BlockList(((Paragraph(text("a")), Paragraph(text("b"))),), ordered=True)
    assert shown(block) == "<ol><li><p>a</p><p>b</p></li></ol>"


def test_list_item_in_another_language_does_not_pass_it_on() -> None:
    inner = BlockList(((Paragraph(text("b")),),))
    block = BlockList(((Paragraph(text("a", lang="en")), inner), (Paragraph(text("c", lang="en")),)))
    assert shown(block) == '<ul><li><span lang="en">a</span><ul><li>b</li></ul></li><li lang="en">c</li></ul>'


def test_quote() -> None:
    assert shown(Quote((Paragraph(text("a")),))) == "<blockquote><p>a</p></blockquote>"


def test_table() -> None:
    table = Table((text("Kind"), text("*n*")), ((text("a"), text("1")),), ("", "right"), text("Three `kinds`"), "tbl-k")
    assert shown(table) == (
        '<div class="table" tabindex="0" role="region" aria-label="Three kinds" id="tbl-k"><table>'
        "<caption>Three <code>kinds</code></caption>"
        '<thead><tr><th scope="col">Kind</th><th class="align-right" scope="col"><em>n</em></th></tr></thead>'
        '<tbody><tr><td>a</td><td class="align-right">1</td></tr></tbody></table></div>'
    )


def test_table_without_caption_is_named_by_its_heads_and_may_be_ragged() -> None:
    markup = shown(Table((text("A"), text("B")), ((text("1"), text("")),), ()))
    assert 'aria-label="A, B"' in markup
    assert markup.count("<td>") == 2


def test_figure() -> None:
    assert shown(figure(caption="An *error*", id="fig-a")) == (
        '<figure id="fig-a"><img src="a.svg" alt="Two clouds" width="320" height="200">'
        "<figcaption>An <em>error</em></figcaption></figure>"
    )


def test_figure_whose_source_the_format_names() -> None:
    style = HtmlStyle(image=lambda f: f"@@PLUGINFILE@@/{f.image.name}")
    assert '<img src="@@PLUGINFILE@@/a.svg" alt=""' in shown(figure(alt=""), style=style)


def test_code_is_marked_up_and_reads_as_written() -> None:
    code = "\n\ndef f(x):  # <b>\n\treturn x < 1 & 2\n"
    markup = shown(CodeBlock("python", (code,), text("A function"), "c"))
    assert markup.startswith(
        '<figure class="code" id="c"><pre tabindex="0" dir="ltr"><code class="language-python">\n\n'
        '<span class="k">def</span> <span class="f">f</span>'
    )
    assert markup.endswith("</code></pre><figcaption>A function</figcaption></figure>")
    assert read(markup).text == code + "A function"


def test_code_without_highlighting_has_no_spans() -> None:
    block = CodeBlock("python", ("x = 1  ", Text("# one", role="comment")))
    assert shown(block, style=HtmlStyle(highlight=False)) == (
        '<figure class="code"><pre tabindex="0" dir="ltr">'
        '<code class="language-python">x = 1  # one</code></pre></figure>'
    )


def test_formulas_as_mathml() -> None:
    inline = shown(Paragraph(text("the $x<1$ case")))
    assert inline == (
        '<p>the <math display="inline" alttext="x&lt;1"><mrow><mi>x</mi><mo>&lt;</mo><mn>1</mn></mrow></math> case</p>'
    )
    display = shown(MathBlock("x", id="eq"))
    assert display == '<div class="math" id="eq"><math display="block" alttext="x"><mrow><mi>x</mi></mrow></math></div>'
    assert "xmlns" not in inline + display


def test_formulas_as_tex() -> None:
    assert shown(Paragraph(text("the $x<1$ case")), style=TEX) == "<p>the \\( x&lt;1 \\) case</p>"
    assert shown(MathBlock("a & b"), style=TEX) == '<div class="math">\\[ a &amp; b \\]</div>'


def test_formula_with_caption() -> None:
    assert shown(MathBlock("x", text("Error"), "eq-x"), style=TEX) == (
        '<figure class="equation" id="eq-x"><div class="math">\\[ x \\]</div><figcaption>Error</figcaption></figure>'
    )


def test_a_formula_that_cannot_be_set_is_reported_with_its_place() -> None:
    for block in (
        Paragraph(Text(r"$\frac{1}$", source=Source("units/a.md", 7))),
        MathBlock(r"\frac{1}", source=Source("units/a.md", 7)),
    ):
        with pytest.raises(MathError, match=r"^units/a\.md:7: the formula"):
            shown(block)


@pytest.mark.parametrize("kind", ADMONITIONS)
def test_admonitions(kind: str) -> None:
    inner = (Paragraph(text("a")),)
    with_title = shown(Admonition(kind, text("Mind *this*"), inner))
    assert with_title == (
        f'<aside class="admonition {kind}" role="note"><p class="title">Mind <em>this</em></p><p>a</p></aside>'
    )
    assert shown(Admonition(kind, None, inner)) == f'<aside class="admonition {kind}" role="note"><p>a</p></aside>'
    titled = HtmlStyle(admonition_titles={kind: "Σημείωση"})
    assert '<p class="title">Σημείωση</p><p>a</p>' in shown(Admonition(kind, None, inner), style=titled)


def test_level_block() -> None:
    block = LevelBlock("junior", (Paragraph(text("a")),))
    assert shown(block) == '<div class="level level-junior"><p>a</p></div>'


def test_video() -> None:
    assert shown(Video(text("A *loop*"), name="loop.mp4", id="v")) == '<p class="video" id="v">A <em>loop</em></p>'
    assert shown(Video(text("A *loop*"), url="https://example.org/v")) == (
        '<p class="video"><a href="https://example.org/v" rel="noopener" target="_blank">A loop</a></p>'
    )


@pytest.mark.parametrize("block", [QuizRef(("q",)), Refer(("qa",)), Use("fig"), Notes((Paragraph(text("a")),))])
def test_what_only_a_format_can_show_gives_nothing(block: Block) -> None:
    assert shown(block) == ""


def test_column() -> None:
    assert shown(Column((Paragraph(text("a")),))) == '<div class="column"><p>a</p></div>'


def test_special_blocks_go_to_the_format_wherever_they_stand() -> None:
    asked: list[Block] = []

    def special(block: Block) -> list[etree._Element] | None:
        asked.append(block)
        return [etree.Element("hr")] if isinstance(block, QuizRef) else None

    level = LevelBlock("senior", (QuizRef(("q",)), Paragraph(text("a"))))
    markup = shown(Quote((level,)), Use("x"), style=HtmlStyle(special=special))
    assert markup == '<blockquote><div class="level level-senior"><hr><p>a</p></div></blockquote>'
    assert asked == [level, QuizRef(("q",)), Use("x")]


def test_render_text_takes_the_tag_asked_for() -> None:
    assert to_html([render_text(text("*a*", lang="en"), STYLE, "dt")]) == '<dt lang="en"><em>a</em></dt>'


def test_to_html_leaves_out_tails_and_spaces() -> None:
    elements = render_blocks((Paragraph(text("a")), Paragraph(text("b"))), STYLE)
    elements[0].tail = "\n"
    assert to_html(elements) == "<p>a</p><p>b</p>"


@given(HOSTILE)
def test_text_stays_text(words: str) -> None:
    seen = read(shown(Paragraph(literal(words))))
    assert seen.text == words
    assert seen.tags == ["p"]
    tree = html.fromstring(shown(Paragraph(literal(words))))
    assert tree.tag == "p"
    assert len(tree) == 0


@given(HOSTILE)
def test_code_stays_text(code: str) -> None:
    seen = read(shown(CodeBlock("python", (code,))))
    assert seen.text == code
    assert set(seen.tags) <= {"figure", "pre", "code", "span"}


@given(HOSTILE)
def test_attributes_stay_attributes(words: str) -> None:
    seen = read(shown(figure(alt=words)))
    assert seen.tags == ["figure", "img"]
    assert seen.attributes["alt"] == words
    assert set(seen.attributes) == {"src", "alt", "width", "height"}


@given(LEGAL)
def test_markdown_never_brings_other_elements(md: str) -> None:
    seen = read(shown(Paragraph(text(md)), style=TEX))
    assert set(seen.tags) <= {"p", "em", "strong", "code", "a", "br"}
    assert not re.match("(?i)javascript|data|vbscript", seen.attributes.get("href") or "")


@given(st.text())
def test_characters_that_html_cannot_hold_are_dropped(words: str) -> None:
    markup = shown(Paragraph(literal(f"{words}\x00\x0b\ud800\uffff")))
    assert not set(markup) & set("\x00\x0b\ud800\uffff")


def test_equal_blocks_give_equal_html() -> None:
    blocks = (figure(), CodeBlock("python", ("import os",)), MathBlock(r"\begin{aligned}a&=b\end{aligned}"))
    assert shown(*blocks) == shown(*blocks)
