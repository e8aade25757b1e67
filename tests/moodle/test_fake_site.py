"""The fake site's own logic: faults at any request, what people do, real HTTP."""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import requests
from fake import PASSING, TOKEN, FakeSite, Faults, Killed
from fake.people import Learner, Teacher
from fake.server import Server
from fake_course import Applied, apply, contents, key, state

from machina_scorm.errors import AccessError, FunctionError, MoodleError, TransportError
from machina_scorm.moodle import api
from machina_scorm.moodle.client import Client, Timeouts
from machina_scorm.moodle.secret import Token

MODES = ("course", "module")


def _client(site: FakeSite) -> Client:
    return Client(site.url, Token(TOKEN), session=site.session(), sleep=lambda _: None)


def _applied(mode: str = "course") -> tuple[FakeSite, Client, Applied]:
    site = FakeSite(qbankmode=mode)
    return site, _client(site), apply(_client(site), mode)


def _until_done(site: FakeSite, mode: str) -> None:
    """Apply again and again, as somebody does; an unknown run's lease runs out meanwhile."""
    for _ in range(3):
        try:
            apply(_client(site), mode)
        except (MoodleError, Killed):
            site.now += 3600
        else:
            return
    raise AssertionError("it does not end")


@pytest.mark.parametrize("mode", MODES)
def test_a_second_apply_writes_nothing(mode: str) -> None:
    site, client, _ = _applied(mode)
    before, writes = contents(site), site.writes
    assert apply(client, mode).wrote == [] and (contents(site), site.writes) == (before, writes)
    assert not any(item.drift for item in state(client).items) and state(client).foreign == ()


#: All but those that a client cannot tell from one that is here.
_TOLD_APART = [fault for fault in PASSING if not fault.startswith(("502", "503"))]


@pytest.mark.parametrize("fault", [*_TOLD_APART, "kill", "kill after", "maintenance"])
def test_with_a_fault_at_any_request_it_ends_as_without(fault: str) -> None:
    whole, _, _ = _applied("module")
    for number in range(1, whole.faults.seen + 1):
        site = FakeSite(qbankmode="module")
        site.faults = Faults().at(number, fault)
        _until_done(site, "module")
        assert [met[0] for met in site.faults.met] == [number]
        assert contents(site) == contents(whole), (fault, number, site.faults.met)


def test_a_changed_token_stops_it_there() -> None:
    site = FakeSite()
    site.faults = Faults().since(6, "token")
    with pytest.raises(AccessError):
        apply(_client(site), "course")
    assert len(site.calls) == 5


def test_faults_are_counted_by_function_and_hooks_are_called() -> None:
    site, seen = FakeSite(), []
    site.faults = Faults().at(2, "locked", "apply_module").hook(1, lambda: seen.append(site.writes), "apply_course")
    site.faults.hook(1, lambda: seen.append(site.writes), "apply_course", after=True)
    apply(_client(site), "course")
    assert [what for *_, what in site.faults.met] == ["locked"] and seen == [0, 1]
    with pytest.raises(ValueError, match="no fault"):
        Faults().at(1, "nonsense")


def test_a_429_says_how_long() -> None:
    site, waited = FakeSite(), []
    client = Client(site.url, Token(TOKEN), session=site.session(), sleep=waited.append)
    site.faults = Faults(retry_after=17).at(1, "429")
    api.get_site(client)
    assert waited and min(waited) >= 17


_DEEDS: dict[str, tuple[Callable[[Teacher], object], set[str], set[str], int]] = {
    # what a teacher does: (drift, tombstones, foreign)
    "rename": (lambda t: t.rename(key("page"), "Mine"), {"page"}, set(), 0),
    "hide": (lambda t: t.hide(key("page")), {"page"}, set(), 0),
    "hide, visible not owned": (lambda t: t.hide(key("sco")), set(), set(), 0),
    "unowned field": (lambda t: t.change(key("quiz"), **{"settings.attempts": 3}), set(), set(), 0),
    "owned setting": (lambda t: t.change(key("quiz"), **{"settings.grade": 100.0}), {"quiz"}, set(), 0),
    "delete": (lambda t: t.delete(key("page")), {"order"}, {"page"}, 0),
    "delete, cron to come": (lambda t: t.delete(key("page"), cron=False), set(), {"page"}, 0),
    "delete a quiz": (lambda t: t.delete(key("quiz")), {"order"}, {"quiz", "slots"}, 0),
    "move": (lambda t: t.move(key("page"), key("s2")), {"order"}, set(), 0),
    "move down": (lambda t: t.move(key("page"), key("s1")), {"order"}, set(), 0),
    "add": (lambda t: t.add("page", "Mine", key("s1")), set(), set(), 1),
    "duplicate": (lambda t: t.duplicate(key("sco")), set(), set(), 1),
    "rename a section": (lambda t: t.rename_section(key("s1"), "Mine"), {"s1"}, set(), 0),
    "hide a section": (lambda t: t.hide_section(key("s1")), set(), set(), 0),
    "hide an owned section": (lambda t: t.hide_section(key("s2")), {"s2"}, set(), 0),
    "add a section": (lambda t: t.add_section("Mine"), set(), set(), 0),
    "move a section": (lambda t: t.move_section(key("s2"), 1), {"order"}, set(), 0),
    "delete a section": (lambda t: t.delete_section(key("s2")), {"order"}, {"s2", "quiz", "slots"}, 0),
    "rename the course": (lambda t: t.change_course(fullname="Mine"), {"course"}, set(), 0),
    "edit a question": (lambda t: t.edit_question(key("q1")), {"q1"}, set(), 0),
    "delete a question in use": (lambda t: t.delete_question(key("q1")), {"q1"}, set(), 0),
    "a slot of their own": (lambda t: t.add_slot(key("quiz"), t.add_question(key("cat"))), {"slots"}, set(), 0),
    "delete a category": (lambda t: t.delete_category(key("cat")), set(), {"cat"}, 0),
}


@pytest.mark.parametrize("deed", _DEEDS)
def test_what_people_do_is_seen(deed: str) -> None:
    site, client, done = _applied()
    act, drift, tombstones, foreign = _DEEDS[deed]
    act(Teacher(site, key("course")))
    found = state(client)
    assert {item.key for item in found.items if item.drift} == {key(name) for name in drift}
    assert {item.key for item in found.items if item.status == "tombstone"} == {key(name) for name in tombstones}
    assert len(found.foreign) == foreign
    assert found.id == done.course


def test_a_deleted_course_is_a_tombstone() -> None:
    site, client, _ = _applied()
    Teacher(site, key("course")).delete_course()
    for asked in ([key("course")], []):
        (left,) = api.get_state(client, "small", asked)
        assert [(item.key, item.status) for item in left.items] == [(key("course"), "tombstone")]
    run = api.begin_run(client, "small", {})
    spec = {"fullname": "Small", "shortname": "small"}
    answer = api.apply_course(client, run, key("course"), spec)
    assert (answer.status, answer.reason) == ("blocked", "tombstone")
    assert api.apply_course(client, run, key("course"), spec, api.How(recreate=True)).status == "created"


def test_learners_records_guard() -> None:
    site, client, done = _applied()
    learner = Learner(site, key("course"))
    learner.attempt_scorm(key("sco"), "i2")
    learner.attempt_quiz(key("quiz"))
    found = {item.key: item.extra for item in state(client).items}
    assert found[key("sco")]["attempts"] == 1 and found[key("quiz")]["hasattempts"] is True
    run = api.begin_run(client, "small", {})
    answer = api.apply_quiz_slots(client, run, done.course, key("slots"), {"quiz": key("quiz"), "slots": []})
    assert (answer.status, answer.reason) == ("blocked", "has_attempts")
    keys = [key("sco"), key("quiz"), key("page")]
    with pytest.raises(FunctionError, match="2 of them"):
        api.retire(client, run, done.course, keys, "delete")
    assert len(api.retire(client, run, done.course, keys, "delete", confirm=2)) == 3


# -- real HTTP ----------------------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def small() -> object:
    """Return what a site holds after the apply."""
    return contents(_applied()[0])


@pytest.mark.parametrize("fault", ["reset", "cut", "half", "timeout", "timeout after", "late", "truncated"])
def test_over_sockets_it_ends_the_same(fault: str, small: object) -> None:
    with Server({"s": FakeSite()}) as server:
        site = server.sites["s"]
        site.faults = Faults(stall=0.4).at(4, fault).at(9, fault)
        client = Client(site.url, Token(TOKEN), Timeouts(read=0.2), sleep=lambda _: None)
        apply(client, "course")
        time.sleep(0.5 if fault == "late" else 0)
        assert contents(site) == small and len(site.faults.met) == 2


_SCRIPT = """
import sys
from fake_course import apply
from machina_scorm.moodle.client import Client
from machina_scorm.moodle.secret import Token
apply(Client(sys.argv[1], Token(sys.argv[2])), "course")
"""


@pytest.mark.parametrize(("number", "fault"), [(5, "kill"), (9, "kill after")])
def test_a_site_outlives_a_killed_client(number: int, fault: str, small: object) -> None:
    with Server({"s": FakeSite()}) as server:
        site = server.sites["s"]
        site.faults = Faults().at(number, fault)
        paths = [str(Path(__file__).parent), *sys.path]
        code = f"import sys; sys.path[:0] = {paths!r}\n{_SCRIPT}"
        server.victim = process = subprocess.Popen([sys.executable, "-c", code, site.url, TOKEN])
        assert process.wait(30) == -9
        assert site.faults.seen == number and len(site.calls) == number - (fault == "kill")
        site.now += 3600
        apply(_client(site), "course")
        assert contents(site) == small


def test_many_sites_share_a_port_and_one_may_hang() -> None:
    with Server(20, latency=0.02, jitter=0.02, seed=1, hang=["s007"]) as server:

        def ask(name: str) -> str:
            client = Client(server.urls[name], Token(TOKEN), Timeouts(read=0.3), tries=1)
            try:
                return str(api.get_site(client).api)
            except TransportError as error:
                return error.message

        with ThreadPoolExecutor(10) as pool:
            found = dict(zip(server.urls, pool.map(ask, server.urls), strict=True))
        assert {name for name, said in found.items() if said != "1"} == {"s007"}
        report = requests.get(f"{server.url}/report", timeout=5).json()
        assert 1 < report["requests"] <= 10 and report["connections"] >= report["requests"]
        assert report["calls"]["s001"] == {"local_machina_get_site": 1} and report["calls"]["s007"] == {}


def test_a_bench_starts_it_as_a_process() -> None:
    root = Path(__file__).parents[2]
    words = [sys.executable, "-m", "tests.moodle.fake.server", "--sites", "200", "--latency", "0.01"]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, text=True, cwd=root)
    try:
        assert process.stdout
        address = process.stdout.readline().strip()
        client = Client(f"{address}/s200", Token(TOKEN))
        assert api.get_site(client).api == 1
        assert len(requests.get(f"{address}/report", timeout=5).json()["calls"]) == 200
    finally:
        process.kill()
        process.communicate()
