"""The preview over HTTP: for this machine only, nothing but what the index lists, every page answers."""

from __future__ import annotations

import http.client
import json
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner

from machina_scorm.cli import main
from machina_scorm.errors import ProjectError
from machina_scorm.pipeline import Request
from machina_scorm.preview import decks
from machina_scorm.preview.app import App
from machina_scorm.preview.decks import Gallery, outlines
from machina_scorm.preview.server import PreviewServer
from machina_scorm.preview.workshop import Workshop
from machina_scorm.starter import new_course

PACKAGE = "en/unit1/unit1-lesson1.scorm12.zip"
SAVE = {"action": "save", "number": 1, "sco": "s", "values": {"cmi.core.lesson_status": "incomplete"}}


@dataclass
class Site:
    server: PreviewServer
    workshop: Workshop
    root: Path

    def ask(
        self, method: str, path: str, body: object = None, **headers: str
    ) -> tuple[int, bytes, http.client.HTTPMessage]:
        connection = http.client.HTTPConnection("127.0.0.1", self.server.server_port, timeout=10)
        sent = {"Host": f"127.0.0.1:{self.server.server_port}"}
        data = None
        if body is not None:
            data = json.dumps(body).encode()
            sent["Content-Type"] = "application/json"
        sent |= {name.replace("_", "-"): value for name, value in headers.items()}
        connection.putrequest(method, path, skip_host=True)
        for name, value in sent.items():
            connection.putheader(name, value)
        if data is not None:
            connection.putheader("Content-Length", str(len(data)))
        connection.endheaders(data)
        answer = connection.getresponse()
        found = answer.status, answer.read(), answer.headers
        connection.close()
        return found

    def get(self, path: str, **headers: str) -> tuple[int, str]:
        status, body, _ = self.ask("GET", path, **headers)
        return status, body.decode("utf-8", "replace")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    root = tmp_path_factory.mktemp("site") / "course"
    new_course(root, "A small course", ("el",))
    workshop = Workshop(root, root / "dist", Request(jobs=1), lambda _: None)
    workshop.refresh()
    server = PreviewServer(App(workshop), 0)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Site(server, workshop, root)
    workshop.close()
    server.shutdown()
    server.server_close()


def test_the_course_is_listed_by_language_and_unit(site: Site) -> None:
    status, page = site.get("/")
    assert status == 200
    assert "A small course" in page
    assert f'href="/play/{PACKAGE}"' in page
    assert "Ελληνικά" in page
    assert 'href="/play/el/' in site.get("/?lang=el")[1]
    assert f'href="/play/{PACKAGE}"' in site.get("/?lang=nonsense")[1]


def test_every_page_answers_and_loads_nothing_from_elsewhere(site: Site) -> None:
    for entry in site.workshop.snapshot.entries:
        page = {"scorm12": "play", "deck": "slides", "moodle-xml": "questions", "gift": "questions"}.get(entry.format)
        if page is None:
            continue
        status, body, headers = site.ask("GET", f"/{page}/{entry.path}")
        assert status == 200, entry.path
        assert "default-src 'self'" in headers["Content-Security-Policy"]
        assert b'src="http' not in body
        status, data, headers = site.ask("GET", f"/files/{entry.path}")
        assert data == (site.root / "dist" / entry.path).read_bytes()
        assert headers["Content-Disposition"].startswith("attachment")


def test_questions_show_options_feedback_and_what_is_right(site: Site) -> None:
    page = site.get("/questions/en/unit1/unit1-lesson1.moodle.xml")[1]
    assert '<span class="mark right">right</span>' in page
    assert "Feedback" in page
    assert "units/unit1/lesson1/quiz.yaml:" in page


def test_a_package_s_files_come_with_their_types(site: Site) -> None:
    status, body, headers = site.ask("GET", f"/package/{PACKAGE}/index.html")
    assert (status, headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert b"<html" in body
    assert site.ask("GET", f"/package/{PACKAGE}/player.js")[2]["Content-Type"].startswith("text/javascript")
    assert site.ask("HEAD", f"/package/{PACKAGE}/index.html")[1] == b""


@pytest.mark.parametrize(
    "path",
    [
        "/files/../../../etc/passwd",
        "/files/..%2f..%2fcourse%2funits%2fcourse.yaml",
        "/files/index.json",
        "/files/.build.json",
        "/static/../starter/.gitignore",
        "/static/course.html.j2",
        "/static//etc/passwd",
        f"/package/{PACKAGE}/../../index.json",
        f"/package/{PACKAGE}/%2e%2e/index.json",
        f"/package/{PACKAGE}",
        "/deck-file/../attempts/x",
        "/deck-file/%2e%2e/deck.pdf",
        "/attempts/../x",
        "/nowhere",
        "/play/",
    ],
)
def test_nothing_but_what_is_listed_is_given_out(site: Site, path: str) -> None:
    assert site.get(path)[0] == 404


@pytest.mark.parametrize("host", ["evil.example", "evil.example:80", "127.0.0.1.evil.example", "127.0.0.1:1", ""])
def test_a_host_that_is_not_this_machine_gets_nothing(site: Site, host: str) -> None:
    assert site.get("/", Host=host) == (403, "")
    assert site.get("/events", Host=host) == (403, "")
    assert site.ask("POST", f"/attempts/{PACKAGE}", SAVE, Host=host)[0] == 403


def test_localhost_is_this_machine(site: Site) -> None:
    assert site.get("/", Host=f"localhost:{site.server.server_port}")[0] == 200


def test_only_our_own_pages_may_write(site: Site) -> None:
    path = f"/attempts/{PACKAGE}"
    own = f"http://127.0.0.1:{site.server.server_port}"
    assert site.ask("POST", path, {"action": "clear"}, Origin="http://evil.example")[0] == 403
    assert site.ask("POST", path, {"action": "clear"}, Origin="null")[0] == 403
    assert site.ask("POST", path, {"action": "clear"}, Content_Type="text/plain")[0] == 403
    assert site.ask("POST", path, {"action": "clear"}, Origin=own)[0] == 200


def test_attempts_are_kept(site: Site) -> None:
    path = f"/attempts/{PACKAGE}"
    assert json.loads(site.ask("POST", path, SAVE)[1]) == {"taken": True}
    (attempt,) = json.loads(site.get(path)[1])["attempts"]
    assert attempt == {"number": 1, "scos": {"s": SAVE["values"]}}
    assert [a["number"] for a in json.loads(site.ask("POST", path, {"action": "new"})[1])["attempts"]] == [1, 2]
    assert site.ask("POST", path, {**SAVE, "number": 9})[0] == 409
    assert (site.root / ".machina/preview/attempts" / f"{PACKAGE}.json").is_file()
    assert len(json.loads(site.ask("POST", path, {"action": "clear"})[1])["attempts"]) == 1


@pytest.mark.parametrize(
    "body", [{}, [], "x", {"action": "burn"}, {**SAVE, "number": "1"}, {**SAVE, "values": []}, {**SAVE, "sco": 1}]
)
def test_what_is_not_understood_is_refused(site: Site, body: object) -> None:
    assert site.ask("POST", f"/attempts/{PACKAGE}", body)[0] == 400
    assert site.ask("POST", f"/attempts/{PACKAGE}", {**SAVE, "values": {"a": 1}})[0] == 409
    assert site.ask("POST", "/attempts/no/such.zip", body)[0] == 404


def test_news_come_as_events(site: Site) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", site.server.server_port, timeout=10)
    connection.request("GET", f"/events?path={PACKAGE}")
    answer = connection.getresponse()
    assert answer.headers["Content-Type"].startswith("text/event-stream")
    news = json.loads(answer.readline().removeprefix(b"data: "))
    entry = site.workshop.snapshot.entry(PACKAGE)
    assert entry is not None
    assert (news["stage"], news["sha256"]) == ("ready", entry.sha256)
    connection.close()


def test_a_damaged_package_says_so(site: Site) -> None:
    file = site.root / "dist" / PACKAGE
    data = file.read_bytes()
    try:
        file.write_bytes(b"no zip")
        status, page = site.get(f"/play/{PACKAGE}")
        assert (status, "no sound zip file" in page) == (422, True)
        assert site.get(f"/package/{PACKAGE}/index.html")[0] == 422
        file.unlink()
        assert site.get(f"/play/{PACKAGE}")[0] == 404
    finally:
        file.write_bytes(data)


def test_a_deck_s_words_are_shown_without_libreoffice(site: Site, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decks, "find_office", lambda: None)
    path = next(entry.path for entry in site.workshop.snapshot.entries if entry.format == "deck")
    found = json.loads(site.get(f"/deck-pictures/{path}")[1])
    assert found == {"names": [], "pdf": False, "reason": "no-office"}
    slides = outlines((site.root / "dist" / path).read_bytes())
    page = site.get(f"/slides/{path}")[1]
    assert slides
    assert all(slide.title in page for slide in slides)
    assert any(slide.notes and slide.notes[0] in page for slide in slides)


def test_libreoffice_that_fails_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(decks, "find_office", lambda: str(tmp_path / "no-such-program"))
    gallery = Gallery(tmp_path)
    assert gallery.pictures("0" * 64, b"x").reason.startswith("LibreOffice could not be run")
    assert not list(gallery.folder.iterdir())
    assert gallery.file("0" * 64, "deck.pdf") is None


def test_the_port_of_another_preview_is_one_line(site: Site) -> None:
    with pytest.raises(ProjectError, match="--port"):
        PreviewServer(App(site.workshop), site.server.server_port)
    arguments = ["preview", "--no-open", "--project", str(site.root), "--port", str(site.server.server_port)]
    result = CliRunner().invoke(main, arguments, catch_exceptions=False)
    assert result.exit_code == 1
    assert result.stderr.startswith("machina: port ")


def test_no_course_is_one_line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    result = CliRunner().invoke(main, ["preview", "--no-open", "--port", "0"], catch_exceptions=False)
    assert result.exit_code == 1
    assert "machina new course" in result.stderr
