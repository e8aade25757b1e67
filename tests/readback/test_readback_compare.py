"""Alignment: an unedited deck gives nothing, an edited one its edits and nothing else, whoever saved it."""

from __future__ import annotations

import copy
from dataclasses import replace

import pytest
from builders import figure, slide
from decks import built, findings, kinds, map_paragraphs, map_runs, opened, values, with_word, words_of
from hypothesis import given, settings
from hypothesis import strategies as st
from pptx.util import Inches

from machina_scorm.model.course import Slide
from machina_scorm.presentation import Paragraph, Picture, Presentation, Run, TextShape
from machina_scorm.presentation import Slide as SlideValue
from machina_scorm.readback.compare import compare_deck
from machina_scorm.readback.markdown import Unmappable, edited_markdown
from machina_scorm.readback.report import suggestion
from machina_scorm.readback.slides import out_of_order

LONG = "\n".join(f"- Point number {n} says something that no other one says, {'word ' * 9}{n}" for n in range(14))


def bare(deck: Presentation) -> Presentation:
    """The deck as a program leaves it that drops every name, and states every look."""
    loud = map_runs(deck, lambda run: replace(run, bold=bool(run.bold), italic=bool(run.italic), lang="en-US"))
    slides = []
    for value in loud.slides:
        shapes = tuple(replace(shape, name="PlaceHolder 1") for shape in value.shapes)
        slides.append(replace(value, name="", layout="Blank Slide", shapes=shapes))
    return replace(loud, slides=tuple(slides))


def paragraphs(deck: Presentation) -> list[Paragraph]:
    found: list[Paragraph] = []
    map_paragraphs(deck, lambda para: (found.append(para), para)[1])
    return found


def test_an_unedited_deck_has_no_findings() -> None:
    result = compare_deck(built()[1], values())
    assert result.findings == ()
    assert result.share == 1.0
    assert result.unchanged == sum(i.kind != "footer" for s in built()[1].slides for i in s.items)


def test_names_are_not_needed() -> None:
    assert findings(bare(values())) == ()


@pytest.mark.parametrize(
    ("old", "new"),
    [(" ", "\u00a0"), (" ", "  "), ("“", '"'), ("”", "″"), ("a", "a\u200b"), ("e", "\u00ade")],
)
def test_what_a_program_corrects_by_itself_is_no_edit(old: str, new: str) -> None:
    changed = map_runs(values(), lambda run: replace(run, text=run.text.replace(old, new)))
    assert findings(changed) == ()


def test_looks_and_languages_are_no_edit() -> None:
    changed = map_runs(values(), lambda run: replace(run, bold=not run.bold, italic=True, font="Comic Sans", lang="fr"))
    assert findings(changed) == ()


@settings(max_examples=40)
@given(st.data())
def test_random_edits_are_found_and_nothing_else(data: st.DataObject) -> None:
    """Words replaced at random: as many findings, each of which leads to the edited words again."""
    deck = bare(values()) if data.draw(st.booleans(), "without names") else values()
    editable = [n for n, para in enumerate(paragraphs(deck)) if words_of(para)]
    chosen = data.draw(st.sets(st.sampled_from(editable), min_size=1, max_size=6), "paragraphs")
    counter = iter(range(10_000))
    edited: list[Paragraph] = []

    def change(para: Paragraph) -> Paragraph:
        number = next(counter)
        if number not in chosen:
            return para
        new = with_word(para, data.draw(st.integers(0, 50)), f"neu{number}λ")
        edited.append(new)
        return new

    found = findings(map_paragraphs(deck, change))
    assert {finding.kind for finding in found} <= {"text", "words", "code"}
    assert sorted(finding.new for finding in found) == sorted(para.text for para in edited)
    for finding in found:
        if finding.kind == "text" and finding.item and finding.edited and finding.item.text:
            try:
                md = edited_markdown(finding.item, finding.edited)
            except Unmappable as error:
                assert "formula" in str(error) and "$" in finding.item.text.md
            else:
                assert "neu" in md and md.count("$") == finding.item.text.md.count("$")


def test_a_text_in_two_places_names_both() -> None:
    slides = (slide("content", "One", "- Twice said\n- Else"), slide("content", "Two", "- Twice said\n- Other"))
    deck = opened(*slides)
    deck.slides[0].placeholders[1].text_frame.paragraphs[0].runs[0].text = "Twice written"
    (finding,) = findings(deck, *slides)
    assert (finding.kind, finding.old, finding.new) == ("text", "Twice said", "Twice written")
    assert finding.also == ("slide 2",)


def test_a_paragraph_added_removed_and_moved() -> None:
    deck = opened()
    body = deck.slides[9].placeholders[1].text_frame._txBody
    first, _, third, fourth = body.p_lst
    fourth.addnext(first)
    body.remove(third)
    new = copy.deepcopy(fourth)
    first.addnext(new)
    new.r_lst[0].text = "Brand new and unlike all else"
    found = findings(deck)
    assert [f.kind for f in found] == ["removed", "moved", "added"]
    assert "tickets" in found[0].old
    assert found[1].old.startswith("Too large")
    assert found[2].new == "Brand new and unlike all else"


def test_a_paragraph_in_the_place_of_another_is_a_change() -> None:
    deck = opened()
    last = deck.slides[9].placeholders[1].text_frame.paragraphs[3]
    last.runs[0].text = "Nothing shared"
    (finding,) = findings(deck)
    assert (finding.kind, finding.old, finding.new) == ("text", "The last of four points", "Nothing shared")


def test_slides_moved_removed_added_copied() -> None:
    deck = values()
    slides = list(deck.slides)
    moved = slides.pop(1)
    slides.insert(5, moved)
    gone = slides.pop(0)
    new = SlideValue(0, "", "Content", (TextShape("t", "title", (Paragraph((Run("Quite another"),)),)),))
    slides += [new, replace(slides[1], name="")]
    numbered = tuple(replace(value, number=n) for n, value in enumerate(slides, 1))
    found = findings(replace(deck, slides=numbered))
    assert sorted(f.kind for f in found) == ["slide-added", "slide-duplicated", "slide-moved", "slide-removed"]
    assert next(f for f in found if f.kind == "slide-removed").place.was == gone.number
    assert "copy of slide 2" in next(f for f in found if f.kind == "slide-duplicated").detail


def test_a_name_that_another_slide_took_over_does_not_mislead() -> None:
    deck = values()
    names = [value.name for value in deck.slides]
    turned = tuple(replace(s, name=name) for s, name in zip(deck.slides, [*names[1:], names[0]], strict=True))
    assert findings(replace(deck, slides=turned)) == ()


def parts() -> tuple[Slide, ...]:
    return (slide("content", "A long story", LONG, notes="Talk."), slide("closing", "End", "- Bye"))


def test_continuation_slides_that_the_trainer_joined() -> None:
    deck = values(*parts())
    count = sum("A long story" in s.shapes[0].paragraphs[0].text for s in deck.slides)  # type: ignore[union-attr]
    assert count >= 3
    first, second = deck.slides[0], deck.slides[1]
    lines = second.shapes[1].paragraphs  # type: ignore[union-attr]
    title = replace(first.shapes[0], paragraphs=(Paragraph((Run("A long story"),)),))
    body = replace(first.shapes[1], paragraphs=(*first.shapes[1].paragraphs, *lines))  # type: ignore[union-attr]
    joined = replace(first, shapes=(title, body, *first.shapes[2:]))
    (finding,) = findings(replace(deck, slides=(joined, *deck.slides[2:])), *parts())
    assert (finding.kind, finding.place.was) == ("slide-merged", 2)
    assert f"{len(lines)} of its {len(lines)} lines are on slide 1" in finding.detail


def test_a_line_that_moved_to_another_slide_is_one_finding() -> None:
    deck = values(*parts())
    first, second = deck.slides[0], deck.slides[1]
    line = first.shapes[1].paragraphs[-1]  # type: ignore[union-attr]
    one = replace(first.shapes[1], paragraphs=first.shapes[1].paragraphs[:-1])  # type: ignore[union-attr]
    two = replace(second.shapes[1], paragraphs=(line, *second.shapes[1].paragraphs))  # type: ignore[union-attr]
    slides = (
        replace(first, shapes=(first.shapes[0], one, *first.shapes[2:])),
        replace(second, shapes=(second.shapes[0], two, *second.shapes[2:])),
        *deck.slides[2:],
    )
    (finding,) = findings(replace(deck, slides=slides), *parts())
    assert (finding.kind, finding.place.number, finding.came_from) == ("moved", 2, 1)


def test_a_changed_title_keeps_its_number_out_of_the_text() -> None:
    deck = opened(*parts())
    title = deck.slides[1].shapes.title.text_frame.paragraphs[0]
    assert "2/" in title.text
    next(run for run in title.runs if "story" in run.text).text = "A short story"
    (finding,) = findings(deck, *parts())
    assert finding.item is not None and finding.edited is not None
    assert edited_markdown(finding.item, finding.edited) == "A short story"
    assert finding.also[:2] == ("slide 1", "slide 3")


def test_table_cells_rows_and_columns() -> None:
    deck = opened()
    table = next(s for s in deck.slides[6].shapes if s.has_table).table
    table.cell(1, 0).text_frame.paragraphs[0].runs[0].text = "Supervised well"
    assert [(f.kind, f.what) for f in findings(deck)] == [("text", "table cell, row 2, column 1")]
    rows = table._tbl.tr_lst
    rows[-1].addnext(copy.deepcopy(rows[-1]))
    table.cell(3, 0).text_frame.paragraphs[0].runs[0].text = "Reinforcement"
    table.cell(3, 1).text_frame.paragraphs[0].runs[0].text = "rewards"
    found = findings(deck)
    assert [(f.kind, f.detail) for f in found] == [("text", ""), ("table", "row 4 is new")]


def test_a_row_taken_out() -> None:
    deck = opened()
    table = next(s for s in deck.slides[6].shapes if s.has_table).table._tbl
    table.remove(table.tr_lst[1])
    assert [(f.kind, f.detail) for f in findings(deck)] == [("table", "row 2 was taken out")]


def test_a_whole_column_taken_out() -> None:
    deck = opened()
    table = next(s for s in deck.slides[6].shapes if s.has_table).table._tbl
    for row in table.tr_lst:
        row.remove(row.tc_lst[1])
    assert [(f.kind, f.detail) for f in findings(deck)] == [("table", "column 2 was taken out")]


def test_pictures_and_alternative_texts() -> None:
    deck = values()
    at = 5
    shapes = deck.slides[at].shapes
    place = next(n for n, shape in enumerate(shapes) if isinstance(shape, Picture))
    picture = shapes[place]
    assert isinstance(picture, Picture)

    def edited(*others: Picture) -> list[tuple[str, int]]:
        now = replace(deck.slides[at], shapes=(*shapes[:place], *others, *shapes[place + 1 :]))
        return kinds(findings(replace(deck, slides=(*deck.slides[:at], now, *deck.slides[at + 1 :]))))

    assert edited(replace(picture, alt="Another description")) == [("text", at + 1)]
    assert edited(replace(picture, sha256="0" * 64)) == [("picture-replaced", at + 1)]
    assert edited() == [("picture-removed", at + 1)]
    assert edited(picture, Picture("x", "A cat", "image/png", b"", "1" * 64)) == [("picture-added", at + 1)]
    assert edited(replace(picture, alt="")) == []  # a program lost it: nobody wrote nothing


def test_formulas_and_code_are_told_only() -> None:
    deck = opened()
    tags = {"t": "{http://schemas.openxmlformats.org/officeDocument/2006/math}t"}
    letter = next(e for e in deck.slides[3].shapes._spTree.iter(tags["t"]) if e.text == "w")
    letter.text = "v"
    code = next(s for s in deck.slides[7].shapes if s.name == "code-fit")
    code.text_frame.paragraphs[0].runs[0].text = "other"
    assert kinds(findings(deck)) == [("formula", 4), ("code", 8)]


def test_an_equation_that_became_a_picture_is_no_edit() -> None:
    deck = values()
    shapes = tuple(
        Picture(s.name, "", "image/png", b"", "2" * 64) if type(s).__name__ == "Formula" else s
        for s in deck.slides[3].shapes
    )
    slides = (*deck.slides[:3], replace(deck.slides[3], shapes=shapes), *deck.slides[4:])
    assert findings(replace(deck, slides=slides)) == ()


def test_notes_titles_and_footers() -> None:
    deck = opened()
    deck.slides[0].notes_slide.notes_text_frame.paragraphs[0].runs[0].text = "Welcome, all."
    deck.slides[1].shapes.title.text_frame.paragraphs[0].runs[0].text = "Examples or rules?"
    for made in deck.slides:
        for shape in made.placeholders:
            if "FOOTER" in str(shape.placeholder_format.type):
                shape.text_frame.paragraphs[0].runs[0].text = "Our school"
    found = sorted((f.kind, f.what, f.place.number) for f in findings(deck))
    assert found == [("footer", "footer", 1), ("text", "speaker note", 1), ("text", "title", 2)]


def test_a_text_box_and_a_chart_of_the_trainer() -> None:
    deck = opened()
    box = deck.slides[2].shapes.add_textbox(Inches(1), Inches(1), Inches(2), Inches(1))
    box.text_frame.text = "My own remark"
    (finding,) = findings(deck)
    assert (finding.kind, finding.new) == ("added", "My own remark")


def test_figures_of_one_slide_keep_their_words() -> None:
    slides = (slide("two-column", "Two", (), (figure("fig-a"),), (figure("fig-b"),)),)
    assert findings(values(*slides), *slides) == ()


@given(st.permutations(range(8)))
def test_the_fewest_are_moved(order: list[int]) -> None:
    moved = out_of_order(order)
    rest = [number for number in order if number not in moved]
    assert rest == sorted(rest)
    assert len(out_of_order(list(range(8)))) == 0
    if len(moved) > 1:
        for number in moved:  # none of them alone could have stayed
            kept = [n for n in order if n not in moved or n == number]
            assert kept != sorted(kept)


def test_a_new_slide_is_shown_as_markdown() -> None:
    deck = opened()
    layout = next(layout for layout in deck.slide_layouts if layout.name == "Content")
    new = deck.slides.add_slide(layout)
    new.shapes.title.text = "Homework"
    new.placeholders[1].text_frame.text = "Read on"
    new.notes_slide.notes_text_frame.text = "Until Monday"
    (finding,) = findings(deck)
    assert finding.kind == "slide-added"
    assert suggestion(finding) == "## Homework\n\n- Read on\n\n::: notes\nUntil Monday\n:::"
