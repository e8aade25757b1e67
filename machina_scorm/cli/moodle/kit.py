"""machina moodle kit."""

from __future__ import annotations

from pathlib import Path

import click

from machina_scorm.cli.console import count, course_root, project_option
from machina_scorm.deployment import deliveries
from machina_scorm.errors import CheckFailed
from machina_scorm.handover import make_kit, upload_kit
from machina_scorm.moodle.profile import Profile, connect, find_profile
from machina_scorm.problems import Report
from machina_scorm.project import localise_project, read_project
from machina_scorm.store import replace_file


@click.command()
@click.argument("site", required=False)
@click.option("--lang", "languages", multiple=True, metavar="CODE", help="Only this language (may be repeated).")
@click.option(
    "--out",
    "target",
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Write the kit to this folder: one folder for each language.",
)
@click.option("--upload", is_flag=True, help="Put it into the private files of the token's user on SITE.")
@project_option
def kit(site: str | None, languages: tuple[str, ...], target: Path | None, upload: bool, folder: Path | None) -> None:
    """Make ready what is put into a site without the plugin by hand.

    Packages, slides and question banks from dist/, and for each language a
    checklist, click by click, to open in the browser. With SITE only the
    languages and units of its profile.
    """
    if target is None and not upload:
        raise click.UsageError("say where: --out DIR, or SITE and --upload")
    if upload and not site:
        raise click.UsageError("--upload needs a SITE")
    root = course_root(folder)
    profile = _profile(root, site) if site else None
    report = Report()
    project = read_project(root, report)
    if project is None or report.errors:
        raise CheckFailed(report)
    codes = languages or (profile.languages if profile else ())
    built = deliveries(project, root / "dist", codes, profile.units if profile else ())
    kits = tuple(make_kit(one, localise_project(project, one.language.code)) for one in built)
    for one in kits if target else ():
        assert target is not None
        place = target / one.language
        for file in one.files:
            replace_file(place / file.name, file.source.read_bytes())
        replace_file(place / one.checklist, one.page.encode())
        click.echo(f"{place / one.checklist}: with {count(len(one.files), 'file')}")
    if upload and profile:
        upload_kit(connect(profile, root), kits)
        number = sum(len(one.files) + 1 for one in kits)
        click.echo(f"{profile.name}: {count(number, 'file')} in the private files of the token's user, below machina/")


def _profile(root: Path, site: str) -> Profile:
    report = Report()
    profile = find_profile(root, site, report)
    if profile is None:
        raise CheckFailed(report)
    return profile
