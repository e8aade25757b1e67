"""The hand-over kit: for a site without the plugin, the files of one language and a checklist to put them in by hand.

What is in a language's delivery is deployment.py's; here it is arranged and the page is made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from jinja2 import Environment

from machina_scorm.deployment import Delivery
from machina_scorm.errors import MoodleError
from machina_scorm.moodle.client import Client
from machina_scorm.moodle.multipart import Payload
from machina_scorm.project import Localised
from machina_scorm.resources import resource
from machina_scorm.store import Entry
from machina_scorm.templating import html_templates

#: Which step of the checklist a format belongs to; others are listed at its end.
_STEPS = {"scorm12": "lessons", "scorm2004": "lessons", "deck": "slides", "moodle-xml": "banks"}
#: Formats that a site with the others has no use for.
_LEFT_OUT = frozenset({"gift"})


@dataclass(frozen=True, slots=True)
class KitFile:
    """A file of the kit: where it is, its path below the kit's folder, the title of its lesson or unit."""

    source: Path
    name: str
    title: str
    step: str

    @property
    def href(self) -> str:
        """The file as the checklist, which lies beside it, links to it."""
        return self.name


@dataclass(frozen=True, slots=True)
class Kit:
    """One language's kit. `checklist` is the name of its page, `page` the page."""

    language: str
    files: tuple[KitFile, ...]
    checklist: str
    page: str


def make_kit(delivery: Delivery, localised: Localised) -> Kit:
    """Return the kit of a language; the same files give the same kit."""
    titles = dict(_titles(localised))
    kept = tuple((entry, path) for entry, path in delivery.files if entry.format not in _LEFT_OUT)
    files = tuple(_file(entry, path, titles) for entry, path in kept)
    steps: dict[str, list[KitFile]] = {"lessons": [], "slides": [], "banks": [], "others": []}
    played = {_about(entry) for entry, _ in delivery.files if entry.format == "scorm12"}
    for (entry, _), file in zip(kept, files, strict=True):
        # One activity for a lesson: of its two packages the one that Moodle and its app handle best.
        twice = entry.format == "scorm2004" and _about(entry) in played
        steps["others" if twice else file.step].append(file)
    page = (
        _templates()
        .get_template("checklist.html.j2")
        .render(
            ui=localised.edition.ui.starting("kit."),
            language=localised.edition.language,
            course=localised.edition.about.title.md,
            style=resource("templates/kit/kit.css").read_text("utf-8"),
            **steps,
        )
    )
    code = delivery.language.code
    return Kit(code, files, f"checklist-{code}.html", page)


def upload_kit(client: Client, kits: tuple[Kit, ...]) -> None:
    """Put the kits into the private files of the token's user, below machina/<language>/; older ones are replaced.

    Calls: upload.php, core_user_add_user_private_files. Raises MoodleError, with what to do where the token's service
    lacks the function.
    """
    draft = 0
    for kit in kits:
        folder = f"/machina/{kit.language}/"
        draft = client.upload(Payload.of(kit.page.encode(), kit.checklist), draft, folder)
        for file in kit.files:
            draft = client.upload(Payload.of(file.source, file.name), draft, folder)
    try:
        client.write("core_user_add_user_private_files", {"draftid": draft}, confirm=None)
    except MoodleError as error:
        hint = (
            "add the function core_user_add_user_private_files to the token's service on the site, "
            "or write the kit to a folder with --out"
        )
        raise MoodleError(error.message, error.where, error.hint or hint) from None


def _titles(localised: Localised) -> Iterator[tuple[str, str]]:
    for unit in localised.units:
        yield unit.id, unit.title.md
        for lesson in unit.lessons:
            yield lesson.id, lesson.title.md
            yield f"{unit.id}/{lesson.id}", lesson.title.md


def _about(entry: Entry) -> str:
    """Return which lesson or unit an artefact is made of: its key without format and language."""
    return entry.key.split(":")[0]


def _file(entry: Entry, path: Path, titles: dict[str, str]) -> KitFile:
    title = titles.get(_about(entry), "")
    return KitFile(path, path.name, title, _STEPS.get(entry.format, "others"))


@cache
def _templates() -> Environment:
    return html_templates("templates/kit")
