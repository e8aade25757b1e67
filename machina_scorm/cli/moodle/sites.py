"""What the commands for several sites share: choosing sites, reading the course, asking."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import click

from machina_scorm.cli.console import open_project
from machina_scorm.errors import CheckFailed
from machina_scorm.moodle.profile import Profile, check_profile, find_profile, read_profiles
from machina_scorm.problems import Report
from machina_scorm.project import Project


def sites_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command SITE…, --group and --all."""
    for option in (
        click.option("--all", "every", is_flag=True, help="Every site that has a profile in moodle/sites/."),
        click.option("--group", "groups", multiple=True, metavar="NAME", help="The sites of this group."),
        click.argument("sites", nargs=-1, metavar="[SITE]..."),
    ):
        command = option(command)
    return command


def open_course(root: Path, profiles: Iterable[Profile]) -> Project:
    """Read the course. Raises CheckFailed where it has errors, or a profile names what the course does not have."""
    project, _ = open_project(root)
    report = Report()
    about = project.course
    for profile in profiles:
        check_profile(profile, about.about.languages, [unit.id for unit in about.units], report)
    if report.errors:
        raise CheckFailed(report)
    return project


def chosen_profiles(root: Path, sites: tuple[str, ...], groups: tuple[str, ...], every: bool) -> tuple[Profile, ...]:
    """Return the profiles that were asked for, canaries first. Raises CheckFailed with what is wrong in any of them."""
    if not (sites or groups or every):
        raise click.UsageError("say which: SITE…, --group NAME or --all")
    report = Report()
    found = {profile.name: profile for profile in read_profiles(root, report, groups)} if groups or every else {}
    for name in sites:
        profile = find_profile(root, name, report)
        if profile:
            found[name] = profile
    if report.errors:
        raise CheckFailed(report)
    if not found:
        raise click.UsageError("no site is in this group" if groups else "there is no profile in moodle/sites/ yet")
    return tuple(sorted(found.values(), key=lambda profile: (not profile.canary, profile.name)))
