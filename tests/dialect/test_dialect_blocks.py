from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from machina_scorm.dialect import NoAssets, parse_blocks, parse_sections, split_front_matter
from machina_scorm.dialect.attributes import Attributes, split_attributes
from machina_scorm.model.blocks import (
    Admonition,
    BlockList,
    Blocks,
    CodeBlock,
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
from machina_scorm.problems import Report
from machina_scorm.source import Source

ALL = frozenset({"admonition", "level", "lesson", "quiz", "slides", "video"})


class Assets(NoAssets):
    """Every file exists."""

    def image(self, name: str, source: Source) -> Image | None:
        return Image(name, "image/png", b"", 1, 1)

    def code(self, name: str, source: Source) -> str | None:
        return "print(1)\n"

    def media(self, name: str, source: Source) -> bytes | None:
        return b"film"


def read(md: str) -> tuple[Blocks, list[tuple[str, int]]]:
    report = Report()
    opening, sections = parse_sections(md, Source("a.md", 1), report, Assets(), ALL)
    assert not sections
    return opening, [(problem.rule, problem.source.line) for problem in report]


def one(md: str) -> object:
    blocks, problems = read(md)
    assert problems == []
    assert len(blocks) == 1
    return blocks[0]


def test_a_paragraph_is_one_message() -> None:
    assert one("Some *words*\nover $x$ lines.") == Paragraph(Text("Some *words* over $x$ lines."))


def test_headings_inside_a_page() -> None:
    assert one("### Deep {#deep}") == Heading(3, Text("Deep", "title"), "deep")


def test_lists_nest() -> None:
    item = (Paragraph(Text("b")), BlockList(((Paragraph(Text("c")),),)))
    assert one("3. a\n4. b\n   - c") == BlockList(((Paragraph(Text("a")),), item), True, 3)


def test_a_quotation() -> None:
    assert one("> said") == Quote((Paragraph(Text("said")),))


def test_a_figure_with_caption_and_id() -> None:
    figure = one("![What it *shows*](figures/a.png){#fig-a}\n: The $x$ caption.")
    assert isinstance(figure, Figure)
    assert (figure.image.name, figure.alt, figure.caption, figure.id) == (
        "figures/a.png",
        Text("What it *shows*", "alt"),
        Text("The $x$ caption."),
        "fig-a",
    )


def test_a_figure_takes_its_id_from_the_caption_too() -> None:
    figure = one("![A](a.png)\n: Caption {#fig-b}")
    assert isinstance(figure, Figure)
    assert figure.id == "fig-b"


def test_a_table_with_alignment_and_caption() -> None:
    table = one("| a | b |\n|---|--:|\n| x \\| y | `1` |\n\n: Cap {#tbl-a}")
    assert table == Table(
        (Text("a", "table-head"), Text("b", "table-head")),
        ((Text("x | y"), Text("`1`")),),
        ("", "right"),
        Text("Cap"),
        "tbl-a",
    )


def test_code_offers_its_comments_when_asked() -> None:
    code = one("```python {#c i18n=comments}\nx = 1  # one thing\ny = '# no'\n```\n\n: Cap")
    assert isinstance(code, CodeBlock)
    assert code.parts == ("x = 1  # ", Text("one thing", "comment"), "\ny = '# no'")
    assert code.code == "x = 1  # one thing\ny = '# no'"
    assert (code.id, code.caption) == ("c", Text("Cap"))


def test_code_comes_from_a_file() -> None:
    assert one("```python {file=files/a/b.py}\n```") == CodeBlock("python", ("print(1)",))


def test_display_maths() -> None:
    assert one("$$\n\\frac{1}{2}\n$$\n\n: Half {#eq}") == MathBlock("\\frac{1}{2}", Text("Half"), "eq")


def test_blocks_of_colons() -> None:
    assert one(":::: warning Mind $x$\n::: junior\nlook\n:::\n::::") == Admonition(
        "warning", Text("Mind $x$", "title"), (LevelBlock("junior", (Paragraph(Text("look")),)),)
    )
    assert one("::: quiz q-a q-b\n:::") == QuizRef(("q-a", "q-b"))
    assert one("::: refer qa-a\n:::") == Refer(("qa-a",))
    assert one("::: use fig-a\n:::") == Use("fig-a")
    assert one("::: notes\nsay\n:::") == Notes((Paragraph(Text("say")),))


def test_videos() -> None:
    assert one("::: video media/a.mp4 {#v}\nThe loop\n:::") == Video(
        Text("The loop", "title"), name="a.mp4", data=b"film", id="v"
    )
    assert one("::: video https://e.org/a\nThe loop\n:::") == Video(Text("The loop", "title"), url="https://e.org/a")


def test_words_for_the_translator_belong_to_the_next_block() -> None:
    blocks, problems = read(
        "<!-- i18n: keep it short -->\n<!-- i18n:context verb -->\n\nTrain\n\nTrain\n\n<!-- seen -->"
    )
    assert problems == []
    first, second = (block.text for block in blocks if isinstance(block, Paragraph))
    assert (first.note, first.msgctxt) == ("keep it short", "verb")
    assert (second.note, second.msgctxt) == ("", None)


@pytest.mark.parametrize(
    ("md", "rule", "line"),
    [
        ("a\n\n# Top", "heading-level", 3),
        ("##### Deep", "heading-level", 1),
        ("Head\n====", "heading-underlined", 1),
        ("a\n\n***", "horizontal-rule", 3),
        ("a\n\n    code", "code-indented", 3),
        ("```\nx\n```", "code-language", 1),
        ("```python {colour=red}\nx\n```", "attribute", 1),
        ("<div>\n", "raw-html", 1),
        ("a <i>b</i>", "raw-html", 1),
        ("[a][b]\n\n[b]: https://e.org", "reference-link", 3),
        ("[^1]: note", "reference-link", 1),
        ("| a | b |\n|---|---|\n| `x|y` | z |", "table-cells", 3),
        (": stray", "caption-stray", 1),
        ("![](a.png)", "figure-alt", 1),
        ('![a](a.png "title")', "figure-title", 1),
        ("see ![a](a.png) there", "image-inline", 1),
        ("::: nite\nx\n:::", "block-unknown", 1),
        ("::: note\nx", "block-open", 1),
        ("::: quiz\n:::", "reference-missing", 1),
        ("::: use a b\n:::", "reference-missing", 1),
        ("::: quiz q\nx\n:::", "block-words", 1),
        ("::: junior words\nx\n:::", "block-words", 1),
        ("::: video a.mp4\n:::", "video-title", 1),
        ("::: video http://e.org/a\nT\n:::", "video-address", 1),
        ("![a](b.png){#Fig}", "id-bad", 1),
        ("text\nand ~~gone~~", "strike-through", 2),
    ],
)
def test_what_the_dialect_refuses_is_named_with_its_line(md: str, rule: str, line: int) -> None:
    assert (rule, line) in read(md)[1]


def test_every_problem_has_a_hint() -> None:
    report = Report()
    parse_sections("# a\n\n<b>\n\n***\n\n::: x\n:::", Source("a.md", 1), report, Assets(), ALL)
    assert len(report.problems) >= 4
    assert all(problem.hint for problem in report)


def test_a_block_may_not_stand_everywhere() -> None:
    report = Report()
    parse_blocks("::: notes\nx\n:::", Source("a.md", 7), report, Assets())
    assert [(p.rule, p.source.line) for p in report] == [("block-unknown", 7)]


def test_sections_have_titles_attributes_and_lines() -> None:
    report = Report()
    md = "before\n\n## One {#one .summary}\n\ntext\n\n## Two"
    opening, sections = parse_sections(md, Source("a.md", 10), report, Assets(), ALL)
    assert opening == (Paragraph(Text("before")),)
    assert [(s.title.md, s.attributes, s.source.line) for s in sections] == [
        ("One", Attributes("one", ("summary",)), 12),
        ("Two", Attributes(), 16),
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\na: 1\n---\nbody\n", ("a: 1\n", 2, "body\n", 4)),
        ("body\n---\n", ("", 1, "body\n---\n", 1)),
        ("---\nopen\n", ("", 1, "---\nopen\n", 1)),
        ("", ("", 1, "", 1)),
    ],
)
def test_front_matter_is_split_off(text: str, expected: tuple[str, int, str, int]) -> None:
    assert split_front_matter(text) == expected


@pytest.mark.parametrize(
    ("text", "before", "attributes"),
    [
        ("A {#b .c k=v}", "A", Attributes("b", ("c",), {"k": "v"})),
        ("{.title}", "", Attributes("", ("title",))),
        ('p {file=a/b.py x="y {z}"}', "p", Attributes("", (), {"file": "a/b.py", "x": "y {z}"})),
        (r"x $\frac{1}{2}$", r"x $\frac{1}{2}$", Attributes()),
        ("a set {1, 2}", "a set {1, 2}", Attributes()),
        ("a {b}", "a {b}", Attributes()),
    ],
)
def test_attributes(text: str, before: str, attributes: Attributes) -> None:
    assert split_attributes(text) == (before, attributes)


@given(st.text(alphabet=st.sampled_from("ab#:|`$-*_>![](){}\\\n <&1.~^"), max_size=80))
def test_no_text_breaks_the_reader(md: str) -> None:
    parse_sections(md, Source("a.md", 1), Report(), Assets(), ALL)
