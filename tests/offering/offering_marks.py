"""What tests ask of an item: fields that the plugin knows, HTML that is whole."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

from machina_scorm.moodle.desired import Item

_README = Path(__file__).resolve().parents[2] / "moodle" / "local_machina" / "README.md"
_VOID = {"br", "img", "hr", "wbr", "col", "input", "meta", "link"}
_MAPS = ("settings", "completion", "files")


@cache
def _rows() -> dict[str, frozenset[str]]:
    """The table of specifications in the plugin's README: what → the names in its second column."""
    table = _README.read_text("utf-8").split("### Specifications")[1].split("###")[0]
    found: dict[str, frozenset[str]] = {}
    for what, fields in re.findall(r"^\| (.+?) \| (.+) \|$", table, re.M):
        found[what.replace("`", "").strip("– ")] = frozenset(re.findall(r"`(\w+)`", fields))
    return found


def allowed(item: Item) -> list[str]:
    """Return what of an item's specification the plugin does not know."""
    rows = _rows()
    if item.kind == "question":
        return sorted(set(item.spec) - {"category", "xml"})
    if item.kind != "cm":
        known = rows[{"qcategory": "question category", "slots": "quiz slots"}.get(item.kind, item.kind)]
        extra = set(item.spec) - known
        if item.kind == "slots":
            extra |= {name for slot in item.spec["slots"] for name in slot} - known
        return sorted(extra)
    own = [names for what, names in rows.items() if what.split(" ")[0] == item.modname]
    known = frozenset().union(rows["every activity"], *own)
    extra = set(item.spec) - known
    inner: dict[str, Any] = {"settings": known, "completion": rows["completion"]}
    for name in ("settings", "completion"):
        extra |= {f"{name}.{each}" for each in item.spec.get(name, {}) if each not in inner[name]}
    empty = [name for name in _MAPS if name in item.spec and not item.spec[name]]
    return sorted(extra) + empty


def htmls(item: Item) -> Iterator[str]:
    """Yield every HTML of an item."""
    for field in ("summary", "intro", "content", "info"):
        if field in item.spec:
            yield item.spec[field]
    for band in item.spec.get("feedback", ()):
        yield band["text"]


class _Reader(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.languages: list[str] = []
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        if len(values) != len(attrs):
            self.found.append(f"<{tag}> has an attribute twice")
        if "lang" in values:
            self.languages.append(values["lang"] or "")
        if "class" in values and "language-" not in (values["class"] or "") and tag in ("span", "code"):
            known = {"text-muted", "keep"}
            self.found += [f"<{tag} class={name}>" for name in (values["class"] or "").split() if name not in known]
        if tag == "img" and not (values.get("src") or "").startswith("@@PLUGINFILE@@/"):
            self.found.append("a picture without its file")
        if tag == "script":
            self.found.append("a script")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        if tag in _VOID:
            return
        if not self.open or self.open.pop() != tag:
            self.found.append(f"</{tag}> closes something else")


def mistakes(html: str, language: str) -> list[str]:
    """Return what is wrong with HTML that is to be in one language."""
    reader = _Reader()
    reader.feed(html)
    reader.close()
    others = {code for code in reader.languages if code != language}
    return [
        *reader.found,
        *(f"<{tag}> stays open" for tag in reader.open),
        *(f"in {code}" for code in sorted(others)),
        *(() if reader.languages[:1] == [language] else ("does not say its language",)),
        *(("braces are left",) if re.search(r"\{\{|\{%|\{\w+\}", _without_code(html)) else ()),
    ]


def _without_code(html: str) -> str:
    return re.sub(r"<(code|pre|math)\b.*?</\1>", "", html, flags=re.S)
