"""Patches: what `git apply` and `patch` take, and what is rather left to a person."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from machina_scorm.readback.patch import Edit, make_patch
from machina_scorm.source import Source

PATH = "units/lu1/l1/slides.md"
TEXT = """\
## A title with *care* {.content #here}

- First point
- Second point that is long enough to be broken over two lines of the file,
  which is what editors do with such points when they are set up to do so

> Quoted words stand
> on two lines

![An alternative
text](figures/a.svg){#fig-a}
: A caption under it

| Kind | Learns from |
|------|-------------|
| One  | a \\| b      |
| Two  | c           |

::: note Mind the gap
Inside a box.
:::

The last paragraph has no end of line, `code here` and **bold
words** in it"""


def patched(*edits: Edit, text: str = TEXT, path: str = PATH) -> tuple[str, list[str]]:
    """The file with a patch applied by the patch's own lines, and the reasons of what was refused."""
    patch, refused = make_patch(edits, lambda wanted: text if wanted == path else None)
    return applied(text, patch), list(refused.values())


def applied(text: str, patch: str) -> str:
    """Apply a unified diff of one file strictly: every context line must be as it says."""
    if not patch:
        return text
    old = text.splitlines(keepends=True)
    new: list[str] = []
    place = 0
    lines = patch.replace("\n\\ No newline at end of file\n", "\0").splitlines(keepends=True)[2:]
    for line in (part for whole in lines for part in split_unended(whole)):
        if line.startswith("@@"):
            start = int(line.split()[1].split(",")[0].lstrip("-")) - 1
            new += old[place:start]
            place = start
        elif line[0] in " -":
            assert old[place] == line[1:]
            new += [line[1:]] if line[0] == " " else []
            place += 1
        else:
            new.append(line[1:])
    return "".join([*new, *old[place:]])


def split_unended(line: str) -> list[str]:
    return [part for part in line.split("\0") if part]


def edit(old: str, new: str, line: int, **more: object) -> Edit:
    return Edit(Source(PATH, line), old, new, **more)  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("old", "new", "line", "before", "after"),
    [
        ("A title with *care*", "Another", 1, "## A title with *care* {", "## Another {"),
        ("First point", "First of all", 3, "- First point\n", "- First of all\n"),
        (
            "Quoted words stand on two lines",
            "Quoted words lie on two lines",
            7,
            "> Quoted words stand",
            "> Quoted words lie",
        ),
        ("An alternative text", "Other words", 10, "![An alternative\ntext](", "![Other words]("),
        ("A caption under it", "A caption", 10, ": A caption under it\n", ": A caption\n"),
        ("Mind the gap", "Mind it", 19, "::: note Mind the gap\n", "::: note Mind it\n"),
        ("Inside a box.", "In a box.", 20, "\nInside a box.\n", "\nIn a box.\n"),
    ],
)
def test_every_place(old: str, new: str, line: int, before: str, after: str) -> None:
    assert TEXT.count(before) == 1
    assert patched(edit(old, new, line)) == (TEXT.replace(before, after), [])


def test_lines_that_did_not_change_stay() -> None:
    old = (
        "Second point that is long enough to be broken over two lines of the file, which is what editors do with such "
        "points when they are set up to do so"
    )
    new, refused = patched(edit(old, old.replace("editors", "teams"), 4))
    assert (new, refused) == (TEXT.replace("what editors", "what teams"), [])
    long, refused = patched(edit(old, old.replace("editors", "editors " * 20 + "and"), 4))
    assert refused == []
    assert all(len(line) <= 120 for line in long.split("\n"))
    assert "- Second point that is long enough to be broken over two lines of the file,\n  which" in long


def test_the_end_of_a_file_without_a_line_end() -> None:
    old = "The last paragraph has no end of line, `code here` and **bold words** in it"
    new, refused = patched(edit(old, old.replace("in it", "in there"), 23))
    assert refused == []
    assert new == TEXT.replace("words** in it", "words** in there")


def test_cells_of_one_row() -> None:
    cells = ("One", "a | b")
    new, refused = patched(
        edit("One", "Uno", 14, cells=cells, column=0), edit("a | b", "a | x", 14, cells=cells, column=1)
    )
    assert refused == []
    assert "| Uno  | a \\| x      |\n| Two  | c           |" in new
    longer, _ = patched(edit("c", "much longer than that", 14, cells=("Two", "c"), column=1))
    assert "| Two  | much longer than that |\n" in longer


@pytest.mark.parametrize(
    ("wrong", "reason"),
    [
        (edit("Not there", "x", 3), "otherwise"),
        (edit("First", "x", 3), "otherwise"),  # a part of a paragraph is not the paragraph
        (edit("A title with *care*", "a}", 1), "one line"),
        (edit("c", "x\ny", 14, cells=("Two", "c"), column=1), "one line"),
        (edit("c", "x", 14, cells=("Three", "c"), column=1), "otherwise"),
        (Edit(Source("gone.md", 1), "a", "b"), "not there any more"),
    ],
)
def test_what_is_not_surely_found_is_left_alone(wrong: Edit, reason: str) -> None:
    new, refused = patched(wrong)
    assert new == TEXT
    assert reason in refused[0]


def test_yaml_is_changed_where_nothing_can_go_wrong() -> None:
    text = 'title: A first unit\nhours: 2\nfunding:\n  text: "Paid by somebody"\n'
    at = "units/lu1/unit.yaml"

    def one(old: str, new: str, line: int) -> tuple[str, list[str]]:
        return patched(Edit(Source(at, line), old, new), text=text, path=at)

    assert one("A first unit", "A better unit", 1)[0].startswith("title: A better unit\n")
    assert 'text: "Paid by them"\n' in one("Paid by somebody", "Paid by them", 4)[0]
    for new in ("yes: no", "# no", "- a", '"x', "[a]", "& b", "it: is", "7"):
        changed, refused = one("A first unit", new, 1)
        assert changed == text and refused


def test_windows_line_ends_stay() -> None:
    text = TEXT.replace("\n", "\r\n")
    new, refused = patched(edit("First point", "First of all", 3), text=text)
    assert refused == []
    assert new == text.replace("- First point\r\n", "- First of all\r\n")


_POINT = st.text("abc de.,\u00e4\u03bb()", min_size=1, max_size=160).map(lambda s: " ".join(("Q", *s.split())))
_POINTS = st.lists(_POINT, min_size=1, max_size=6, unique=True)


@given(_POINTS, st.data())
def test_a_point_among_others_is_the_only_one_that_changes(points: list[str], data: st.DataObject) -> None:
    text = "## Title\n\n" + "".join(f"- {point}\n" for point in points)
    number = data.draw(st.integers(0, len(points) - 1))
    new = "New " + data.draw(st.sampled_from(["words", "word " * 40 + "end", "x"]))
    changed, refused = patched(edit(points[number], new, 3 + number), text=text)
    assert refused == []
    flat = changed.replace("\n  ", " ")
    assert flat == text.replace(f"- {points[number]}\n", f"- {new}\n", 1)


@pytest.mark.skipif(not shutil.which("git"), reason="git is not installed")
def test_git_takes_it(tmp_path: Path) -> None:
    for text in (TEXT, TEXT + "\n", TEXT.replace("\n", "\r\n")):
        file = tmp_path / PATH
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(text.encode())
        old = "The last paragraph has no end of line, `code here` and **bold words** in it"
        edits = (edit("First point", "Erster Punkt – „so“", 3), edit(old, old + " now", 23))
        patch, refused = make_patch(edits, lambda path, file=file: file.read_bytes().decode())  # type: ignore[misc]
        assert not refused
        (tmp_path / "a.patch").write_bytes(patch.encode())
        subprocess.run(["git", "apply", "--verbose", "a.patch"], cwd=tmp_path, check=True, capture_output=True)
        end = "\r\n" if "\r\n" in text else "\n"
        expected = text.replace("First point", "Erster Punkt – „so“").replace("words** in it", "words** in it now")
        assert file.read_bytes().decode() == expected, end
