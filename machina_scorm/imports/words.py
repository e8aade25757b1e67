"""The texts of a stored question → blocks and lines, by their format."""

from __future__ import annotations

import unicodedata
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import unquote

from machina_scorm.dialect import NoAssets, parse_blocks
from machina_scorm.imports import quoted
from machina_scorm.imports.html_to_blocks import Place, html_to_blocks, html_to_line
from machina_scorm.imports.inlines import plain_inline
from machina_scorm.imports.paragraphs import literal
from machina_scorm.imports.pictures import Pictures, data_uri
from machina_scorm.imports.stored import Draft, StoredFile, Words
from machina_scorm.model.blocks import Blocks, Image, Paragraph
from machina_scorm.model.text import Text, map_text
from machina_scorm.problems import Report
from machina_scorm.source import Source
from machina_scorm.units.questions.reading import SHORT

_PLUGIN = "@@PLUGINFILE@@/"


def answer_role(blocks: Blocks) -> Blocks:
    """Give one short paragraph the role that quiz.yaml's reader gives an option."""
    match blocks:
        case (Paragraph(text),) if len(text.md) <= SHORT:
            return (Paragraph(replace(text, role="answer")),)
        case _:
            return blocks


class Texts:
    """Turns the texts of one question."""

    def __init__(self, draft: Draft, pictures: Pictures) -> None:
        self._draft, self._pictures = draft, pictures
        self.source = draft.file.at(draft.line)

    def blocks(self, words: Words) -> Blocks:
        """Return a text as blocks."""
        text = words.text
        if not text.strip():
            return ()
        place = self._place(words)
        match words.format:
            case "plain":
                return literal(text, place)
            case "markdown":
                return self._markdown(text, place)
            case "moodle":
                return html_to_blocks(with_breaks(text), place)
            case _:
                return html_to_blocks(text, place)

    def line(self, html: str) -> Text:
        """Return one line of HTML as a Text in the role "answer"."""
        return html_to_line(html, self._place(Words(html)))

    def plain(self, text: str) -> Text:
        """Return one literal line as Markdown in the role "answer"."""
        return Text(unicodedata.normalize("NFC", plain_inline(" ".join(text.split()))), "answer", self.source)

    def accepted(self, words: Words) -> Text:
        """Return an accepted answer: literal, `*` is a wildcard; an escaped bar parts no spellings."""
        text = " ".join(words.text.split()).replace("|", "\\|")
        return Text(unicodedata.normalize("NFC", text), "answer", self.source)

    def _place(self, words: Words) -> Place:
        source = Source(self.source.path, words.line or self.source.line)
        return Place(source, self._draft.report, self._taker(words.files))

    def _taker(self, files: tuple[StoredFile, ...]) -> Callable[[str], tuple[Image | None, str]]:
        def take(address: str) -> tuple[Image | None, str]:
            if inside := data_uri(address):
                return self._pictures.take(*inside)
            if not address.startswith(_PLUGIN):
                return None, "it does not lie in this file"
            name = unquote(address.removeprefix(_PLUGIN)).partition("?")[0]
            found = next((file for file in files if file.name in (name, name.rpartition("/")[2])), None)
            if found is None:
                return None, "Moodle finds no such <file> beside this text"
            return self._pictures.take(found.name, found.data)

        return take

    def _markdown(self, text: str, place: Place) -> Blocks:
        """Moodle's Markdown has no `$` formulas, and lists of code need no language; the rest is CommonMark."""
        found = Report()
        blocks = parse_blocks(_as_dialect(text), place.source, found, NoAssets())
        if found.problems:
            reasons = "; ".join(dict.fromkeys(problem.message for problem in found.problems))
            hint = "look the text through: it stands there as it was written"
            place.warn("import-markdown", f"Markdown beyond the dialect ({reasons}): {quoted(text)}", hint)
            return literal(text, place)
        return map_text(blocks, lambda one: replace(one, source=place.source))


def with_breaks(text: str) -> str:
    """Return Moodle's auto-format as HTML: each line end is a break, except between tags (text_to_html)."""
    lines = text.split("\n")
    out = lines[0]
    for line in lines[1:]:
        between = out.rstrip().endswith(">") and line.lstrip().startswith("<")
        out += ("\n" if between or "<pre" in out.lower().rpartition("</pre")[2] else "<br>\n") + line
    return out


def _as_dialect(text: str) -> str:
    """Escape single `$`, and give listings without a language one."""
    lines, fence = [], ""
    for line in text.split("\n"):
        mark = line.strip()
        if not fence and mark.startswith(("```", "~~~")):
            fence = mark[: len(mark) - len(mark.lstrip(mark[0]))]
            line = f"{line}text" if mark == fence else line
        elif fence and mark.startswith(fence) and not mark.strip(fence[0]):
            fence = ""
        elif not fence:
            line = "$$".join(part.replace("$", "\\$") for part in line.split("$$"))
        lines.append(line)
    return "\n".join(lines)
