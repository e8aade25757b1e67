"""A Moodle site with the companion plugin, as a state machine without PHP.

In the test's process, without sockets:

    site = FakeSite()                               Moodle 4.5; FakeSite(qbankmode="module") is 5.1
    client = Client(site.url, Token(TOKEN), session=site.session(), sleep=lambda _: None)
    site.calls, site.counts, site.writes            what was asked, and how many outcomes changed the site
    site.now += 3600                                its clock: the lease of a dead run ends
    site.faults = Faults().at(7, "cut")             faults.py: what can go wrong, at which request
    Teacher(site, "mx:…/course").rename(key, "X")   people.py: what people do, and what get_state says of it
    Learner(site, "mx:…/course").attempt_scorm(key)

To meet every request of an apply with every fault (test_fake_site.py does it for a small course):

    whole = FakeSite(); apply(whole)
    for number in range(1, whole.faults.seen + 1):  for fault in PASSING:
        site = FakeSite(); site.faults = Faults().at(number, fault); apply(site)
        assert what site holds == what whole holds

`kill` and `kill after` raise Killed, a BaseException, in the client's own code. A real `kill -9` needs a process and
server.py, which serves any number of sites on one port; their state is its own and outlives the client:

    with Server(200, latency=0.05, jitter=0.05, hang=["s007"]) as server:
        server.sites["s001"].faults = Faults().at(7, "kill after")
        server.victim = subprocess.Popen([...])     its profile has url: server.urls["s001"]

    python -m tests.moodle.fake.server --sites 200 --latency 0.05       for a bench; the first line is the address

How it is built: tables.py and state.py are what the site holds (Moodle's tables and the plugin's apart, so that drift,
tombstones and foreign things follow from them); kind_course.py, modules.py, special_modules.py, bank.py, slots.py are
the plugin's kinds, apply.py and ownership.py its frame of every write, reading.py, writing.py and questions.py its
functions, core.py Moodle's own; transport.py is a request's way through it, adapter.py and server.py the two doors.

What it leaves out: Moodle's own capabilities (only the plugin's three are looked at), files of descriptions, questions'
pictures, text filters, grades, and every question type's own checks.
"""

from __future__ import annotations

from .adapter import Adapter, response
from .errors import Refused
from .faults import AFTER, BEFORE, PASSING, Faults, Killed
from .site import FakeSite
from .state import TOKEN

__all__ = [
    "AFTER",
    "BEFORE",
    "PASSING",
    "TOKEN",
    "Adapter",
    "FakeSite",
    "Faults",
    "Killed",
    "Refused",
    "response",
]
