"""Everything that was found in words, for the person who decides what becomes of it."""

from __future__ import annotations

import re
from collections.abc import Mapping

from machina_scorm.presentation import Item
from machina_scorm.readback.findings import Finding, Place
from machina_scorm.readback.markdown import Unmappable, new_markdown
from machina_scorm.readback.recipe import Proposal, ReadBack

_WHAT = {
    "text": "{what} changed",
    "added": "{what} added",
    "removed": "{what} taken out",
    "moved": "{what} moved",
    "slide-moved": "slide moved",
    "slide-added": "slide added",
    "slide-removed": "slide taken out",
    "slide-merged": "slide joined with another",
    "slide-duplicated": "slide copied",
    "picture-replaced": "picture replaced",
    "picture-added": "picture added",
    "picture-removed": "picture taken out",
    "object-added": "{what} added",
    "formula": "formula changed",
    "code": "line of code changed",
    "words": "{what} changed",
    "footer": "footer changed",
    "table": "table changed",
}
_BY_HAND = {
    "code": "code is edited in the source",
    "words": "these words are not the lesson's own: the interface's, a number's or a formula's",
    "footer": "the footer is the course's title, or its funding line: change it in units/course.yaml",
    "picture-replaced": "pictures are not read back: put the new one into figures/",
    "picture-added": "pictures are not read back: put it into figures/ and name it in slides.md",
}


def headline(finding: Finding) -> str:
    """Return what happened, in a few words."""
    return _WHAT[finding.kind].format(what=finding.what)


def where(place: Place) -> str:
    """Return a slide's number and title; one that is gone by its former number."""
    number = f"Slide {place.number}" if place.number else f"Former slide {place.was}"
    return f"{number} “{place.title}”" if place.title else number


def advice(proposal: Proposal, refused: str = "") -> tuple[str, ...]:
    """Return what else there is to say of a finding, one sentence each."""
    finding = proposal.finding
    lines = [finding.detail] if finding.detail else []
    lines += list(proposal.remarks)
    if proposal.done:
        lines.append("the course says so already")
    if finding.also:
        lines.append(f"the same text stands on: {'; '.join(finding.also)}")
    if proposal.elsewhere:
        lines.append(f"the same words stand at: {', '.join(map(str, proposal.elsewhere))}")
    by_hand = proposal.reason or refused or _BY_HAND.get(finding.kind, "")
    if by_hand and by_hand not in lines:
        lines.append(f"by hand: {by_hand}")
    return tuple(lines)


def suggestion(finding: Finding) -> str:
    """Return something new as Markdown to paste, "" where there is nothing to suggest."""
    if finding.kind == "added" and finding.edited is not None:
        return _markdown(finding.edited)
    if finding.kind == "table" and finding.detail.startswith("row "):
        return f"| {finding.new} |" if finding.new else ""
    if finding.kind == "slide-added":
        return _new_slide(finding)
    return ""


def _new_slide(finding: Finding) -> str:
    lines = [f"## {finding.place.title}", ""]
    notes: list[str] = []
    for item in finding.items:
        if item.kind == "text":
            lines.append(_markdown(item))
        elif item.kind == "note":
            notes += ["", _markdown(item)]
    return "\n".join([*lines, "", "::: notes", *notes[1:], ":::"] if notes else lines).strip()


def _markdown(item: Item) -> str:
    try:
        return new_markdown(item)
    except Unmappable:
        return ""


def summary(result: ReadBack) -> str:
    """Return in a sentence what deck it is."""
    lock, language = result.lock, result.language
    name = f"{language.name} ({lock.language})" if language else lock.language
    program = re.match(r"[^/$]+(?:/\d+(?:\.\d+)?)?", result.program)
    saved = f", saved by {program[0].replace('/', ' ')}" if program and "machina" not in result.program else ""
    return f"{result.name}: lesson {lock.lesson}, {name}{saved}"


def write_report(result: ReadBack, refused: Mapping[int, str], files: tuple[str, ...]) -> str:
    """Return the report as Markdown."""
    lines = [f"# What was changed in {result.name}", "", f"{summary(result)}.", ""]
    number = len(result.proposals)
    lines += [
        f"{number} change{'' if number == 1 else 's'}; {result.comparison.unchanged} texts and pictures as built."
    ]
    last: Place | None = None
    for count, proposal in enumerate(result.proposals):
        finding = proposal.finding
        if finding.place != last:
            lines += [*([""] if lines[-1] else []), f"## {where(finding.place)}", ""]
            last = finding.place
        lines += _entry(proposal, refused.get(count, ""))
    return "\n".join([*lines, *([""] if lines[-1] else []), "## What to do", "", *_steps(result, files)]) + "\n"


def _entry(proposal: Proposal, refused: str) -> list[str]:
    finding = proposal.finding
    at = f" (`{proposal.source}`)" if proposal.source else ""
    lines = [f"* **{headline(finding)}**{at}"]
    for name, words in (("was", finding.old), ("now", finding.new)):
        if words:
            lines += _quoted(name, words)
    if proposal.md not in ("", finding.new) and not proposal.done and not refused:
        lines += _quoted("to write", proposal.md)
    if words := suggestion(finding):
        lines += _quoted("to write, if you want it", words)
    lines += [part for line in advice(proposal, refused) for part in ("", f"  {line[0].upper()}{line[1:]}.")]
    return [*lines, ""]


def _quoted(name: str, words: str) -> list[str]:
    """Return words as a code block: whatever they hold, they are shown and not understood."""
    fence = "`" * max(3, max((len(run) for run in re.findall("`+", words)), default=0) + 1)
    return ["", f"  {name}:", "", f"    {fence}", *(f"    {line}" for line in words.split("\n")), f"    {fence}"]


def _steps(result: ReadBack, files: tuple[str, ...]) -> list[str]:
    lines = []
    for name in files:
        if name.endswith(".po"):
            lines.append(
                f"* `{name}` holds the changed translations, each marked as needing work. Look at each beside its old "
                "wording; what you agree with, put into the course's catalog of that name."
            )
        else:
            lines.append(f"* In the course's folder, `git apply {name}` (or `patch -p1 < {name}`) changes the sources.")
    lines.append("* What is listed above with “by hand”, and what was moved, added or taken out, only you can decide.")
    return [*lines, "* Nothing in the course was changed yet. Build the decks again when you are done."]
