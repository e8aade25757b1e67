"""machina moodle adopt, retire, rename: who looks after what on a site."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import click
from rich.console import Console
from rich.markup import escape

from machina_scorm import __version__
from machina_scorm.cli.console import count, course_root, out, project_option
from machina_scorm.cli.moodle.diff import find_item
from machina_scorm.cli.moodle.sites import chosen_profiles, open_course
from machina_scorm.errors import MoodleError
from machina_scorm.moodle import api
from machina_scorm.moodle.client import Client
from machina_scorm.moodle.profile import Profile, connect
from machina_scorm.moodle.sync.compare import learners_of
from machina_scorm.moodle.sync.matching import Match, matches
from machina_scorm.moodle.sync.read import read_course
from machina_scorm.moodle.sync.reasons import reason_of
from machina_scorm.moodle.values import CourseState, Outcome, Run
from machina_scorm.rollout import Rollout

_KINDS = {"course": "course", "section": "section", "cm": "cm", "qcategory": "qcategory", "question": "question"}
yes_option = click.option("--yes", is_flag=True, help="Do not ask.")


@click.command()
@click.argument("site")
@click.argument("key")
@click.argument("number", type=click.IntRange(min=1), metavar="ID")
@click.option("--match", is_flag=True, help="Of a course: take over also sections and activities of the same name.")
@click.option("--takeover", is_flag=True, help="Take it over from another project.")
@yes_option
@project_option
def adopt(site: str, key: str, number: int, match: bool, takeover: bool, yes: bool, folder: Path | None) -> None:
    """Take over what somebody built by hand on a site, so that plans look after it.

    \b
    KEY is what it is in the course, as `machina moodle plan` shows it. ID is
    the number in its address on the site: of a course (course/view.php?id=),
    of an activity (mod/…/view.php?id=), a section, a question category.
    Nothing of it changes until the next plan is applied.
    """
    root = course_root(folder)
    profile, rollout, client = _open(root, site)
    facts = api.get_site(client, rollout.namespace(profile))
    course, item = find_item(rollout.courses(profile, facts), key)
    if item.kind not in _KINDS:
        raise MoodleError(f"{key} is no thing of its own on a site", hint="adopt its course, quiz or section")
    console = out()
    if item.kind == "course":
        state = read_course(client, rollout.namespace(profile), number)
        if state is None:
            raise MoodleError(
                f"{profile.name} has no course {number}", hint="its number is in its address: view.php?id="
            )
        found = matches(course, state) if match else ()
        console.print(f"{escape(state.fullname)} [dim]becomes[/] {escape(course.name)} [dim]({escape(key)})[/]")
        for one in found:
            console.print(
                f"  {one.item.modname or one.item.kind} “{escape(one.item.name)}” [dim]{escape(one.item.key)}[/]"
            )
    else:
        managed = read_course(client, rollout.namespace(profile), course.key)
        if managed is None or not managed.item(course.key):
            raise MoodleError(
                f"the project does not manage {course.key} on {profile.name}", hint="adopt the course first"
            )
        state, found = managed, ()
        console.print(
            f"{item.modname or item.kind} {number} [dim]becomes[/] “{escape(item.name)}” [dim]({escape(key)})[/]"
        )
    if not yes and not click.confirm("Take it over?", err=True):
        raise click.Abort
    with _run(client, rollout.namespace(profile), "adopt") as run:
        done = [api.adopt(client, run, state.id, key, item.kind, number, takeover=takeover)]
        done += [_adopt_match(client, run, state, one) for one in found if done[0].wrote]
    _finish(done, console, "Next: machina moodle plan says what would be written to it.")


@click.command()
@click.argument("site")
@click.argument("keys", nargs=-1, required=True, metavar="KEY...")
@click.option(
    "--mode",
    type=click.Choice(["hide", "unmanage", "delete"]),
    default="hide",
    show_default=True,
    help="hide it from learners; leave it to the site's teachers; delete it.",
)
@yes_option
@click.option("--confirm-deletions", type=int, metavar="N", help="With --yes: how many items are deleted.")
@project_option
def retire(
    site: str, keys: tuple[str, ...], mode: str, yes: bool, confirm_deletions: int | None, folder: Path | None
) -> None:
    """Hide, hand over or delete items on a site. Deleting is counted, and asks for the number."""
    root = course_root(folder)
    profile, rollout, client = _open(root, site)
    namespace = rollout.namespace(profile)
    places = _places(client, namespace, keys)
    learners = sum(learners_of(item) > 0 for state, mine in places for item in state.items if item.key in mine)
    console = out()
    for state, mine in places:
        for item in (item for item in state.items if item.key in mine):
            attempts = f" [red]{count(learners_of(item), 'attempt')} of learners[/]" if learners_of(item) else ""
            console.print(f"{mode} “{escape(item.name)}” [dim]{escape(item.key)}[/]{attempts}")
    if mode == "delete":
        said = f"{count(len(keys), 'item')} will be deleted"
        if yes and confirm_deletions != len(keys):
            raise click.UsageError(f"{said}: say --confirm-deletions {len(keys)}")
        if not yes and click.prompt(f"{said}. Type their number to go on", err=True).strip() != str(len(keys)):
            raise click.Abort
    elif not yes and not click.confirm("Go on?", err=True):
        raise click.Abort
    done: list[Outcome] = []
    with _run(client, namespace, "retire") as run:
        for state, mine in places:
            confirm = sum(learners_of(item) > 0 for item in state.items if item.key in mine) if learners else 0
            done += api.retire(client, run, state.id, sorted(mine), mode, confirm if mode == "delete" else 0)
    _finish(done, console)


@click.command()
@click.argument("site")
@click.argument("old")
@click.argument("new")
@project_option
def rename(site: str, old: str, new: str, folder: Path | None) -> None:
    """Give an item on a site another key: after a lesson or unit has been renamed in the course."""
    root = course_root(folder)
    profile, rollout, client = _open(root, site)
    namespace = rollout.namespace(profile)
    ((state, _),) = _places(client, namespace, (old,))
    with _run(client, namespace, "rename") as run:
        done = [api.rename_key(client, run, state.id, old, new)]
    _finish(done, out())


def _open(root: Path, site: str) -> tuple[Profile, Rollout, Client]:
    (profile,) = chosen_profiles(root, (site,), (), False)
    if profile.read_only:
        raise MoodleError(f"{site} is read_only", str(profile.source), "take read_only out of its profile to write")
    project = open_course(root, (profile,))
    return profile, Rollout(project, root / "dist"), connect(profile, root)


def _places(client: Client, namespace: str, keys: Sequence[str]) -> list[tuple[CourseState, frozenset[str]]]:
    """Return the courses that hold these items, with the keys in each. Raises MoodleError, naming those not there."""
    facts = api.get_site(client, namespace)
    left, found = set(keys), []
    for entry in facts.courses:
        state = read_course(client, namespace, entry.id) if left and entry.status == "live" else None
        mine = frozenset(left & {item.key for item in state.items}) if state else frozenset()
        if state and mine:
            found.append((state, mine))
            left -= mine
    if left:
        hint = "`machina moodle plan` shows the keys; a key that is in several courses is taken from the first"
        raise MoodleError(f"the site does not have {', '.join(sorted(left))}", hint=hint)
    return found


def _adopt_match(client: Client, run: Run, state: CourseState, one: Match) -> Outcome:
    return api.adopt(client, run, state.id, one.item.key, one.item.kind, one.objectid)


@contextmanager
def _run(client: Client, namespace: str, what: str) -> Iterator[Run]:
    """Hold the lease of the project while something is written. Raises MoodleError where somebody else has it."""
    run = api.begin_run(client, namespace, {"client": f"machina-scorm {__version__}", "plan": what}, ttl=60)
    if not run.runid:
        raise MoodleError("somebody else is writing to this site", client.url, "wait until that is done")
    try:
        yield run
    finally:
        api.end_run(client, run, {what: 1})


def _finish(done: Sequence[Outcome], console: Console, then: str = "") -> None:
    for one in done:
        if one.wrote:
            console.print(f"[green]{one.status}[/] {escape(one.key)}")
        else:
            console.print(f"[red]{one.status}[/] {escape(one.key)}: {escape(reason_of(one))}")
    if not all(one.wrote for one in done):
        sys.exit(1)
    if then:
        console.print(then)
