"""What the commands for several sites share: choosing sites, reading the course, asking."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from machina_scorm.errors import CheckFailed
from machina_scorm.moodle.profile import Profile, find_profile, read_profiles
from machina_scorm.problems import Report

_SITES = "Names of profiles in moodle/sites/."


def sites_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command SITE…, --group and --all."""
    for option in (
        click.option("--all", "every", is_flag=True, help="Every site that has a profile in moodle/sites/."),
        click.option("--group", "groups", multiple=True, metavar="NAME", help="The sites of this group."),
        click.argument("sites", nargs=-1, metavar="[SITE]..."),
    ):
        command = option(command)
    return command


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
