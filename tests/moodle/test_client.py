"""The door to HTTP: what goes wrong, what is tried again, what is never said."""

from __future__ import annotations

import io
import json
import logging
import pickle
import traceback
from pathlib import Path
from typing import Any

import pytest
import requests
from fake import TOKEN, Adapter, FakeSite, response
from files import package
from hypothesis import given, settings
from hypothesis import strategies as st

from machina_scorm.errors import AccessError, FunctionError, MoodleError, TransportError
from machina_scorm.moodle import api
from machina_scorm.moodle.activities.page import page
from machina_scorm.moodle.client import Client, Timeouts
from machina_scorm.moodle.connection import check_address, new_session
from machina_scorm.moodle.items import Common
from machina_scorm.moodle.multipart import Multipart, Payload
from machina_scorm.moodle.parameters import canonical, flatten, spec_hash
from machina_scorm.moodle.secret import MASK, Token
from machina_scorm.moodle.values import Run


def _course(client: Client) -> tuple[Run, int]:
    run = api.begin_run(client, "t", {})
    return run, api.apply_course(client, run, "mx:t/c", {"fullname": "C", "shortname": "c"}).objectid


def test_parameters_are_flattened_as_moodle_reads_them() -> None:
    nested = {"a": [{"b": True, "c": "é"}, {"b": False, "c": None}], "n": 3}
    assert flatten(nested) == [("a[0][b]", "1"), ("a[0][c]", "é"), ("a[1][b]", "0"), ("n", "3")]
    with pytest.raises(TypeError):
        flatten({"a": object()})  # type: ignore[dict-item]


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
)


@settings(max_examples=40)
@given(st.dictionaries(st.text(), _JSON, max_size=4))
def test_canonical_json_is_one_string_for_equal_values(value: dict[str, Any]) -> None:
    turned = dict(reversed(list(value.items())))
    assert canonical(turned) == canonical(value)
    assert json.loads(canonical(value)) == value
    assert len(spec_hash(value)) == 64


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        ("connect", "cannot be reached"),
        ("timeout", "does not answer"),
        ("500", "HTTP 500"),
        ("html", "web page"),
        ("truncated", "cut off"),
    ],
)
def test_a_read_is_tried_again_and_then_given_up(client: Client, fake: FakeSite, fault: str, said: str) -> None:
    fake.faults = [fault]
    assert api.get_site(client).api == 1
    fake.faults = [fault] * 4
    with pytest.raises(TransportError) as error:
        api.get_site(client)
    assert error.value.retryable and said in str(error.value)
    assert fake.faults == []


@pytest.mark.parametrize("fault", ["tls", "404", "403", "413", "redirect"])
def test_what_does_not_pass_by_itself_is_not_tried_again(client: Client, fake: FakeSite, fault: str) -> None:
    fake.faults = [fault, "500"]
    with pytest.raises(TransportError) as error:
        api.get_site(client)
    assert not error.value.retryable and fake.faults == ["500"]
    assert "?token" not in str(error.value)


def test_an_upgrade_is_waited_for(client: Client, fake: FakeSite) -> None:
    fake.faults = ["upgrade", "upgrade"]
    run, course = _course(client)
    assert run.runid and course


@pytest.mark.parametrize("fault", ["cut", "500 after", "truncated"])
def test_a_write_whose_answer_is_lost_is_not_done_twice(client: Client, fake: FakeSite, fault: str) -> None:
    run, course = _course(client)
    module = page("mx:t/p", "P", "<p>1</p>", Common())
    fake.faults, before = [fault], fake.writes
    done = api.apply_module(client, run, course, module)
    assert (done.status, done.reason, fake.writes) == ("updated", "confirmed", before + 1)
    assert fake.calls[-2:] == ["local_machina_apply_module", "local_machina_get_state"]
    assert api.apply_module(client, run, course, module).status == "unchanged"


@pytest.mark.parametrize("fault", ["500", "html", "timeout"])
def test_a_write_that_did_not_arrive_is_sent_again(client: Client, fake: FakeSite, fault: str) -> None:
    run, course = _course(client)
    fake.faults = [fault]
    done = api.apply_module(client, run, course, page("mx:t/p", "P", "<p>1</p>", Common()))
    assert done.status == "created" and done.notices == ()


def test_a_write_is_not_sent_again_where_nobody_can_look(client: Client, fake: FakeSite) -> None:
    run, course = _course(client)
    fake.faults, before = ["cut", *["500"] * 8], fake.writes
    with pytest.raises(TransportError) as error:
        api.apply_module(client, run, course, page("mx:t/p", "P", "<p>1</p>", Common()))
    assert not error.value.retryable and fake.writes == before + 1


def test_a_lost_answer_with_a_precondition_is_no_staleness(client: Client, fake: FakeSite) -> None:
    run, course = _course(client)
    made = api.apply_module(client, run, course, page("mx:t/p", "P", "<p>1</p>", Common()))
    how = api.How(if_observed=made.observedhash)
    second = page("mx:t/p", "P", "<p>2</p>", Common())
    fake.faults = ["cut"]
    assert api.apply_module(client, run, course, second, how).status == "updated"
    assert api.apply_module(client, run, course, second, how).reason == "confirmed"


def test_an_upload_is_checked(client: Client, fake: FakeSite) -> None:
    draft = client.upload(Payload.of(b"abc", "ä b.zip"))
    assert fake.drafts[draft] == {"/ä b.zip": b"abc"}
    with pytest.raises(TransportError, match="the site calls it") as error:
        client.upload(Payload.of(b"abc", 'a"b.zip'))
    assert not error.value.retryable


def test_several_files_share_a_draft_even_if_an_answer_is_lost(client: Client, fake: FakeSite) -> None:
    files = {"/a.txt": Payload.of(b"a", "x"), "/b.txt": Payload.of(b"b", "y"), "/d/c.txt": Payload.of(b"c", "z")}
    fake.faults = ["", "cut"]
    draft = api.upload_all(client, files)
    assert fake.drafts[draft] == {"/a.txt": b"a", "/b.txt": b"b", "/d/c.txt": b"c"}


@given(st.binary(max_size=5000), st.integers(1, 700))
def test_a_form_is_the_same_in_every_slice(data: bytes, size: int) -> None:
    payload = Payload.of(data, "f.bin")
    whole, pieces = Multipart([("a", "b")], payload), Multipart([("a", "b")], payload)
    expected = whole.read()
    found = b"".join(iter(lambda: pieces.read(size), b""))
    assert found == expected and len(found) == len(whole)


class _Broken(Adapter):
    """Answers with given bytes."""

    def __init__(self, body: bytes, status: int = 200) -> None:
        super().__init__(FakeSite())
        self.body, self.status = body, status

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:  # type: ignore[override]
        return response(request, self.body, self.status)


def _broken(body: bytes, status: int = 200) -> Client:
    session = requests.Session()
    session.mount("https://", _Broken(body, status))
    return Client("https://moodle.example.org", Token(TOKEN), session=session, sleep=lambda _: None)


@settings(max_examples=40)
@given(st.binary(max_size=300) | st.sampled_from([b"null", b"[]", b"{}", b'"x"', b"[" * 5000, b'{"site": "{}"}']))
def test_no_answer_brings_it_down(body: bytes) -> None:
    with pytest.raises(MoodleError):
        api.get_site(_broken(body))
    with pytest.raises(MoodleError):
        _broken(body).upload(Payload.of(b"x", "x"))
    with pytest.raises(MoodleError):
        api.apply_course(_broken(body), Run("t", "r"), "k", {})


@settings(max_examples=40)
@given(
    st.sampled_from(["exception", "error", "errorcode", "message", "debuginfo"]),
    st.text(max_size=20),
    st.sampled_from([200, 500, 302, 403]),
)
def test_the_token_is_in_no_error(field: str, around: str, status: int) -> None:
    said = {"exception": "e", "errorcode": "x", "message": "m", field: f"{around}{TOKEN}{around}"}
    client = _broken(json.dumps(said).encode(), status)
    for act in (lambda: api.get_site(client), lambda: client.upload(package("x"))):
        try:
            act()
        except MoodleError as error:
            assert TOKEN not in "".join(traceback.format_exception(error))
            assert TOKEN not in f"{error} {error!r} {error.args} {error.message}"
            assert error.__cause__ is None


@pytest.mark.parametrize("fault", ["connect", "tls", "timeout", "500", "redirect", "html", "truncated", "cut"])
def test_the_token_is_in_no_log_and_no_traceback(fake: FakeSite, fault: str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    client = Client(fake.url, Token(TOKEN), session=fake.session(), tries=1)
    fake.faults = [fault]
    stream = io.StringIO()
    try:
        api.begin_run(client, "t", {})
    except MoodleError:
        traceback.print_exc(file=stream)
    assert TOKEN not in stream.getvalue() and TOKEN not in caplog.text
    assert TOKEN not in repr(client) and TOKEN not in repr(vars(client))


def test_a_token_hides_itself() -> None:
    token = Token(TOKEN)
    assert TOKEN not in f"{token} {token!r} {[token]}" and MASK in repr(token)
    with pytest.raises(TypeError):
        pickle.dumps(token)


@pytest.mark.parametrize(
    "url",
    ["http://moodle.example.org", "ftp://x", "moodle.example.org", "https://u:p@x", "https://x/?a=b", "https://["],
)
def test_an_address_that_would_give_the_token_away_is_refused(url: str) -> None:
    with pytest.raises(MoodleError):
        Client(url, Token(TOKEN))


@pytest.mark.parametrize(
    "url", ["http://127.0.0.1:8000", "http://localhost/moodle", "http://[::1]", "https://x/moodle"]
)
def test_this_machine_needs_no_encryption(url: str) -> None:
    check_address(url)


def test_netrc_adds_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine moodle.example.org login me password secret")
    monkeypatch.setenv("NETRC", str(netrc))
    session = new_session()
    prepared = session.prepare_request(requests.Request("POST", "https://moodle.example.org/x"))
    assert "Authorization" not in prepared.headers and session.verify is True


def test_a_call_ends_in_time(fake: FakeSite) -> None:
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    limits = Timeouts(total=5)
    client = Client(fake.url, Token(TOKEN), limits, session=fake.session(), tries=50, sleep=sleep, clock=lambda: now[0])
    fake.faults = ["503"] * 50
    with pytest.raises(TransportError):
        api.get_site(client)
    assert now[0] < 5


def test_errors_are_a_tree() -> None:
    assert issubclass(AccessError, FunctionError) and issubclass(FunctionError, MoodleError)
    assert issubclass(TransportError, MoodleError)


def test_attempts_guard_a_package(client: Client, fake: FakeSite) -> None:
    from machina_scorm.moodle.activities.scorm import scorm

    run, course = _course(client)
    two = scorm("mx:t/s", "L", package("a", ("item-1", "item-2")), Common())
    made = api.apply_module(client, run, course, two)
    fake.courses[course].modules[made.cmid].tracks = {"learner": {"item-2"}}
    fewer = scorm("mx:t/s", "L", package("b", ("item-1",)), Common())
    answer = api.apply_module(client, run, course, fewer)
    assert (answer.status, answer.reason) == ("blocked", "track_loss")
    with pytest.raises(FunctionError):
        api.retire(client, run, course, ["mx:t/s"], "delete")
    assert api.apply_module(client, run, course, fewer, api.How(allow_track_loss=True)).status == "updated"
