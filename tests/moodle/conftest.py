"""Sites for the tests: the fake one as Moodle 4.5 and as 5.1, and a live one where the environment names it.

MACHINA_TEST_SITE is a site's address, MACHINA_TEST_TOKEN a token of the plugin's service on it. With
MACHINA_TEST_CORE_TOKEN, a token of a service with core_course_delete_modules and core_course_delete_courses, the tests
of what teachers delete run too and the test's course is deleted at the end; without it the course stays, hidden.
"""

from __future__ import annotations

import os
import uuid
from collections.abc import Iterator

import pytest
from door import Door
from fake import TOKEN, FakeSite

from machina_scorm.errors import FunctionError
from machina_scorm.moodle import api
from machina_scorm.moodle.client import Client
from machina_scorm.moodle.secret import Token
from machina_scorm.moodle.values import Run

LIVE = os.environ.get("MACHINA_TEST_SITE", "")
SITES = ["fake-4.5", "fake-5.1", *(["live"] if LIVE else [])]


@pytest.fixture(scope="module", params=SITES)
def door(request: pytest.FixtureRequest) -> Iterator[Door]:
    """A site of each kind."""
    core = fake = None
    if request.param == "live":
        client = Client(LIVE, Token(os.environ["MACHINA_TEST_TOKEN"]))
        if os.environ.get("MACHINA_TEST_CORE_TOKEN"):
            core = Client(LIVE, Token(os.environ["MACHINA_TEST_CORE_TOKEN"]))
    else:
        fake = FakeSite(qbankmode="course" if request.param.endswith("4.5") else "module")
        client = Client(fake.url, Token(TOKEN), session=fake.session(), sleep=lambda _: None)
    namespace = f"mxtest-{uuid.uuid4().hex[:8]}"
    facts = api.get_site(client)
    run = api.begin_run(client, namespace, {"version": "test"})
    assert run.runid
    key = f"mx:{namespace}/course"
    spec = {"fullname": f"Test {namespace}", "shortname": namespace, "format": "topics", "enablecompletion": True}
    made = api.apply_course(client, run, key, {**spec, "visible": False})
    assert made.status == "created", made
    door = Door(client, namespace, run, made.objectid, key, facts, fake, core)
    yield door
    _clean(door)


def _clean(door: Door) -> None:
    """Leave nothing behind that the token may delete; the course itself only core can delete."""
    run = api.begin_run(door.client, door.namespace, {}, resume=door.run.runid)
    if door.core:
        door.core.write("core_course_delete_courses", {"courseids": [door.course]})
    else:
        items = [item for item in door.state().items if item.status == "live"]
        for kind in ("cm", "section"):
            for key in [item.key for item in items if item.kind == kind]:
                _delete(door, run, key)
        api.retire(
            door.client,
            run,
            door.course,
            [item.key for item in items if item.kind not in ("cm", "section")],
            "unmanage",
        )
    api.end_run(door.client, run, {})


def _delete(door: Door, run: Run, key: str) -> None:
    try:
        api.retire(door.client, run, door.course, [key], "delete")
    except FunctionError as error:
        if error.errorcode != "unconfirmed":  # a bank that holds questions
            raise
        api.retire(door.client, run, door.course, [key], "delete", confirm=1)


@pytest.fixture
def fake() -> FakeSite:
    """A fake site alone, for what only a fake can do: break."""
    return FakeSite()


@pytest.fixture
def client(fake: FakeSite) -> Client:
    """A client of it that does not wait."""
    return Client(fake.url, Token(TOKEN), session=fake.session(), sleep=lambda _: None)
