"""Planning for 200 Moodle sites at once: fake ones, in a process of their own, that take their time."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import requests

HERE = Path(__file__).resolve().parent
ROOT = HERE.parents[1]
sys.path[:0] = [str(ROOT / "tests/moodle"), str(ROOT / "tests/offering")]

from fake import TOKEN  # noqa: E402
from files import package  # noqa: E402
from offering_course import read, stock  # noqa: E402
from sync_sites import HANGING, JITTER, LATENCY  # noqa: E402

_SITES = 200


def run() -> None:
    """Plan for 200 sites, one of which hangs, with everything new and with no changes; and for 20, for the memory."""
    with tempfile.TemporaryDirectory() as name:
        root = Path(name) / "course"
        for part in ("units", "i18n"):
            shutil.copytree(ROOT / part, root / part)
        stock(read(root), root / "dist", packed=lambda words: package(words).open().read())
        print(f"plans, LU1 in six languages, {LATENCY:g} to {LATENCY + JITTER:g} s a call, one site hangs")
        for what in ("", "made"):
            peaks = [_measured(root, number, what) for number in (_SITES // 10, _SITES)]
            print(f"{'memory, ten times the sites':40}{peaks[1] / peaks[0]:8.2f} ×")


def _measured(root: Path, number: int, what: str) -> float:
    """Plan once; print what it took and return the peak of memory in MB."""
    with _served(root, number, what) as address:
        _profiles(root, address, number)
        words = [sys.executable, "-m", "machina_scorm", "moodle", "plan", "--all", "--no-build", "--within", "120"]
        start = time.monotonic()
        process = subprocess.Popen(
            [*words, "--project", str(root)],
            stdout=subprocess.DEVNULL,
            env={**os.environ, "TOKEN_OF_BENCH": TOKEN, "PYTHONPATH": str(ROOT)},
        )
        _, status, used = os.wait4(process.pid, 0)
        took = time.monotonic() - start
        report = requests.get(f"{address}/report", timeout=10).json()
    calls = sum(sum(one.values()) for one in report["calls"].values())
    peak = used.ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    label = f"{number} sites, {'no changes' if what else 'everything new'}"
    print(
        f"{label:40}{took:8.1f} s {used.ru_utime + used.ru_stime:6.1f} s CPU {calls:6,} calls"
        f" {report['connections']:3} connections {peak:6.0f} MB, exit {os.waitstatus_to_exitcode(status)}"
    )
    return peak


def _profiles(root: Path, address: str, number: int) -> None:
    folder = root / "moodle/sites"
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    for each in range(1, number + 1):
        site = f"s{each:03}"
        # The one that hangs is given up after so many seconds, by itself.
        text = f"url: {address}/{site}\ntoken: {{env: TOKEN_OF_BENCH}}\ntimeout: {{read: 15, total: 20}}\n"
        (folder / f"{site}.yaml").write_text(text)
    assert (folder / f"{HANGING}.yaml").is_file()


@contextmanager
def _served(root: Path, number: int, what: str) -> Iterator[str]:
    words = [sys.executable, str(HERE / "sync_sites.py"), str(root), str(number), *([what] if what else [])]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True)
    try:
        assert process.stdout
        yield process.stdout.readline().strip()
    finally:
        process.kill()
        process.communicate()
