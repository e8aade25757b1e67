"""Many sites at once: nobody waits for the one that hangs."""

from __future__ import annotations

import threading
import time

import pytest

from machina_scorm.errors import MoodleError
from machina_scorm.moodle.sync.fleet import over_sites


def test_every_site_has_its_own_result_and_connections_are_bounded() -> None:
    now, most, lock = 0, 0, threading.Lock()

    def work(site: int) -> int:
        nonlocal now, most
        with lock:
            now += 1
            most = max(most, now)
        time.sleep(0.002)
        with lock:
            now -= 1
        if site % 7 == 0:
            raise MoodleError(f"no {site}")
        return site * 2

    found = dict(over_sites(range(50), work, jobs=5))
    assert most <= 5 and set(found) == set(range(50))
    assert all(found[site] == site * 2 for site in range(50) if site % 7)
    assert str(found[14]) == "no 14"


def test_one_that_hangs_is_told_when_the_time_is_up() -> None:
    over = threading.Event()

    def work(site: str) -> str:
        if site == "hangs":
            over.wait(30)
        return site

    began = time.monotonic()
    found = list(over_sites(["hangs", *"abcdef"], work, jobs=2, within=0.3))
    over.set()
    assert time.monotonic() - began < 5
    assert [site for site, _ in found] == [*"abcdef", "hangs"]
    assert isinstance(found[-1][1], MoodleError) and "no answer within" in found[-1][1].message


def test_a_fault_of_the_program_is_no_fault_of_a_site() -> None:
    def work(site: int) -> int:
        return 1 // site

    with pytest.raises(ZeroDivisionError):
        list(over_sites([1, 0, 2], work))
    assert list(over_sites([], work)) == []


def test_who_stops_listening_stops_the_work() -> None:
    done: list[int] = []

    def work(site: int) -> int:
        time.sleep(0.005)
        done.append(site)
        return site

    for _ in over_sites(range(500), work, jobs=2):
        break
    time.sleep(0.1)
    number = len(done)
    time.sleep(0.05)
    assert len(done) == number < 100
