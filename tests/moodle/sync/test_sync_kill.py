"""kill -9 at any point of an apply: resume finishes it, and the site holds what an undisturbed one holds."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest
import tiny
from fake import TOKEN, FakeSite, Faults
from fake.server import Server
from roll import Roll

_POINTS = 12


def _machina(root: Path, *words: str) -> subprocess.Popen[bytes]:
    """Start machina moodle in the course's folder, as a process of its own."""
    environment = {**os.environ, "TOKEN_OF_TESTS": TOKEN, "PYTHONPATH": os.pathsep.join(sys.path)}
    command = [sys.executable, "-m", "machina_scorm", "moodle", *words]
    return subprocess.Popen(command, cwd=root, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT)


def _done(process: subprocess.Popen[bytes]) -> str:
    said, _ = process.communicate(timeout=60)
    assert process.returncode == 0, said.decode()
    return said.decode()


def test_killed_anywhere_it_is_resumed(built: Path, tmp_path: Path) -> None:
    names = [f"s{number:02}" for number in range(_POINTS)]
    with Server({name: FakeSite() for name in ("whole", *names)}) as server:
        roll = Roll(tmp_path / "course", {})
        shutil.copytree(built, roll.root)
        folder = roll.root / "moodle/sites"
        folder.mkdir(parents=True)
        for name, url in server.urls.items():
            # One language is enough: what counts is where it is killed.
            (folder / f"{name}.yaml").write_text(f"url: {url}\ntoken: {{env: TOKEN_OF_TESTS}}\nlanguages: [el]\n")
        _done(_machina(roll.root, "plan", "--all", "--no-build"))
        whole = server.sites["whole"]
        whole.faults = Faults()
        _done(_machina(roll.root, "apply", "--yes", "--site", "whole"))
        requests = whole.faults.seen
        points = sorted({1 + number * (requests - 1) // (_POINTS - 1) for number in range(_POINTS)})
        assert len(points) == _POINTS
        for turn, (name, number) in enumerate(zip(names, points, strict=True)):
            site = server.sites[name]
            site.faults = Faults().at(number, "kill after" if turn % 2 else "kill")
            server.victim = process = _machina(roll.root, "apply", "--yes", "--site", name)
            said, _ = process.communicate(timeout=60)
            assert process.returncode == -9, (number, said.decode())
            assert site.faults.seen == number
            site.faults = Faults()
        server.victim = None
        _done(_machina(roll.root, "apply", "--resume", "--yes", *(word for name in names for word in ("--site", name))))
        for name, number in zip(names, points, strict=True):
            site = server.sites[name]
            assert tiny.held(site) == tiny.held(whole), number
            assert not tiny.made_twice(site), number
            assert all(run["ended"] for run in site.runs.values()) and len(site.runs) <= 2, number
        assert "No changes" in _done(_machina(roll.root, "plan", "--all", "--no-build", "--detailed-exitcode"))


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_ctrl_c_ends_the_call_and_says_how_to_go_on(built: Path, tmp_path: Path) -> None:
    with Server({"school": FakeSite()}, latency=0.02) as server:
        root = tmp_path / "course"
        shutil.copytree(built, root)
        (root / "moodle/sites").mkdir(parents=True)
        profile = f"url: {server.urls['school']}\ntoken: {{env: TOKEN_OF_TESTS}}\n"
        (root / "moodle/sites/school.yaml").write_text(profile)
        _done(_machina(root, "plan", "school", "--no-build"))
        site = server.sites["school"]
        process = _machina(root, "apply", "--yes")
        site.faults = Faults().hook(9, lambda: process.send_signal(signal.SIGINT))
        said, _ = process.communicate(timeout=60)
        assert process.returncode == 1
        assert "Stopping after the calls" in said.decode() and "--resume goes on" in said.decode()
        assert 0 < site.writes < 20 and all(run["ended"] for run in site.runs.values())
        site.faults = Faults()
        assert "Everything is as planned" in _done(_machina(root, "apply", "--resume"))
        assert not tiny.made_twice(site)
