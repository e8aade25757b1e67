"""The plan as a file: JSON with a checksum, each specification once, and beside it the files that will be uploaded.

A plan is whole: applying it needs neither the course nor dist/, and a build after it changes nothing of it. It holds no
token, no time and no path, so that the same plan is the same bytes.

    {"format": 1, "tool": "…", "revision": "…", "specs": {digest: {"kind", "modname", "spec"}},
     "files": {sha1: [name, size]}, "sites": [one line each], "checksum": SHA-256 of all that stands before it}
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from machina_scorm import __version__
from machina_scorm.errors import MoodleError
from machina_scorm.moodle.desired import Item
from machina_scorm.moodle.multipart import Payload
from machina_scorm.moodle.parameters import canonical
from machina_scorm.moodle.sync.changes import Action, CoursePlan, Finding, SitePlan, Sort, Step
from machina_scorm.moodle.values import FieldChange

FORMAT = 1
#: Names in the folder of files: SHA-1, or what an ended program left of one.
_OURS = re.compile(r"[0-9a-f]{40}|\.[0-9a-f]{40}\.\d+\.part")


@dataclass(frozen=True, slots=True)
class Spec:
    """What an item is to be, as it is sent; of an activity `files` are in `spec` by SHA-1."""

    kind: str
    modname: str
    spec: Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Plan:
    """A plan for several sites.

    `files` is SHA-1 → (name, size); their bytes are in `folder`, by SHA-1. `revision` names the state of the course.
    """

    checksum: str
    sites: tuple[SitePlan, ...]
    specs: Mapping[str, Spec] = field(default_factory=dict)
    files: Mapping[str, tuple[str, int]] = field(default_factory=dict)
    folder: Path = Path()
    revision: str = ""

    def payload(self, path: str, sha1: str) -> Payload:
        """Return a file to be uploaded under a path on the site."""
        _, size = self.files[sha1]
        return Payload(path.rpartition("/")[2], sha1, size, self.folder / sha1)


class PlanWriter:
    """Writes a plan site by site, so that memory does not grow with their number. Use as a context manager."""

    def __init__(self, path: Path, revision: str = "") -> None:
        self.path, self.folder, self._revision = path, files_folder(path), revision
        self._sites = path.with_name(f".{path.name}.{os.getpid()}.sites")
        self._specs = path.with_name(f".{path.name}.{os.getpid()}.specs")
        self._known: set[str] = set()
        self._files: dict[str, tuple[str, int]] = {}
        self.checksum = ""

    def __enter__(self) -> PlanWriter:
        self.path.parent.mkdir(parents=True, exist_ok=True)
        self._lines = self._sites.open("w", encoding="utf-8", newline="\n")
        self._texts = self._specs.open("w", encoding="utf-8", newline="\n")
        return self

    def add(self, plan: SitePlan, items: Mapping[str, Item]) -> None:
        """Add a site. `items` holds, by digest, at least what its steps write. Raises MoodleError for a lost file."""
        for step in plan.steps:
            if step.digest and step.digest not in self._known:
                item = items[step.digest]
                spec = {"kind": item.kind, "modname": item.modname, "spec": item.wanted}
                self._texts.write(f"{json.dumps(step.digest)}:{canonical(spec)}\n")
                self._known.add(step.digest)
                for file in (file for files in item.files.values() for file in files.values()):
                    self._keep(file)
        self._lines.write(canonical(_site_json(plan)) + "\n")

    def _keep(self, file: Payload) -> None:
        if file.sha1 in self._files:
            # Of several names the first in the alphabet: which site answered first is no matter.
            self._files[file.sha1] = (min(file.name, self._files[file.sha1][0]), file.size)
            return
        self.folder.mkdir(exist_ok=True)
        target = self.folder / file.sha1
        if not (target.is_file() and target.stat().st_size == file.size):
            beside = target.with_name(f".{file.sha1}.{os.getpid()}.part")
            with file.open() as source, beside.open("wb") as copy:
                shutil.copyfileobj(source, copy)
            if Payload.of(beside).sha1 != file.sha1:
                beside.unlink()
                raise MoodleError("the file changed while it was read", file.name, "plan again")
            beside.replace(target)
        self._files[file.sha1] = (file.name, file.size)

    def __exit__(self, kind: object, *_: object) -> None:
        self._lines.close()
        self._texts.close()
        try:
            if kind is None:
                self._join()
        finally:
            self._sites.unlink(missing_ok=True)
            self._specs.unlink(missing_ok=True)

    def _join(self) -> None:
        """Put the parts together, sites by name, and replace the former plan and its files."""
        digest = hashlib.sha256()
        beside = self.path.with_name(f".{self.path.name}.{os.getpid()}.part")
        with beside.open("w", encoding="utf-8", newline="\n") as file:

            def write(text: str) -> None:
                digest.update(text.encode())
                file.write(text)

            write(f'{{"format":{FORMAT},"tool":{json.dumps(f"machina-scorm {__version__}")},\n')
            write(f'"revision":{json.dumps(self._revision)},\n"specs":{{')
            for number, line in enumerate(_sorted_lines(self._specs, lambda line: line[:66].decode())):
                write(("," if number else "") + "\n" + line)
            write("},\n" + f'"files":{canonical({k: list(v) for k, v in self._files.items()})},\n"sites":[')
            for number, line in enumerate(_sorted_lines(self._sites, lambda line: str(json.loads(line)["site"]))):
                write(("," if number else "") + "\n" + line)
            write("],\n")
            self.checksum = digest.hexdigest()
            file.write(f'"checksum":"{self.checksum}"}}\n')
        beside.replace(self.path)
        for old in self.folder.iterdir() if self.folder.is_dir() else ():
            if _OURS.fullmatch(old.name) and old.name not in self._files:
                old.unlink()


def _sorted_lines(path: Path, key: Callable[[bytes], str]) -> Iterator[str]:
    """Yield the lines of a file in the order of a key, one at a time: sites are done when they answer."""
    with path.open("rb") as file:
        starts = []
        while True:
            start = file.tell()
            line = file.readline()
            if not line:
                break
            starts.append((key(line), start))
        for _, start in sorted(starts):
            file.seek(start)
            yield file.readline().decode().rstrip("\n")


def files_folder(path: Path) -> Path:
    """Return the folder beside a plan that holds the files which it uploads."""
    return path.with_name(f"{path.stem}.files")


def read_plan(path: Path) -> Plan:
    """Read a plan. Raises MoodleError where it is none, was edited, or lacks a file."""
    try:
        text = path.read_bytes().decode()
    except (OSError, UnicodeDecodeError):
        raise MoodleError("the plan cannot be read", str(path), "`machina moodle plan --out FILE` writes one") from None
    head, _, _ = text.rpartition('"checksum":')
    checksum = hashlib.sha256(head.encode()).hexdigest()
    again = "`machina moodle plan` makes a new one"
    if text != f'{head}"checksum":"{checksum}"}}\n':
        raise MoodleError("this is no plan, or it was edited after it was made", str(path), again)
    try:
        value = json.loads(text)
        if value["format"] != FORMAT:
            raise MoodleError("the plan is of another release of the toolkit", str(path), again)
        specs = {digest: Spec(**one) for digest, one in value["specs"].items()}
        files = {sha1: (str(name), int(size)) for sha1, (name, size) in value["files"].items()}
        sites = tuple(_read_site(one) for one in value["sites"])
        revision = str(value["revision"])
    except (KeyError, TypeError, ValueError) as error:
        raise MoodleError(f"this is no plan: {error}", str(path), again) from None
    folder = files_folder(path)
    for sha1, (name, size) in files.items():
        there = folder / sha1
        if not there.is_file() or there.stat().st_size != size or Payload.of(there).sha1 != sha1:
            raise MoodleError(f"the file {name} is not there as it was planned", str(there), again)
    return Plan(checksum, sites, specs, files, folder, revision)


def _site_json(plan: SitePlan) -> dict[str, Any]:
    return asdict(plan)


def _read_site(value: Mapping[str, Any]) -> SitePlan:
    courses = tuple(
        CoursePlan(
            **{
                **course,
                "steps": tuple(_read_step(step) for step in course["steps"]),
                "findings": tuple(Finding(**{**one, "sort": Sort(one["sort"])}) for one in course["findings"]),
            }
        )
        for course in value["courses"]
    )
    return SitePlan(**{**value, "courses": courses, "unsafe": tuple(value["unsafe"])})


def _read_step(value: Mapping[str, Any]) -> Step:
    lists = {name: tuple(value[name]) for name in ("keep", "needs", "flags")}
    changes = tuple(FieldChange(**one) for one in value["changes"])
    return Step(**{**value, **lists, "action": Action(value["action"]), "changes": changes})


def by_digest(items: Iterable[Item]) -> dict[str, Item]:
    """Return items by their digest."""
    return {item.digest: item for item in items}
