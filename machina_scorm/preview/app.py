"""What the preview answers to each request: values in, a Response out.  Not: sockets (server), looks (pages)."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, replace
from pathlib import Path, PurePosixPath
from urllib.parse import parse_qs, quote, unquote, urlsplit

from machina_scorm.model.questions import Question
from machina_scorm.pipeline import ALL_LANGUAGES, ALL_PSEUDO
from machina_scorm.preview.attempts import Attempts, attempts_json, read_values
from machina_scorm.preview.decks import Gallery, outlines
from machina_scorm.preview.listing import course_name, name_of, sections, subject, tabs, thing
from machina_scorm.preview.packages import PackageError, read_member, read_package
from machina_scorm.preview.pages import html_style, render, static
from machina_scorm.preview.workshop import Snapshot, Workshop
from machina_scorm.store import Entry

#: Not the machine's own table: on Windows a program may have made text/plain of .js.
_MEDIA = {
    "css": "text/css; charset=utf-8",
    "csv": "text/csv; charset=utf-8",
    "gif": "image/gif",
    "htm": "text/html; charset=utf-8",
    "html": "text/html; charset=utf-8",
    "jpeg": "image/jpeg",
    "jpg": "image/jpeg",
    "js": "text/javascript; charset=utf-8",
    "json": "application/json",
    "mjs": "text/javascript; charset=utf-8",
    "mp3": "audio/mpeg",
    "mp4": "video/mp4",
    "pdf": "application/pdf",
    "png": "image/png",
    "svg": "image/svg+xml",
    "txt": "text/plain; charset=utf-8",
    "vtt": "text/vtt; charset=utf-8",
    "webm": "video/webm",
    "webp": "image/webp",
    "woff2": "font/woff2",
    "xml": "text/xml; charset=utf-8",
    "xsd": "text/xml; charset=utf-8",
}
_HTML = _MEDIA["html"]
_JSON = _MEDIA["json"]

#: The preview's own pages load nothing from elsewhere. MathML carries style attributes, figures are data: pictures.
_POLICY = (
    "default-src 'self'; img-src 'self' data:; style-src 'self' 'unsafe-inline'; object-src 'self'; "
    "base-uri 'none'; form-action 'self'; frame-ancestors 'none'"
)


@dataclass(frozen=True, slots=True)
class Response:
    """An answer: HTTP status, media type, body, further headers."""

    status: int
    media_type: str
    body: bytes
    headers: tuple[tuple[str, str], ...] = ()


class App:
    """Answers requests from the workshop's latest snapshot. Nothing but listed artefacts is ever read from disk."""

    def __init__(self, workshop: Workshop) -> None:
        self.workshop = workshop
        self._attempts = Attempts(workshop.root)
        self._gallery = Gallery(workshop.root)

    def get(self, target: str) -> Response:
        """Answer a GET of the request target (path and query)."""
        snapshot = self.workshop.snapshot
        parts = urlsplit(target)
        head, _, rest = unquote(parts.path).removeprefix("/").partition("/")
        if not head:
            return self._course(snapshot, parse_qs(parts.query).get("lang", [""])[0])
        if head == "static":
            return _found(static(rest), rest)
        if head == "problems":
            return _html(render("problems", snapshot=snapshot))
        if head == "package":
            return self._member(snapshot, rest)
        if head == "deck-file":
            sha256, _, name = rest.partition("/")
            known = any(entry.sha256 == sha256 for entry in snapshot.entries)
            return _found(self._gallery.file(sha256, name) if known else None, name)
        entry = snapshot.entry(rest)
        data = self._read(entry) if entry else None
        if entry is None or data is None:
            return self._missing(snapshot)
        match head:
            case "play":
                return self._play(snapshot, entry, data)
            case "slides":
                return self._slides(snapshot, entry, data)
            case "questions":
                return self._questions(snapshot, entry)
            case "deck-pictures":
                self._gallery.keep(frozenset(entry.sha256 for entry in snapshot.entries))
                return _json(asdict(self._gallery.pictures(entry.sha256, data)))
            case "attempts":
                return _json({"attempts": attempts_json(self._attempts.read(entry.path))})
            case "files":
                return _download(entry, data)
        return self._missing(snapshot)

    def post(self, target: str, body: bytes) -> Response:
        """Answer a POST to /attempts/<package>: `{"action": "save" | "new" | "clear", …}`."""
        head, _, rest = unquote(urlsplit(target).path).removeprefix("/").partition("/")
        entry = self.workshop.snapshot.entry(rest)
        if head != "attempts" or entry is None:
            return _json({"taken": False, "reason": "no such package"}, 404)
        try:
            asked = json.loads(body)
        except ValueError:
            asked = None
        match asked:
            case {"action": "new"}:
                return _json({"attempts": attempts_json(self._attempts.begin(entry.path))})
            case {"action": "clear"}:
                return _json({"attempts": attempts_json(self._attempts.clear(entry.path))})
            case {"action": "save", "number": int(number), "sco": str(sco), "values": dict(raw)}:
                values = read_values(raw)
                taken = values is not None and self._attempts.save(entry.path, number, sco, values)
                return _json({"taken": taken}, 200 if taken else 409)
        return _json({"taken": False, "reason": "not understood"}, 400)

    def news(self, snapshot: Snapshot, path: str) -> bytes:
        """Return a snapshot as the data of one server-sent event, for the page that shows the artefact at `path`."""
        done, total = snapshot.progress
        entry = snapshot.entry(path)
        value = {
            "version": snapshot.version,
            "stage": snapshot.stage,
            "done": done,
            "total": total,
            "sha256": entry.sha256 if entry else "",
            "errors": len(snapshot.errors),
        }
        return json.dumps(value).encode()

    def _course(self, snapshot: Snapshot, wanted: str) -> Response:
        languages = tabs(snapshot)
        codes = [tab.code for tab in languages]
        chosen = wanted if wanted in codes else next(iter(codes), "")
        return _html(
            render(
                "course",
                snapshot=snapshot,
                course=course_name(snapshot),
                tabs=languages,
                chosen=chosen,
                sections=sections(snapshot, chosen),
            )
        )

    def _play(self, snapshot: Snapshot, entry: Entry, data: bytes) -> Response:
        try:
            package = read_package(data)
        except PackageError as error:
            return _html(render("message", snapshot=snapshot, kind="package", reason=str(error)), 422)
        config = {
            "path": entry.path,
            "base": f"/package/{quote(entry.path)}/",
            "attempts": f"/attempts/{quote(entry.path)}",
            "standard": package.standard,
            "items": [asdict(item) for item in package.items],
            "language": entry.language,
        }
        languages = [tab.code for tab in tabs(snapshot) if tab.code not in (ALL_LANGUAGES, ALL_PSEUDO)]
        name = name_of(snapshot, entry)
        page = render(
            "play",
            snapshot=snapshot,
            thing=thing(entry),
            package=package,
            name=name,
            config=config,
            languages=languages,
        )
        # The package runs in a frame of this page and has scripts of its own; the page itself has none but ours.
        return _html(page)

    def _slides(self, snapshot: Snapshot, entry: Entry, data: bytes) -> Response:
        values = {"thing": thing(entry), "name": name_of(snapshot, entry), "slides": outlines(data)}
        return _html(render("slides", snapshot=snapshot, **values))

    def _questions(self, snapshot: Snapshot, entry: Entry) -> Response:
        groups = _question_groups(snapshot, entry)
        values = {"thing": thing(entry), "name": name_of(snapshot, entry), "groups": groups}
        return _html(render("questions", snapshot=snapshot, style=html_style(entry.language), **values))

    def _member(self, snapshot: Snapshot, rest: str) -> Response:
        entry = next((entry for entry in snapshot.entries if rest.startswith(f"{entry.path}/")), None)
        data = self._read(entry) if entry else None
        if entry is None or data is None:
            return self._missing(snapshot)
        name = rest[len(entry.path) + 1 :]
        try:
            found = _found(read_member(data, name), name)
        except PackageError as error:
            return Response(422, _MEDIA["txt"], str(error).encode())
        # Packages are somebody's scripts: they get no policy, but nobody else may frame them.
        return replace(found, headers=(("Content-Security-Policy", "frame-ancestors 'self'"),))

    def _missing(self, snapshot: Snapshot) -> Response:
        return _html(render("message", snapshot=snapshot, kind="missing", reason=""), 404)

    def _read(self, entry: Entry) -> bytes | None:
        path = Path(self.workshop.out, *PurePosixPath(entry.path).parts)
        if not path.resolve().is_relative_to(self.workshop.out.resolve()):  # an index.json that somebody else wrote
            return None
        try:
            return path.read_bytes()
        except OSError:
            return None


def _question_groups(snapshot: Snapshot, entry: Entry) -> list[tuple[str, tuple[Question, ...]]]:
    """The questions of a lesson's or a unit's bank, by lesson, from the model; empty while it cannot be read."""
    key = subject(entry)
    course = next((c for c in snapshot.localised if c.edition.language.code == entry.language), None)
    lessons = [lesson for unit in course.units for lesson in unit.lessons] if course else []
    return [(lesson.key, lesson.questions) for lesson in lessons if f"{lesson.key}/".startswith(f"{key}/")]


def _html(body: bytes, status: int = 200) -> Response:
    return Response(status, _HTML, body, (("Content-Security-Policy", _POLICY),))


def _json(value: object, status: int = 200) -> Response:
    return Response(status, _JSON, json.dumps(value, ensure_ascii=False).encode())


def _found(data: bytes | None, name: str) -> Response:
    if data is None:
        return Response(404, _MEDIA["txt"], b"")
    return Response(200, _MEDIA.get(name.rpartition(".")[2].lower(), "application/octet-stream"), data)


def _download(entry: Entry, data: bytes) -> Response:
    name = quote(PurePosixPath(entry.path).name)
    disposition = ("Content-Disposition", f"attachment; filename*=UTF-8''{name}")
    return Response(200, "application/octet-stream", data, (disposition,))
