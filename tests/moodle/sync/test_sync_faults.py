"""Every request of an apply meets every fault: never a false done, never a second creation, and it can be resumed."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
import tiny
from fake import FakeSite, Faults, Killed
from tiny import applied, copy_of, dropped, every_change, held, made_twice, plan, planned

from machina_scorm.errors import MoodleError
from machina_scorm.moodle.desired import DesiredCourse
from machina_scorm.moodle.sync.changes import Policy
from machina_scorm.moodle.sync.planfile import Plan

FAULTS = (
    *("500", "500 after", "reset", "cut", "html", "html after", "truncated", "half", "token"),
    *("timeout", "timeout after", "late", "429", "maintenance", "locked", "kill", "kill after"),
)
#: Those that differ most, for the longer of the two plans.
_SOME = ("cut", "late", "kill after")
#: After these the client goes on by itself.
_PASSING = {
    *("500", "500 after", "reset", "cut", "html", "html after", "truncated", "half"),
    *("timeout", "timeout after", "late", "429", "maintenance", "locked"),
}


Start = tuple[FakeSite, Plan, DesiredCourse]


@pytest.fixture(scope="module")
def anew(tmp_path_factory: pytest.TempPathFactory) -> Start:
    """An empty site with Moodle 5.1, and the plan for the whole course."""
    site, course = FakeSite(qbankmode="module"), tiny.tiny("module")
    return site, planned(site, tmp_path_factory.mktemp("anew"), course), course


@pytest.fixture(scope="module")
def changed(there: FakeSite, tmp_path_factory: pytest.TempPathFactory) -> Start:
    """A site with Moodle 4.5 that has the course, and a plan of changes and retirements."""
    course = dropped(every_change(tiny.tiny()), "file")
    made = planned(copy_of(there), tmp_path_factory.mktemp("changed"), course, policy=Policy(prune="delete"))
    return there, made, course


@pytest.fixture(autouse=True)
def _quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody pulls the plug here, so that lines need not be on the disk."""
    monkeypatch.setattr(os, "fsync", lambda _: None)


@pytest.mark.parametrize(
    ("which", "fault"), [*(("anew", fault) for fault in _SOME), *(("changed", fault) for fault in FAULTS)]
)
def test_a_fault_at_any_request(which: str, fault: str, request: pytest.FixtureRequest, tmp_path: Path) -> None:
    start, made, course = request.getfixturevalue(which)
    whole = copy_of(start)
    assert applied(whole, made, tmp_path / "whole").good
    assert whole.faults.seen > 10
    for number in range(1, whole.faults.seen + 1):
        site, folder = copy_of(start), tmp_path / str(number)
        site.faults = Faults().at(number, fault)
        told = _try(lambda site=site, folder=folder: applied(site, made, folder).good)
        where = (fault, number, site.faults.met)
        assert site.faults.met, where
        if told:
            assert held(site) == held(whole), where
        if fault in _PASSING:
            assert told, where
        site.faults = Faults()
        assert applied(site, made, folder, resume=True).good, where
        assert held(site) == held(whole) and not made_twice(site), where
    again = plan(site, course)
    assert not list(again.steps) and not list(again.findings)


@pytest.mark.parametrize("fault", ["token", "500", "cut", "kill after"])
def test_a_fault_that_does_not_pass(fault: str, anew: Start, tmp_path: Path) -> None:
    """From some request on everything fails: the result says so, and nothing is lost when it is over."""
    start, made, _ = anew
    whole = copy_of(start)
    assert applied(whole, made, tmp_path / "whole").good
    for number in range(1, whole.faults.seen - 1, 4):
        site, folder = copy_of(start), tmp_path / str(number)
        site.faults = Faults().since(number, fault)
        assert not _try(lambda site=site, folder=folder: applied(site, made, folder).good), number
        site.faults = Faults()
        assert applied(site, made, folder, resume=True).good, number
        assert held(site) == held(whole) and not made_twice(site), number


def test_whoever_plans_again_instead_ends_the_same(anew: Start, tmp_path: Path) -> None:
    start, made, course = anew
    whole = copy_of(start)
    assert applied(whole, made, tmp_path / "whole").good
    for number in range(1, whole.faults.seen, 3):
        site, folder = copy_of(start), tmp_path / str(number)
        site.faults = Faults().at(number, "kill after")
        _try(lambda site=site, folder=folder: applied(site, made, folder).good)
        site.faults, site.now = Faults(), site.now + 1000  # the lease has ended
        again = planned(site, folder, course)
        assert applied(site, again, folder, resume=again.checksum == made.checksum).good
        assert held(site) == held(whole) and not made_twice(site), number


def _try(act: Callable[[], bool]) -> bool:
    try:
        return act()
    except (MoodleError, Killed):
        return False
