"""machina i18n check."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

import click
from rich.console import Console
from rich.table import Table

from machina_scorm.cli.console import (
    count,
    course_root,
    err,
    json_option,
    out,
    print_json,
    print_problems,
    problem_json,
    project_option,
)
from machina_scorm.errors import CheckFailed
from machina_scorm.i18n.catalog import Catalog
from machina_scorm.i18n.checks import AnyCheck, checks, nearest, rules_of
from machina_scorm.i18n.waivers import WAIVER_RULES
from machina_scorm.problems import Problem, Report, Severity
from machina_scorm.project import Project, catalog_paths, check_translations, find_root, read_project
from machina_scorm.translations.boxes import BOX_RULES, check_boxes

_COLOURS = {Severity.ERROR: "red", Severity.WARNING: "yellow", Severity.INFO: "cyan"}


@click.command()
@click.argument("paths", nargs=-1, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@project_option
@json_option
@click.option("--lang", "languages", multiple=True, metavar="CODE", help="Only this language; may be given again.")
@click.option(
    "--unit", "units", multiple=True, metavar="ID", help="Only this catalog: a unit's id, course, glossary, ui."
)
@click.option("--rule", "rules", multiple=True, metavar="ID", help="Only this rule; may be given again.")
@click.option("--all", "every", is_flag=True, help="List remarks too, instead of counting them.")
@click.option("--strict", is_flag=True, help="Exit 1 on warnings too.")
@click.option("--rules", "list_rules", is_flag=True, help="List every rule: what it compares, and why.")
def check(
    paths: tuple[Path, ...],
    folder: Path | None,
    as_json: bool,
    languages: tuple[str, ...],
    units: tuple[str, ...],
    rules: tuple[str, ...],
    every: bool,
    strict: bool,
    list_rules: bool,
) -> None:
    """Check the translations against the course, or only the PO files at PATHS: one line per problem, errors last.

    A rule is waived for one entry by a translator's comment above it: `# machina: ignore=RULE because …`.
    """
    if list_rules:
        _list_rules(as_json)
        return
    chosen = _choose(rules)
    root = find_root(paths[0].resolve().parent) if paths and folder is None else course_root(folder)
    project, report = _open(root)
    catalogs = _catalogs(project, root, paths, languages, units)
    broken = [problem for problem in report if problem.source.path in catalogs] if not rules else []
    by_language = _by_language([*broken, *check_translations(project, catalogs, chosen)], catalogs)
    codes = {catalog.language.code for catalog in catalogs.values()}
    for code, problem in check_boxes(project, codes, {Path(path).stem for path in catalogs}, rules):
        by_language[code].append(problem)
    problems = list(Report([problem for found in by_language.values() for problem in found]))
    if as_json:
        summaries = [_summary(code, found, catalogs) for code, found in by_language.items()]
        print_json({"languages": summaries, "problems": [problem_json(problem) for problem in problems]})
    else:
        _print(problems, by_language, catalogs, every or bool(rules))
    bad = (Severity.ERROR, Severity.WARNING) if strict else (Severity.ERROR,)
    sys.exit(1 if any(problem.severity in bad for problem in problems) else 0)


def _choose(rules: Sequence[str]) -> tuple[AnyCheck, ...]:
    """Return the checks that have these rules, all if there are none; a rule that does not exist is a usage error."""
    known = (*rules_of(checks()), *BOX_RULES)
    for rule in rules:
        if rule not in known:
            raise click.UsageError(f"there is no rule {rule!r} — {nearest(rule, known)}")
    return tuple(each for each in checks() if not rules or {each.rule, *each.also} & {*rules})


def _open(root: Path) -> tuple[Project, Report]:
    """Read the course. What is wrong in PO files is for the checks; any other error would make them wrong."""
    report = Report()
    project = read_project(root, report)
    if project is None or any(not problem.source.path.endswith(".po") for problem in report.errors):
        raise CheckFailed(report)
    return project, report


def _catalogs(
    project: Project, root: Path, paths: Sequence[Path], languages: Sequence[str], units: Sequence[str]
) -> dict[str, Catalog]:
    """Return the catalogs that are asked for, by path; a name that none has is a usage error."""
    found = catalog_paths(project)
    for code in languages:
        project.language(code)
    names = {Path(path).stem for path in found}
    for unit in units:
        if unit not in names:
            raise click.UsageError(f"no catalog is called {unit!r}; there are: {', '.join(sorted(names))}")
    wanted = set()
    for path in paths:
        resolved = path.resolve()
        inside = resolved.relative_to(root.resolve()).as_posix() if resolved.is_relative_to(root.resolve()) else ""
        if inside not in found:
            raise click.UsageError(f"{path} is no catalog of this course; `machina i18n update` makes i18n/fr/lu1.po …")
        wanted.add(inside)
    return {
        path: catalog
        for path, catalog in found.items()
        if (not wanted or path in wanted)
        and (not languages or catalog.language.code in languages)
        and (not units or Path(path).stem in units)
    }


def _by_language(problems: Collection[Problem], catalogs: dict[str, Catalog]) -> dict[str, list[Problem]]:
    found: dict[str, list[Problem]] = {catalog.language.code: [] for catalog in catalogs.values()}
    for problem in problems:
        found[catalogs[problem.source.path].language.code].append(problem)
    return found


def _counts(problems: Collection[Problem]) -> Counter[Severity]:
    return Counter(problem.severity for problem in problems)


def _summary(code: str, problems: Collection[Problem], catalogs: dict[str, Catalog]) -> dict[str, object]:
    counts = _counts(problems)
    return {
        "language": code,
        "catalogs": [path for path, catalog in catalogs.items() if catalog.language.code == code],
        **{severity.value: counts[severity] for severity in Severity},
    }


def _print(
    problems: Sequence[Problem], by_language: dict[str, list[Problem]], catalogs: dict[str, Catalog], every: bool
) -> None:
    """Print remarks first, or how many there are of each rule, and errors last, where they are seen."""
    for severity in (Severity.INFO, Severity.WARNING, Severity.ERROR):
        found = [problem for problem in problems if problem.severity is severity]
        if severity is Severity.INFO and not every:
            _print_counts(found, err())
        else:
            print_problems(found, err())
    for code, own in by_language.items():
        counts = _counts(own)
        said = ", ".join(
            count(counts[severity], word)
            for severity, word in ((Severity.ERROR, "error"), (Severity.WARNING, "warning"), (Severity.INFO, "remark"))
            if counts[severity]
        )
        number = sum(catalog.language.code == code for catalog in catalogs.values())
        out().print(f"[bold]{code}[/]: {said or 'nothing to mend'} in {count(number, 'catalog')}")
    if not catalogs:
        out().print("There are no catalogs to check: the course has one language, or `machina i18n update` never ran.")


def _print_counts(problems: Sequence[Problem], console: Console) -> None:
    rules = Counter(problem.rule for problem in problems)
    for rule, number in sorted(rules.items()):
        console.print(f"[cyan]{count(number, 'remark')}:[/] {rule}")
    if rules:
        console.print("[dim]`machina i18n check --all` lists them, `--rules` says what they mean[/]")


def _list_rules(as_json: bool) -> None:
    rules = [(", ".join((each.rule, *each.also)), each.severity, each.about) for each in checks()]
    rules += [(rule, severity, about) for rule, (severity, about) in {**WAIVER_RULES, **BOX_RULES}.items()]
    order = (Severity.ERROR, Severity.WARNING, Severity.INFO)
    rules.sort(key=lambda row: (order.index(row[1]), row[0]))
    if as_json:
        print_json([{"rule": rule, "severity": severity.value, "about": about} for rule, severity, about in rules])
        return
    table = Table("rule", "severity", "what is compared, and why", box=None, pad_edge=False, header_style="bold")
    for rule, severity, about in rules:
        table.add_row(rule, f"[{_COLOURS[severity]}]{severity.value}[/]", about)
    out().print(table)
