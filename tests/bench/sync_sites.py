"""Fake Moodle sites for the benchmark of planning, in a process of their own: python sync_sites.py COURSE N [made].

Prints their address. `made`: they have the course; all of them show the same tables, for a plan only reads.
"""

from __future__ import annotations

import sys
import tempfile
from dataclasses import fields
from pathlib import Path
from threading import Event

ROOT = Path(__file__).resolve().parents[2]
sys.path[:0] = [str(ROOT / "tests/moodle"), str(ROOT / "tests/offering"), str(ROOT)]

from fake import TOKEN, FakeSite, reading  # noqa: E402
from fake.server import Server  # noqa: E402
from offering_course import read  # noqa: E402

from machina_scorm.moodle.client import Client  # noqa: E402
from machina_scorm.moodle.profile import Profile  # noqa: E402
from machina_scorm.moodle.secret import Token, TokenSource  # noqa: E402
from machina_scorm.moodle.sync.changes import Policy  # noqa: E402
from machina_scorm.moodle.sync.planfile import PlanWriter, read_plan  # noqa: E402
from machina_scorm.rollout import Applying, Rollout, apply_all, plan_all  # noqa: E402

#: Seconds of a call, and up to so many more.
LATENCY, JITTER = 0.15, 0.1
HANGING = "s007"
MODES = ("course", "module")


def main() -> None:
    """Serve until killed."""
    reading._QTYPES += " ordering"  # Moodle has it since 4.5
    root, number = Path(sys.argv[1]), int(sys.argv[2])
    made = {mode: _made(root, mode) for mode in MODES} if sys.argv[3:] else {}
    sites = {}
    for each in range(1, number + 1):
        mode = MODES[each % 2]
        site = sites[f"s{each:03}"] = FakeSite(qbankmode=mode)
        for one in fields(site) if made else ():
            if one.init and one.name in ("courses", "qcategories", "entries", "table"):
                setattr(site, one.name, getattr(made[mode], one.name))
    with Server(sites, latency=LATENCY, jitter=JITTER, seed=1, hang=[HANGING]) as server:
        print(server.url, flush=True)
        server.wait()


def _made(root: Path, mode: str) -> FakeSite:
    """Return a site that has the course."""
    site = FakeSite(qbankmode=mode)
    profile = Profile("s", site.url, TokenSource("env", "T"))

    def connect(*_: object) -> Client:
        return Client(site.url, Token(TOKEN), session=site.session())

    with tempfile.TemporaryDirectory() as name:
        path = Path(name) / "plan.json"
        with PlanWriter(path) as writer:
            (plan,) = plan_all(
                Rollout(read(root), root / "dist", connect=connect), [profile], lambda _: Policy(), writer
            )
        pairs = [(plan, profile)]
        results = apply_all(read_plan(path), pairs, Path(name), Applying(), lambda *_: None, Event(), connect)
        assert all(one.good for one in results)
    return site


if __name__ == "__main__":
    main()
