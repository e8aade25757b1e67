"""machina moodle diff."""

from __future__ import annotations

import difflib
import json
import re
import sys
from collections.abc import Iterator
from pathlib import Path

import click
from rich.markup import escape

from machina_scorm.cli.console import course_root, json_option, out, print_json, project_option
from machina_scorm.cli.moodle.sites import chosen_profiles, open_course
from machina_scorm.errors import MoodleError
from machina_scorm.moodle import api
from machina_scorm.moodle.desired import DesiredCourse, Item
from machina_scorm.moodle.profile import connect
from machina_scorm.moodle.sync.fields import owned_fields, same
from machina_scorm.moodle.sync.read import read_course
from machina_scorm.rollout import Rollout

_TAG = re.compile(r"(</(?:p|li|h\d|div|section|details|tr|ul|ol|table|pre|dl|dd|dt)>|<br ?/?>)")


@click.command()
@click.argument("site")
@click.argument("key")
@project_option
@json_option
def diff(site: str, key: str, folder: Path | None, as_json: bool) -> None:
    """Show how an item on a site differs from the course: field by field, texts line by line.

    \b
    KEY is an item's key, as `machina moodle plan` shows it: what is there is
    marked with -, what the course has with +.
    Exit code 0: no difference. 1: they differ.
    """
    root = course_root(folder)
    (profile,) = chosen_profiles(root, (site,), (), False)
    project = open_course(root, (profile,))
    rollout = Rollout(project, root / "dist")
    client, namespace = connect(profile, root), rollout.namespace(profile)
    facts = api.get_site(client, namespace)
    course, item = find_item(rollout.courses(profile, facts), key)
    state = read_course(client, namespace, course.key)
    now = state.item(key) if state else None
    if state is None or now is None:
        raise MoodleError(f"{profile.name} does not have {key}", hint="`machina moodle plan` says what it would make")
    if not now.live:
        raise MoodleError(f"somebody on {profile.name} deleted {key}", hint=f"--recreate '{key}' makes it again")
    if item.kind == "question":
        _question(item, now.desiredhash, now.drift, as_json)
    wanted = owned_fields(item.kind, item.wanted)
    content = api.get_content(client, namespace, state.id, {key: tuple(wanted)}).get(key, {})
    differing = {
        name: (content.get(name), value) for name, value in wanted.items() if not same(content.get(name), value)
    }
    if as_json:
        fields = {name: {"site": there, "course": here} for name, (there, here) in differing.items()}
        print_json({"key": key, "site": profile.name, "drifted": list(now.drifted), "fields": fields})
    else:
        console = out()
        for name, (there, here) in sorted(differing.items()):
            changed = " [yellow](changed on the site)[/]" if name in now.drifted else ""
            console.print(f"[bold]{escape(name)}[/]{changed}")
            for line in _lines(there, here):
                colour = {"-": "red", "+": "green"}.get(line[:1], "dim")
                console.print(f"  [{colour}]{escape(line)}[/]")
        if not differing:
            console.print(f"[green]No difference[/] between {escape(profile.name)} and the course in {escape(key)}.")
    sys.exit(1 if differing else 0)


def find_item(courses: tuple[DesiredCourse, ...], key: str) -> tuple[DesiredCourse, Item]:
    """Return an item and its course by its key. Raises MoodleError, naming what is near."""
    known = {item.key: (course, item) for course in courses for item in course.items}
    if key not in known:
        close = difflib.get_close_matches(key, known, 3)
        hint = f"did you mean {' or '.join(close)}?" if close else "`machina moodle plan --json` lists every key"
        raise MoodleError(f"the course has no item {key!r}", hint=hint)
    return known[key]


def _question(item: Item, desired: str, drift: bool, as_json: bool) -> None:
    """Say how a question stands: Moodle's plugin does not hand out its text."""
    same_text = desired == item.digest and not drift
    told = "edited on the site" if drift else "as written last" if not same_text else "the same"
    if as_json:
        print_json({"key": item.key, "same": same_text, "edited_on_site": drift})
    else:
        out().print(f"{escape(item.key)}: {told}" + ("" if same_text else "; the course's text is another or newer"))
    sys.exit(0 if same_text else 1)


def _lines(there: object, here: object) -> Iterator[str]:
    before, after = _split(there), _split(here)
    found = list(difflib.unified_diff(before, after, lineterm="", n=1))
    return iter(line for line in found[2:] if not line.startswith("@@"))


def _split(value: object) -> list[str]:
    if value is None:
        return []
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True)
    return [line.strip() for line in _TAG.sub(r"\1\n", text).splitlines() if line.strip()]
