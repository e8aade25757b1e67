"""Since which commit a text is what it is: the one place that asks git.  Nothing here fails where git is no help."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

from machina_scorm.i18n.catalog import Key
from machina_scorm.i18n.po import PoEntry, read_po
from machina_scorm.problems import Report
from machina_scorm.source import Source

#: Seconds that git may take for one file.
TIMEOUT = 20.0

_HEADER = re.compile(r"([0-9a-f]{40}|[0-9a-f]{64}) \d+ \d+(?: \d+)?")
_ZONE = re.compile(r"([+-])(\d\d)(\d\d)")


@dataclass(frozen=True, slots=True)
class Since:
    """The commit that made a text what it is, by its first seven digits, and its author's day, `2024-05-31`.

    `commit` is "" for a text that no commit holds yet. `or_earlier`: the history at hand ends with this commit, which
    is a clone's that took the latest commits only.
    """

    commit: str = ""
    date: str = ""
    or_earlier: bool = False

    def __str__(self) -> str:
        if not self.commit:
            return "not committed yet"
        return f"since commit {self.commit} ({self.date}{', or earlier' if self.or_earlier else ''})"


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as `git blame` tells it; `time` is the commit's, in seconds."""

    content: str
    since: Since
    time: int


def texts_since(root: Path, path: str, keys: Iterable[Key]) -> Mapping[Key, Since]:
    """Return since when each of `keys` stands in the template at `path`, which is relative to `root`.

    What the file does not have is left out. Empty without git, without a repository, or where git takes too long.
    """
    wanted = set(keys)
    shallow = _git(root, "rev-parse", "--is-shallow-repository")
    if not wanted or shallow is None or shallow.returncode:
        return {}
    # -M: a paragraph that was moved is as old as it was. Nothing that a repository's own settings name is run.
    blamed = _git(root, "-c", "core.fsmonitor=false", "blame", "--porcelain", "-M", "--no-textconv", "--", path)
    if blamed is None:
        return {}
    if blamed.returncode:  # a file that no commit has
        return dict.fromkeys(wanted, Since())
    lines = _read_porcelain(blamed.stdout.decode("utf-8", "replace"), shallow.stdout.strip() == b"true")
    entries = read_po("\n".join(line.content for line in lines), Source(path), Report()).entries
    return {entry.key: _newest(entry, lines) for entry in entries if entry.key in wanted and not entry.obsolete}


def revision(root: Path) -> str:
    """Return the commit of a course's folder, with `+` where something of it is not committed; "" without git."""
    commit = _git(root, "rev-parse", "--short=10", "HEAD")
    if commit is None or commit.returncode:
        return ""
    changed = _git(root, "status", "--porcelain", "--", "units", "i18n", "templates")
    return commit.stdout.decode().strip() + ("+" if changed is None or changed.stdout.strip() else "")


def _newest(entry: PoEntry, lines: list[_Line]) -> Since:
    """Return the youngest of the lines that hold the entry's msgctxt and msgid."""
    mine: list[_Line] = []
    for line in lines[entry.line - 1 :]:
        if line.content.startswith("msgstr"):
            break
        if not line.content.startswith("#"):
            mine.append(line)
    return max(mine, key=lambda line: (not line.since.commit, line.time)).since


def _read_porcelain(text: str, shallow: bool) -> list[_Line]:
    """Read `git blame --porcelain` (git-blame(1)): the facts of a commit stand with its first line only."""
    facts: dict[str, dict[str, str]] = {}
    commit = ""
    lines: list[_Line] = []
    for line in text.split("\n"):
        if line.startswith("\t"):
            about = facts[commit]
            seconds = int(about.get("author-time", "0"))
            since = _since(commit, about, seconds, shallow)
            lines.append(_Line(line[1:].rstrip("\r"), since, int(about.get("committer-time", "0"))))
        elif match := _HEADER.fullmatch(line):
            commit = match[1]
            facts.setdefault(commit, {})
        elif commit:
            name, _, value = line.partition(" ")
            facts[commit].setdefault(name, value)
    return lines


def _since(commit: str, about: Mapping[str, str], seconds: int, shallow: bool) -> Since:
    if not commit.strip("0"):
        return Since()
    zone = _ZONE.fullmatch(about.get("author-tz", ""))
    offset = timedelta(hours=int(zone[2]), minutes=int(zone[3])) if zone else timedelta()
    local = datetime.fromtimestamp(seconds, UTC) + (-offset if zone and zone[1] == "-" else offset)
    return Since(commit[:7], local.date().isoformat(), shallow and "boundary" in about)


def _git(root: Path, *arguments: str) -> subprocess.CompletedProcess[bytes] | None:
    """Run git in `root`; None where there is none or it takes too long."""
    program = shutil.which("git")
    if program is None:
        return None
    # Inside a git hook these name another repository, or another state of this one.
    others = {name: value for name, value in os.environ.items() if name not in ("GIT_DIR", "GIT_WORK_TREE")}
    environment = {**others, "LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0"}
    command = [program, *arguments]
    try:
        return subprocess.run(
            command, cwd=root, env=environment, stdin=subprocess.DEVNULL, capture_output=True, timeout=TIMEOUT
        )
    except (OSError, subprocess.TimeoutExpired):
        return None
