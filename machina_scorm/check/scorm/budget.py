"""What a package may weigh and what a learner's state may: megabytes on a phone, characters in an LMS's field."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import PurePosixPath

from machina_scorm.check.scorm.inside import Entry
from machina_scorm.check.scorm.pages import Page, lesson_data
from machina_scorm.export.player.questions import suspend_length
from machina_scorm.problems import Problem, Severity
from machina_scorm.source import Source

#: cmi.suspend_data in SCORM 1.2 (RTE 3.4.4); the player keeps to it in 2004 too, so that both forms hold the same.
SUSPEND_LENGTH = 4096
#: Bytes in the zip for one lesson, media left out; each further language of a package adds a part of it.
BUDGET = 100 * 1024
_LANGUAGE_SHARE = 0.3

_MEDIA = frozenset(
    {
        *(".png", ".jpg", ".jpeg", ".gif", ".webp", ".avif", ".mp4", ".webm", ".ogv", ".m4v", ".mov"),
        *(".mp3", ".m4a", ".ogg", ".oga", ".wav", ".pdf", ".pptx", ".docx", ".xlsx", ".zip", ".woff", ".woff2", ".ttf"),
        *(".xsd", ".dtd"),
    }
)


def check_budget(
    entries: Mapping[str, Entry], place: Source, budget: int, lessons: int, languages: int, ours: bool
) -> Iterator[Problem]:
    """Yield a remark if the packed files besides media exceed `budget` bytes for each of the `lessons`."""
    size = sum(entry.packed for name, entry in entries.items() if PurePosixPath(name).suffix.lower() not in _MEDIA)
    allowed = round(budget * max(lessons, 1) * (1 + _LANGUAGE_SHARE * (max(languages, 1) - 1)))
    if size > allowed:
        what = "1 lesson" if lessons <= 1 else f"{lessons} lessons"
        if languages > 1:
            what += f" in {languages} languages"
        message = f"{size / 1024:,.0f} KB without media for {what}; the budget is {allowed / 1024:,.0f} KB"
        hint = "learners on phones wait for it, a site stores it once per course"
        yield Problem("size-budget", message, place, hint, Severity.WARNING if ours else Severity.INFO)


def check_state(page: Page) -> Iterator[Problem]:
    """Estimate the longest state of a lesson of ours; other packages do not say what they store."""
    for script, data in lesson_data(page):
        if data is None:
            message = "the lesson's data cannot be read"
            yield page.problem("lesson-data", message, "build the package again", script, Severity.ERROR)
            continue
        length = suspend_length(data)
        if length > SUSPEND_LENGTH:
            hint = "make two lessons of it: with every question answered, in-page answers would be forgotten"
            message = f"the learner's state can take {length} of {SUSPEND_LENGTH} characters, written answers left out"
            yield page.problem("suspend-data", message, hint, script, Severity.WARNING)
