"""Question files into a course, and from one format to another: nothing is written unless everything can be.

The formats themselves are rooms: imports/ reads, export/ writes.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from decimal import Decimal
from pathlib import Path, PurePosixPath

from machina_scorm.dialect.attributes import is_id
from machina_scorm.errors import ExportError, ProjectError, SourceError
from machina_scorm.export import Format, formats
from machina_scorm.i18n.languages import read_languages
from machina_scorm.i18n.ui import read_ui
from machina_scorm.imports import LARGEST, Imported, read_file, reader_named
from machina_scorm.imports.ids import give_ids, slug
from machina_scorm.imports.markdown import FOLDER
from machina_scorm.imports.quiz_yaml import append_items, write_items, write_quiz
from machina_scorm.imports.table import table_losses, write_csv, write_xlsx
from machina_scorm.model.blocks import Captions, Image
from machina_scorm.model.course import About, Lesson, Unit
from machina_scorm.model.edition import Edition
from machina_scorm.model.questions import Question
from machina_scorm.model.spellings import spell_out
from machina_scorm.model.text import Text, iter_nodes, map_nodes
from machina_scorm.problems import Problem, Report, Severity
from machina_scorm.project import find_lesson
from machina_scorm.resources import resource
from machina_scorm.source import Source
from machina_scorm.store import replace_file
from machina_scorm.units.files import FolderAssets, read_source
from machina_scorm.units.questions import read_quiz
from machina_scorm.yamlfile import read_yaml

QUIZ = "quiz.yaml"
ORIGINALS = "quiz.import"

#: What `convert` reads and writes besides the readers' formats.
YAML = "quiz.yaml"
_TABLES = {"csv": write_csv, "xlsx": write_xlsx}


@dataclass(frozen=True, slots=True)
class Outcome:
    """What an import did: `found` questions in the files, `taken` of them, the paths `written` below the course."""

    problems: tuple[Problem, ...]
    found: int = 0
    taken: tuple[Question, ...] = ()
    written: tuple[str, ...] = ()

    @property
    def sound(self) -> bool:
        """True if nothing was lost: no error, no warning."""
        return all(problem.severity is Severity.INFO for problem in self.problems)


@dataclass(frozen=True, slots=True)
class _Memory:
    """Assets of a text that is not written yet: the pictures in hand, all else from the folder."""

    pictures: Mapping[str, Image]
    folder: FolderAssets | None = field(default=None)

    def image(self, name: str, source: Source) -> Image | None:
        found = self.pictures.get(PurePosixPath(name).name)
        return found or (self.folder.image(name, source) if self.folder else None)

    def code(self, name: str, source: Source) -> str | None:
        return self.folder.code(name, source) if self.folder else None

    def media(self, name: str, source: Source) -> bytes | None:
        return self.folder.media(name, source) if self.folder else None

    def captions(self, stem: str, source: Source) -> tuple[Captions, ...]:
        return self.folder.captions(stem, source) if self.folder else ()


def import_into(
    root: Path,
    lesson: str,
    files: Sequence[Path],
    *,
    dry_run: bool = False,
    keep_going: bool = False,
    encoding: str = "",
    form: str = "",
) -> Outcome:
    """Add the questions of `files` to the quiz.yaml of the lesson `unit/lesson` of the course at `root`.

    Nothing is written in a dry run, or where something is lost and `keep_going` is not set. Raises ProjectError where
    there is no such lesson, SourceError where its quiz.yaml is not sound or a file cannot be opened.
    """
    folder = find_lesson(root, lesson)
    old, present = _old_quiz(root, folder, lesson)
    report = Report()
    found = [read_file(path, encoding=encoding, form=form) for path in files]
    for imported in found:
        report.extend(imported.problems)
    outcomes = _outcomes(root, lesson.partition("/")[0])
    questions = [(_with_outcome(question, outcomes), "") for imported in found for question in imported.questions]
    fresh = give_ids([(q, q.id) for q, _ in questions], [question.id for question in present])
    fresh, pictures = _named_pictures(fresh, root / folder / FOLDER)
    sound = _checked(fresh, pictures, lesson, report)
    total = sum(max(len(imported.types), len(imported.questions)) for imported in found)
    problems = tuple(report)
    outcome = Outcome(problems, total, sound)
    if dry_run or not sound or (not keep_going and not outcome.sound):
        return replace(outcome, taken=sound if dry_run or outcome.sound else ())
    try:
        text = append_items(old, write_items(sound))
    except ValueError as error:
        hint = "write one `- id: …` per question instead"
        raise SourceError(str(error), f"{folder}/{QUIZ}", hint) from error
    used = {node.name for question in sound for node in iter_nodes(question) if isinstance(node, Image)}
    writes = {f"{folder}/{FOLDER}/{name}": image.data for name, image in pictures.items() if name in used}
    writes |= _originals(root, folder, files)
    writes[f"{folder}/{QUIZ}"] = text.encode("utf-8")
    _write_all(root, writes)
    return replace(outcome, written=tuple(writes))


def _old_quiz(root: Path, folder: str, lesson: str) -> tuple[str, tuple[Question, ...]]:
    path = f"{folder}/{QUIZ}"
    if not (root / path).is_file():
        return "", ()
    report = Report()
    text = read_source(root, path, report, Source(path))
    questions: tuple[Question, ...] = ()
    if text is not None and text.strip():
        questions = read_quiz(text, Source(path, 1), lesson, report, FolderAssets(root, folder, report))
    if report.errors:
        first = report.errors[0]
        raise SourceError(first.message, str(first.source), "mend the quiz.yaml first; nothing was imported")
    return text or "", questions


def _outcomes(root: Path, unit: str) -> frozenset[str]:
    """Return the ids of a unit's outcomes: a tag that is one of them is the question's outcome."""
    report = Report()
    path = f"units/{unit}/unit.yaml"
    text = read_source(root, path, report, Source(path))
    node = read_yaml(text, Source(path, 1), "unit", report) if text is not None else None
    groups = node.get("outcomes") if node else None
    kinds = ("knowledge", "skills", "competence")
    return frozenset(item.text("id") for kind in kinds for item in (groups.items(kind) if groups else ()))


def _with_outcome(question: Question, outcomes: frozenset[str]) -> Question:
    return with_outcomes((question,), outcomes)[0]


def with_outcomes(questions: Sequence[Question], outcomes: frozenset[str]) -> tuple[Question, ...]:
    """Return questions whose last tag among `outcomes` has become their outcome: formats hold it as a tag."""
    result = []
    for question in questions:
        found = next((tag for tag in reversed(question.tags) if tag in outcomes), "")
        if found and not question.outcome:
            tags = list(question.tags)
            del tags[len(tags) - 1 - tags[::-1].index(found)]
            question = replace(question, outcome=found, tags=tuple(tags))
        result.append(question)
    return tuple(result)


def _named_pictures(questions: Sequence[Question], folder: Path) -> tuple[tuple[Question, ...], dict[str, Image]]:
    """Give pictures names that no other picture has, here or in the folder; the same picture keeps its file."""
    taken: dict[str, Image] = {}
    renamed: dict[tuple[str, bytes], str] = {}

    def name(image: Image) -> Image:
        key = (image.name, image.data)
        if key not in renamed:
            stem, dot, suffix = image.name.rpartition(".")
            candidate, number = image.name, 2
            while not _free(candidate, image.data, taken, folder):
                candidate, number = f"{stem}-{number}{dot}{suffix}", number + 1
            renamed[key] = candidate
        found = image if renamed[key] == image.name else replace(image, name=renamed[key])
        taken[found.name] = found
        return found

    return map_nodes(tuple(questions), Image, name), taken


def _free(name: str, data: bytes, taken: Mapping[str, Image], folder: Path) -> bool:
    if name in taken:
        return taken[name].data == data
    path = folder / name
    return not path.exists() or path.read_bytes() == data


def _checked(
    questions: Sequence[Question], pictures: Mapping[str, Image], lesson: str, report: Report
) -> tuple[Question, ...]:
    """Return the questions that quiz.yaml gives back as they are; for each of the others there is an error."""
    if not questions:
        return ()
    whole = read_quiz(write_quiz(questions), Source(QUIZ, 1), lesson, Report(), _Memory(pictures))
    if tuple(replace(new, key=old.key) for new, old in zip(whole, questions, strict=False)) == tuple(questions):
        return tuple(questions)
    sound = []
    for question in questions:
        found = Report()
        text = write_quiz((question,))
        back = read_quiz(text, Source(QUIZ, 1), lesson, found, _Memory(pictures))
        same = len(back) == 1 and replace(back[0], key=question.key) == question
        for problem in found.errors:
            report.add(problem.rule, f"{question.id}: {problem.message}", question.source, problem.hint)
        if not same and not found.errors:
            hint = "this should not happen; please report it with the file"
            report.add("import-changed", f"{question.id}: quiz.yaml would say something else", question.source, hint)
        if same:
            sound.append(question)
    return tuple(sound)


def _originals(root: Path, folder: str, files: Sequence[Path]) -> dict[str, bytes]:
    """Return the files as they came, under names that are free in quiz.import/."""
    found: dict[str, bytes] = {}
    for file in files:
        data = file.read_bytes()
        path, number = f"{folder}/{ORIGINALS}/{file.name}", 2
        while found.get(path, data) != data or ((root / path).is_file() and (root / path).read_bytes() != data):
            path, number = f"{folder}/{ORIGINALS}/{file.stem}-{number}{file.suffix}", number + 1
        found[path] = data
    return found


def _write_all(root: Path, writes: Mapping[str, bytes]) -> None:
    """Write files, each whole; where one cannot be written, those written before are put back."""
    before = {path: (root / path).read_bytes() if (root / path).is_file() else None for path in writes}
    done: list[str] = []
    try:
        for path, data in writes.items():
            done.append(path)
            replace_file(root / path, data)
    except OSError as error:
        for path in done:
            old = before[path]
            if old is None:
                (root / path).unlink(missing_ok=True)
            else:
                replace_file(root / path, old)
        raise ExportError(f"cannot be written: {error.strerror}", done[-1], "nothing was changed") from error


def convert(
    source: Path, target: Path, *, form: str = "", to: str = "", encoding: str = "", language: str = "en"
) -> tuple[Outcome, bytes]:
    """Read questions of one format and return them in another; `target` gives the format by its name.

    Nothing is written but, for quiz.yaml, the pictures that go beside it: see write_converted. Raises SourceError for
    an unknown format.
    """
    table = _table(target, to)
    writer = None if table else _writer(target, to)
    imported = _read_any(source, form, encoding)
    report = Report()
    report.extend(imported.problems)
    questions = imported.questions
    if table:
        data = table(questions)
        report.extend(table_losses(questions))
    elif writer is None:
        data = write_quiz(questions).encode("utf-8") if questions else b""
    else:
        data, lost = _exported(writer, questions, source, language)
        report.extend(lost)
        used = {stored.category for stored in imported.stored}
        if len(used) > 1:
            message = f"the {len(used)} categories of the file become one"
            report.warn("convert-categories", message, Source(source.name), "convert one category at a time")
        elif any(used):
            message = (
                f"the category {', '.join(used)} is not kept, Moodle puts the questions into one of the file's name"
            )
            report.extend([Problem("convert-category", message, Source(source.name), "", Severity.INFO)])
    total = max(len(imported.types), len(imported.questions))
    return Outcome(tuple(report), total, questions), data


def write_converted(target: Path, outcome: Outcome, data: bytes) -> tuple[Path, ...]:
    """Write what convert gave, and for quiz.yaml the pictures into figures/ beside it; return the paths."""
    writes: dict[str, bytes] = {}
    if data.startswith(b"questions:"):
        pictures = {node.name: node for q in outcome.taken for node in iter_nodes(q) if isinstance(node, Image)}
        for name, image in pictures.items():
            if not _free(name, image.data, {}, target.parent / FOLDER):
                raise ExportError(f"{FOLDER}/{name} is another picture", str(target.parent), "choose another folder")
            writes[f"{FOLDER}/{name}"] = image.data
    writes[target.name] = data
    _write_all(target.parent, writes)
    return tuple(target.parent / path for path in writes)


def _is_yaml(path: Path, named: str) -> bool:
    return named == YAML or (not named and path.suffix.lower() in (".yaml", ".yml"))


def _table(target: Path, to: str) -> Callable[[Sequence[Question]], bytes] | None:
    """Return the writer of a table, by the format's name or the file's suffix."""
    return _TABLES.get(to or target.suffix.lower().removeprefix("."))


def _writer(target: Path, to: str) -> Format | None:
    """Return the format to write, None for quiz.yaml; of two that fit, the one with the longer suffix."""
    if _is_yaml(target, to):
        return None
    banks = [each for each in formats() if each.name in ("gift", "moodle-xml")]
    name = target.name.lower()
    for each in banks:
        short = {"gift": (".gift", ".txt"), "moodle-xml": (".xml",)}[each.name]
        if to == each.name or (not to and name.endswith((each.suffix, *short))):
            return each
    known = ", ".join((YAML, *(each.name for each in banks), *_TABLES))
    raise SourceError(f"no format to write {target.name} in", hint=f"name it with --to: {known}")


def _read_any(source: Path, form: str, encoding: str) -> Imported:
    if not _is_yaml(source, form):
        if form:
            reader_named(form)
        return read_file(source, encoding=encoding, form=form)
    report = Report()
    if source.stat().st_size > LARGEST:
        raise SourceError("the file is too large", str(source), f"{LARGEST:,} bytes at most")
    root = source.resolve().parent
    text = read_source(root, source.name, report, Source(source.name))
    key = _lesson_key(source)
    assets = FolderAssets(root, ".", report)
    questions = read_quiz(text, Source(source.name, 1), key, report, assets) if text is not None else ()
    return Imported(questions, tuple(report), (), tuple(question.type for question in questions))


def _lesson_key(path: Path) -> str:
    """Return unit/lesson of a quiz.yaml in a course; of any other the folder's or the file's name."""
    parts = path.resolve().parts
    if len(parts) > 3 and parts[-4] == "units" and is_id(parts[-3]) and is_id(parts[-2]):
        return f"{parts[-3]}/{parts[-2]}"
    name = slug(path.stem if path.stem != "quiz" else path.resolve().parent.name) or "bank"
    return f"bank/{name}"


def _exported(
    writer: Format, questions: Sequence[Question], source: Path, language: str
) -> tuple[bytes, tuple[Problem, ...]]:
    """Return a bank with every question; its idnumber in the file stays its idnumber."""
    keyed = tuple(replace(question, key=question.key or question.id, in_test=True) for question in questions)
    name = slug(source.name.partition(".")[0]) or "bank"
    title = Text(source.name.partition(".")[0], "title")
    where = Source(source.name)
    lesson = Lesson(name, f"bank/{name}", 1, title, Decimal(1), (), None, (), (), (), (), (), spell_out(keyed), where)
    unit = Unit("bank", 1, title, Decimal(1), (), (), (), (), (), (lesson,), (), (), ())
    assert writer.export_lesson is not None
    artefact = writer.export_lesson(_edition(language), unit, lesson)
    return artefact.data, artefact.problems


def _edition(code: str) -> Edition:
    """Return an edition without a course: a bank needs the language and the words of admonitions."""
    report = Report()
    base = resource(".")
    languages = read_languages((base / "i18n/languages.yaml").read_text("utf-8"), Source("i18n/languages.yaml"), report)
    ui = read_ui((base / "i18n/ui.yaml").read_text("utf-8"), Source("i18n/ui.yaml"), report)
    language = next((one for one in languages if one.code == code), None)
    if language is None:
        raise ProjectError(f"no language {code!r}", hint=f"there are: {', '.join(one.code for one in languages)}")
    return Edition(About("bank", Text("Bank", "title"), (), code, (code,), ""), language, ui)
