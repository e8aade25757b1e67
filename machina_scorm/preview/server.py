"""HTTP on 127.0.0.1, for this machine only.  Not: what is answered (app)."""

from __future__ import annotations

import errno
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from machina_scorm.errors import ProjectError
from machina_scorm.preview.app import App, Response

HOST = "127.0.0.1"
DEFAULT_PORT = 8765

#: The names by which a browser on this machine may have come here. Any other Host is a page elsewhere whose name was
#: made to point here (DNS rebinding); it gets nothing.
_NAMES = frozenset({"127.0.0.1", "localhost"})
_MOST_BODY = 4_000_000
_HEARTBEAT = 15.0
#: Seconds between two events while a build goes on.
_PACE = 0.1


class PreviewServer(ThreadingHTTPServer):
    """The server. `port` 0 takes a free one. Raises ProjectError where the port is taken."""

    daemon_threads = True
    #: Elsewhere it lets a server begin again at once; on Windows it would let two of them share the port.
    allow_reuse_address = sys.platform != "win32"

    def __init__(self, app: App, port: int) -> None:
        self.app = app
        try:
            super().__init__((HOST, port), _Handler)
        except OSError as error:
            if error.errno in (errno.EADDRINUSE, errno.EACCES):
                hint = "another preview may be running; choose another with --port, or any free one with --port 0"
                raise ProjectError(f"port {port} of {HOST} cannot be used", hint=hint) from error
            raise

    @property
    def url(self) -> str:
        """Where the preview is."""
        return f"http://{HOST}:{self.server_port}/"


class _Handler(BaseHTTPRequestHandler):
    server: PreviewServer
    server_version = "machina"
    sys_version = ""
    protocol_version = "HTTP/1.1"
    timeout = 60

    def do_GET(self) -> None:
        if not self._welcome():
            self._send(_refused(403))
        elif urlsplit(self.path).path == "/events":
            self._events()
        else:
            self._send(self.server.app.get(self.path))

    do_HEAD = do_GET

    def do_POST(self) -> None:
        length = self.headers.get("Content-Length", "")
        if not length.isdigit() or int(length) > _MOST_BODY:
            self.close_connection = True
            self._send(_refused(413))
            return
        body = self.rfile.read(int(length))
        # Only our own pages may write: a form of another site can send neither this type nor our origin.
        typed = self.headers.get("Content-Type", "").partition(";")[0].strip() == "application/json"
        if not (self._welcome() and typed and self._own_origin()):
            self._send(_refused(403))
            return
        self._send(self.server.app.post(self.path, body))

    def _welcome(self) -> bool:
        name, _, port = self.headers.get("Host", "").partition(":")
        return name.lower() in _NAMES and port in ("", str(self.server.server_port))

    def _own_origin(self) -> bool:
        origin = self.headers.get("Origin")
        return origin is None or origin == f"http://{self.headers.get('Host', '')}"

    def _send(self, response: Response) -> None:
        self.send_response(response.status)
        self.send_header("Content-Type", response.media_type)
        self.send_header("Content-Length", str(len(response.body)))
        self._guard()
        for name, value in response.headers:
            self.send_header(name, value)
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(response.body)

    def _guard(self) -> None:
        self.send_header("Cache-Control", "no-store")
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("Referrer-Policy", "no-referrer")
        self.send_header("Cross-Origin-Resource-Policy", "same-origin")

    def _events(self) -> None:
        """Send the snapshot, then each newer one, until the browser goes away."""
        workshop = self.server.app.workshop
        path = parse_qs(urlsplit(self.path).query).get("path", [""])[0]
        version = -1
        self.close_connection = True
        self.send_response(200)
        self.send_header("Content-Type", "text/event-stream; charset=utf-8")
        self.send_header("Connection", "close")
        self._guard()
        self.end_headers()
        while not workshop.closed:
            snapshot = workshop.wait(version, _HEARTBEAT)
            if snapshot.version == version:
                self.wfile.write(b": still here\n\n")
            else:
                version = snapshot.version
                self.wfile.write(b"data: " + self.server.app.news(snapshot, path) + b"\n\n")
                time.sleep(_PACE)
            self.wfile.flush()

    def handle(self) -> None:
        """A browser that goes away in the middle of an answer is no error."""
        try:
            super().handle()
        except (ConnectionError, TimeoutError):
            self.close_connection = True

    def log_message(self, format: str, *args: object) -> None:
        """Say nothing: the terminal is for the course."""


def _refused(status: int) -> Response:
    return Response(status, "text/plain; charset=utf-8", b"")
