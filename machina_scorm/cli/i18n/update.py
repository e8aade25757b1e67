"""machina i18n update."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from machina_scorm.cli.console import count, course_root, err, out, print_problems, project_option
from machina_scorm.errors import CheckFailed
from machina_scorm.i18n.update import update_catalogs
from machina_scorm.problems import Report
from machina_scorm.project import Project, read_project, translatable
from machina_scorm.store import replace_with_backup


@click.command()
@project_option
@click.option("--dry-run", is_flag=True, help="Say what would change, write nothing; exit 1 if anything would.")
def update(folder: Path | None, dry_run: bool) -> None:
    """Bring templates and catalogs up to the course: new texts empty, changed ones marked, old ones kept at the end."""
    root, report = course_root(folder), Report()
    project = read_project(root, report, with_catalogs=False)
    if project is None or any(not problem.source.path.endswith(".po") for problem in report.errors):
        raise CheckFailed(report)
    report = Report()
    changed = _changed(root, project, report)
    for path, text in changed.items():
        if not dry_run:
            replace_with_backup(root / path, text.encode())
        out().print(path)
    print_problems(report, err())
    verb = "would change" if dry_run else "changed"
    out().print(f"{count(len(changed), 'file')} {verb}")
    sys.exit(1 if report.errors or (dry_run and changed) else 0)


def _changed(root: Path, project: Project, report: Report) -> dict[str, str]:
    """Return path → text of every file that is not what it should be; line ends do not count."""
    files = sorted(path for ending in ("po", "pot") for path in root.glob(f"i18n/*/*.{ending}"))
    old = {path.relative_to(root).as_posix(): path.read_bytes() for path in files}
    about = project.course.about
    new = update_catalogs(translatable(project), project.languages, about.language, old, report, about.id)
    return {path: text for path, text in new.items() if old.get(path, b"").replace(b"\r\n", b"\n") != text.encode()}
