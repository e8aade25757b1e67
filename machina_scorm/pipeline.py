"""The recipe: read → localise → export → check → write.  Plain calls, no globals, nothing half-written."""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import FIRST_COMPLETED, Executor, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass, replace
from pathlib import Path

from machina_scorm.check import check_artefact
from machina_scorm.check.course import check_course
from machina_scorm.check.figures import check_figures
from machina_scorm.errors import MachinaError, ProjectError, TemplateError
from machina_scorm.export import Format, formats
from machina_scorm.i18n.glossary import linked_glossary
from machina_scorm.i18n.pseudo import PSEUDO_LANGUAGES
from machina_scorm.identifiers import check_identifiers, keep_identifiers, write_lock
from machina_scorm.model.course import OWN_TEMPLATE, Lesson, Unit
from machina_scorm.model.edition import Edition
from machina_scorm.model.fingerprint import fingerprint
from machina_scorm.package.schemas import SchemaSet, read_schemas, with_schemas
from machina_scorm.problems import Problem, Severity
from machina_scorm.project import Localised, Project, check_translations, localise_project
from machina_scorm.publishing import Standing, held_back, held_problem
from machina_scorm.store import Store
from machina_scorm.toolkit import toolkit_digest

Progress = Callable[["Outcome", int, int], None]

#: The name that stands for every format.
EVERY = "all"

#: What stands for the language of an artefact that holds all languages.
ALL_LANGUAGES = "all"

#: The same for one that holds the course's own language and the pseudo-languages that were named.
ALL_PSEUDO = "all-pseudo"


@dataclass(frozen=True, slots=True)
class Request:
    """What to build: empty tuples mean everything, for `formats` what the course names or the usual ones.

    The format "all" stands for every one. `jobs` 0 means one process per core. `schemas` names a folder whose schema
    files go into the packages. `allow_partial` builds also what the course's rules for translations hold back.
    """

    languages: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    lessons: tuple[str, ...] = ()
    formats: tuple[str, ...] = ()
    jobs: int = 0
    force: bool = False
    schemas: Path | None = None
    allow_partial: bool = False

    @property
    def whole(self) -> bool:
        """True if nothing of the course is left out."""
        return not (self.languages or self.units or self.lessons) and self.formats in ((), (EVERY,))


@dataclass(frozen=True, slots=True)
class Task:
    """One artefact to make: everything that goes into it, as values.

    `run_task` on it is a pure function to bytes, so any concurrent.futures executor may run it, on any machine.
    `others` are the further languages of an artefact that holds them all, `schemas` what goes into packages besides.
    """

    key: str
    format: str
    edition: Edition
    unit: Unit
    lesson: Lesson | None
    others: tuple[tuple[Edition, Unit], ...] | None = None
    schemas: tuple[SchemaSet, ...] = ()

    @property
    def language(self) -> str:
        """The language's code, ALL_LANGUAGES or ALL_PSEUDO."""
        if self.others is None:
            return self.edition.language.code
        return _all_of(edition.language.code for edition, _ in self.others)


@dataclass(frozen=True, slots=True)
class Made:
    """What a task made: a file name and bytes, problems, the seconds that export and checks took, files beside it."""

    name: str
    data: bytes
    problems: tuple[Problem, ...]
    seconds: float
    check_seconds: float
    beside: tuple[tuple[str, bytes], ...] = ()


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one artefact. `state` is "built", "unchanged" or "failed"."""

    key: str
    language: str
    format: str
    state: str
    path: str = ""
    sha256: str = ""
    size: int = 0
    seconds: float = 0.0
    check_seconds: float = 0.0
    problems: tuple[Problem, ...] = ()


@dataclass(frozen=True, slots=True)
class Build:
    """A finished build: every outcome in order, the localised courses, files of former builds taken away, seconds.

    `held` are the units that were asked for and not built in a language; `withdrawn` are files of former builds that
    were taken away for that.
    """

    outcomes: tuple[Outcome, ...]
    localised: tuple[Localised, ...]
    removed: tuple[str, ...]
    seconds: float
    held: tuple[Standing, ...] = ()
    withdrawn: tuple[str, ...] = ()

    @property
    def problems(self) -> tuple[Problem, ...]:
        """What was held back, and every problem of every artefact, once."""
        found = (p for outcome in self.outcomes for p in outcome.problems)
        return tuple(dict.fromkeys((*map(held_problem, self.held), *found)))


def check_project(project: Project) -> Iterator[Problem]:
    """Yield what the checks of the sources and of the translations find in a project that could be read."""
    yield from check_course(project.course)
    yield from check_translations(project)
    yield from check_figures(project.course, project.languages, project.catalogs)
    yield from check_identifiers(project)


def build(project: Project, request: Request, out: Path, progress: Progress | None = None) -> Build:
    """Build what `request` names into `out`; an artefact whose input did not change is left as it is.

    `project` must have been read without errors. Raises ProjectError for a name that the course does not have, and
    CheckFailed where an identifier would be lost that was published before. An artefact that fails its export or its
    checks is not written, the former one stays; the others are built. A whole build notes in the course's
    identifiers.lock what it published. A unit whose translation is short of its rule is held back in that language:
    nothing is made of it, what a former build made is taken away, packages of several languages are without it.
    """
    start = time.perf_counter()
    chosen = _choose(project, request)
    lock = keep_identifiers(project, chosen if request.whole else ())
    wanted = _languages(project, request)
    together = _together(project, chosen, request)
    courses = {code: localise_project(project, code) for code in dict.fromkeys((*wanted, *sum(together, ())))}
    localised = tuple(courses[code] for code in wanted)
    standings = () if request.allow_partial else [h for course in courses.values() for h in held_back(project, course)]
    held = {(each.language, each.unit) for each in standings}
    tasks = [task for course in localised for task in _tasks(course, chosen, request)]
    for codes in together:
        tasks += _tasks_for_all(tuple(courses[code] for code in codes), chosen, request, held)
    asked = {task.unit.id for task in tasks}
    withheld = {task.key for task in tasks if (task.language, task.unit.id) in held}
    tasks = [task for task in tasks if task.key not in withheld]
    if request.schemas:
        schemas = read_schemas(request.schemas)
        tasks = [replace(task, schemas=schemas) if "scorm" in task.format else task for task in tasks]
    store = Store(out)
    digest = toolkit_digest()
    prints = {task.key: _print(digest, task) for task in tasks}
    done: dict[str, Outcome] = {}
    try:
        for task in tasks:
            kept = None if request.force else store.unchanged(task.key, prints[task.key])
            if kept:
                _note(done, progress, len(tasks), Outcome(task.key, task.language, task.format, "unchanged", *kept))
        todo = [task for task in tasks if task.key not in done]
        for task, made in _run(todo, request.jobs):
            _note(done, progress, len(tasks), _keep(task, made, prints[task.key], store))
        withdrawn = store.remove(withheld)
        spared = {*PSEUDO_LANGUAGES, ALL_PSEUDO}  # no whole build makes them, so none takes them away
        removed = store.remove_others(set(prints), spared) if request.whole else ()
        write_lock(project.root, lock)
    finally:
        store.save()
    outcomes = tuple(done[task.key] for task in tasks)
    told = tuple(each for each in standings if each.unit in asked)
    return Build(outcomes, localised, removed, time.perf_counter() - start, told, withdrawn)


def run_task(task: Task) -> Made:
    """Make one artefact and check it. Pure; a MachinaError of the exporter becomes a problem."""
    format_ = next(f for f in formats() if f.name == task.format)
    start = time.perf_counter()
    try:
        if task.others is not None:
            assert format_.export_all is not None
            editions = (task.edition, *(edition for edition, _ in task.others))
            artefact = format_.export_all(editions, (task.unit, *(unit for _, unit in task.others)))
        elif task.lesson is None:
            assert format_.export_unit is not None
            artefact = format_.export_unit(task.edition, task.unit)
        else:
            assert format_.export_lesson is not None
            artefact = format_.export_lesson(task.edition, task.unit, task.lesson)
    except TemplateError as error:
        # Of one template for all decks, and so said once: at the template.
        return Made("", b"", error.problems, time.perf_counter() - start, 0.0)
    except MachinaError as error:
        source = (task.lesson or task.unit).source
        message = f"{error.where + ': ' if error.where else ''}{error.message}"
        return Made("", b"", (Problem("export", message, source, error.hint),), time.perf_counter() - start, 0.0)
    artefact = replace(artefact, data=with_schemas(artefact.data, task.schemas))
    exported = time.perf_counter()
    problems = (*artefact.problems, *check_artefact(format_.name, artefact))
    seconds = exported - start, time.perf_counter() - exported
    return Made(artefact.name, artefact.data, problems, *seconds, artefact.beside)


def _print(digest: str, task: Task) -> str:
    """The hash of everything that goes into an artefact."""
    return fingerprint(digest, task.format, task.edition, task.unit, task.lesson, task.others, task.schemas)


def _note(done: dict[str, Outcome], progress: Progress | None, total: int, outcome: Outcome) -> None:
    done[outcome.key] = outcome
    if progress:
        progress(outcome, len(done), total)


def _keep(task: Task, made: Made, print_: str, store: Store) -> Outcome:
    outcome = Outcome(
        task.key,
        task.language,
        task.format,
        "failed",
        seconds=made.seconds,
        check_seconds=made.check_seconds,
        problems=made.problems,
    )
    if any(problem.severity is Severity.ERROR for problem in made.problems):
        return outcome
    folder = f"{task.language}/{task.unit.id}"
    beside = tuple((f"{folder}/{name}", data) for name, data in made.beside)
    place = task.key, task.language, task.format, f"{folder}/{made.name}"
    entry = store.write(*place, made.data, print_, made.problems, beside)
    return replace(outcome, state="built", path=entry.path, sha256=entry.sha256, size=entry.size)


def _languages(project: Project, request: Request) -> tuple[str, ...]:
    for code in request.languages:
        project.language(code)
    mine = tuple(code for code in _codes(project) if not request.languages or code in request.languages)
    return (*mine, *_pseudo(request))


def _pseudo(request: Request) -> tuple[str, ...]:
    """Return the pseudo-languages to build: only those that are named."""
    return tuple(code for code in PSEUDO_LANGUAGES if code in request.languages)


def _together(project: Project, chosen: tuple[Format, ...], request: Request) -> tuple[tuple[str, ...], ...]:
    """Return the groups of languages that go into one package: all of the course's; its own with the pseudo ones."""
    if not any(format_.export_all for format_ in chosen):
        return ()
    pseudo = _pseudo(request)
    named = set(request.formats) - {EVERY}
    mine = not request.languages or (bool(named) and set(request.languages) != set(pseudo))
    ours = (_codes(project),) if mine else ()
    return (*ours, (project.course.about.language, *pseudo)) if pseudo else ours


def _all_of(codes: Iterable[str]) -> str:
    return ALL_PSEUDO if set(codes) & set(PSEUDO_LANGUAGES) else ALL_LANGUAGES


def _codes(project: Project) -> tuple[str, ...]:
    return tuple(language.code for language in project.languages)


def _choose(project: Project, request: Request) -> tuple[Format, ...]:
    """Check every name in the request and in the course's own list of formats; return the formats to build.

    What holds all languages is left out where only some are asked for, but for a format that is named. With a
    pseudo-language it stays: no package of the course's own languages is touched by it.
    """
    names = {format_.name for format_ in formats()}
    units = {unit.id for unit in project.course.units}
    lessons = {lesson.key for unit in project.course.units for lesson in unit.lessons}
    for what, wanted, known in (
        ("unit", request.units, units),
        ("lesson", request.lessons, lessons | {key.partition("/")[2] for key in lessons}),
        ("format", request.formats, names | {EVERY}),
        ("format", project.course.about.formats, names),
    ):
        unknown = sorted(set(wanted) - known)
        if unknown:
            raise ProjectError(f"there is no {what} {unknown[0]!r}", hint=f"there are: {', '.join(sorted(known))}")
    usual = project.course.about.formats or {format_.name for format_ in formats() if format_.default}
    named = names if EVERY in request.formats else request.formats or usual
    partly = bool(request.languages) and not set(request.formats) - {EVERY} and not _pseudo(request)
    return tuple(f for f in formats() if f.name in named and not (f.export_all and partly))


def _tasks(course: Localised, chosen: tuple[Format, ...], request: Request) -> Iterator[Task]:
    code = course.edition.language.code
    for unit in course.units:
        if request.units and unit.id not in request.units:
            continue
        for lesson in unit.lessons:
            if request.lessons and not {lesson.id, lesson.key} & set(request.lessons):
                continue
            alone = replace(unit, lessons=(lesson,))
            edition = _edition_for(course.edition, alone)
            for format_ in chosen:
                if format_.export_lesson and format_.wants(lesson):
                    own = _for_format(edition, format_)
                    yield Task(f"{lesson.key}:{format_.name}:{code}", format_.name, own, alone, lesson)
        edition = _edition_for(course.edition, unit)
        for format_ in chosen:
            if format_.export_unit and not request.lessons and any(format_.wants(lesson) for lesson in unit.lessons):
                yield Task(f"{unit.id}:{format_.name}:{code}", format_.name, _for_format(edition, format_), unit, None)


def _tasks_for_all(
    courses: tuple[Localised, ...], chosen: tuple[Format, ...], request: Request, held: set[tuple[str, str]]
) -> Iterator[Task]:
    """Yield the tasks of the formats that hold all languages, the course's own language first.

    `held` names languages and units: a language is not in the packages of a unit that is held back in it.
    """
    for format_ in chosen if courses else ():
        for place, unit in enumerate(courses[0].units):
            if format_.export_all is None or (request.units and unit.id not in request.units):
                continue
            shown = [course for course in courses if (course.edition.language.code, unit.id) not in held]
            for at, lesson in enumerate(unit.lessons):
                if request.lessons and not {lesson.id, lesson.key} & set(request.lessons):
                    continue
                alone = [replace(c.units[place], lessons=(c.units[place].lessons[at],)) for c in shown]
                parts = [
                    (_for_format(_edition_for(c.edition, own), format_), own)
                    for c, own in zip(shown, alone, strict=True)
                ]
                if format_.wants(lesson):
                    key = f"{lesson.key}:{format_.name}:{_all_of(c.edition.language.code for c in courses)}"
                    yield Task(key, format_.name, *parts[0], parts[0][1].lessons[0], tuple(parts[1:]))


def _edition_for(edition: Edition, unit: Unit) -> Edition:
    """Return the edition with no more of the glossary than the texts link to, so that nothing else makes them anew."""
    return replace(edition, glossary=linked_glossary(edition.glossary, (edition.about, unit)))


def _for_format(edition: Edition, format_: Format) -> Edition:
    """Return the edition without the deck's template where the format has no use for it."""
    if format_.uses_template:
        return edition
    return replace(edition, about=replace(edition.about, deck=OWN_TEMPLATE))


def _run(tasks: list[Task], jobs: int) -> Iterator[tuple[Task, Made]]:
    """Run the tasks and yield each as it is done: in this process where there are few, else over processes."""
    workers = min(len(tasks), jobs or multiprocessing.cpu_count())
    if workers <= 1 or len(tasks) < 4:
        for task in tasks:
            yield task, run_task(task)
        return
    context = multiprocessing.get_context("spawn")  # the one start method that every platform has
    with ProcessPoolExecutor(workers, mp_context=context) as executor:
        try:
            yield from _collect(executor, tasks, workers)
        except BaseException:
            executor.shutdown(wait=False, cancel_futures=True)
            raise


def _collect(executor: Executor, tasks: Iterable[Task], workers: int) -> Iterator[tuple[Task, Made]]:
    """Yield results as they come, with few tasks in flight, so that memory does not grow with the catalogue."""
    waiting: dict[Future[Made], Task] = {}
    rest = iter(tasks)
    while True:
        while len(waiting) < 2 * workers and (task := next(rest, None)) is not None:
            waiting[executor.submit(run_task, task)] = task
        if not waiting:
            return
        for future in wait(waiting, return_when=FIRST_COMPLETED).done:
            yield waiting.pop(future), future.result()
