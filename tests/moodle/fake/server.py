"""Fake sites behind real HTTP, any number of them on one port: `http://127.0.0.1:PORT/s001`, `/s002` …

    with Server(3, latency=0.05) as server:
        process = subprocess.Popen(["machina", "moodle", "apply", …])   with server.urls["s001"] in the profile
        server.victim = process                     the faults `kill`, `kill after` end it
        server.sites["s001"].faults = Faults().at(7, "kill after")

    python -m tests.moodle.fake.server --sites 200 --latency 0.05       prints the address, runs until it is stopped

The sites' state is the server's: it outlives the client. GET /report tells what was asked, as JSON.
"""

from __future__ import annotations

import argparse
import json
import random
import socket
import struct
import sys
import threading
from collections.abc import Iterable, Mapping
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Protocol

from .faults import Killed
from .site import FakeSite
from .transport import Broken, Reply, answer


class Victim(Protocol):
    """What can be killed, such as subprocess.Popen."""

    def kill(self) -> None: ...


class Server:
    """Serves sites until it is closed. `latency` and `jitter` in seconds, each answer's drawn from a seed per site."""

    def __init__(
        self,
        sites: int | Mapping[str, FakeSite] = 1,
        *,
        latency: float = 0.0,
        jitter: float = 0.0,
        seed: int = 0,
        hang: Iterable[str] = (),
        port: int = 0,
    ) -> None:
        if isinstance(sites, int):
            modes = ("course", "module")
            sites = {f"s{number:03}": FakeSite(qbankmode=modes[number % 2]) for number in range(1, sites + 1)}
        self.sites = dict(sites)
        self.latency, self.jitter = latency, jitter
        #: Sites that take requests and never answer.
        self.hanging = set(hang)
        self.victim: Victim | None = None
        #: Most connections open, and most requests under way, at any one time.
        self.most_connections = self.most_requests = 0
        self._dice = {name: random.Random(f"{seed} {name}") for name in self.sites}
        self._connections = self._requests = 0
        self._lock, self._over = threading.Lock(), threading.Event()
        self._http = _Http(("127.0.0.1", port), _Handler)
        self._http.fake = self
        self.url = f"http://127.0.0.1:{self._http.server_port}"
        self.urls = {name: f"{self.url}/{name}" for name in self.sites}
        for name, site in self.sites.items():
            site.url = self.urls[name]
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.05,), daemon=True)

    def __enter__(self) -> Server:
        self._thread.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._over.set()
        self._http.shutdown()
        self._http.server_close()

    def wait(self) -> None:
        self._over.wait()

    def report(self) -> dict[str, Any]:
        counts = {name: dict(site.counts) for name, site in self.sites.items()}
        return {"connections": self.most_connections, "requests": self.most_requests, "calls": counts}

    def connected(self, number: int) -> None:
        with self._lock:
            self._connections += number
            self.most_connections = max(self.most_connections, self._connections)

    def serve(self, name: str, path: str, content_type: str, body: bytes) -> Reply:
        """Return a site's answer after its latency. Raises Broken, after the stall where that is what is broken."""
        site = self.sites[name]
        with self._lock:
            self._requests += 1
            self.most_requests = max(self.most_requests, self._requests)
            pause = self.latency + self.jitter * self._dice[name].random()
        try:
            if name in self.hanging:
                self._over.wait()
                raise Broken("reset")
            self._over.wait(pause)
            return answer(site, path, content_type, body)
        except Broken as broken:
            if broken.how == "timeout":
                self._over.wait(site.faults.stall)
            if broken.late:
                broken.late()
            raise
        except Killed:
            if self.victim:
                self.victim.kill()
            raise Broken("reset") from None
        finally:
            with self._lock:
                self._requests -= 1


class _Http(ThreadingHTTPServer):
    fake: Server
    daemon_threads = True
    block_on_close = False
    request_queue_size = 512

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing of clients that are gone; of anything else as usual."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    server: _Http
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def setup(self) -> None:
        super().setup()
        self.server.fake.connected(1)

    def finish(self) -> None:
        self.server.fake.connected(-1)
        super().finish()

    def do_GET(self) -> None:
        if self.path == "/report":
            self._send(Reply(json.dumps(self.server.fake.report()).encode()))
        else:
            self._send(Reply(b"<html>Not found</html>", 404, "text/html"))

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        name, _, path = self.path[1:].partition("/")
        if name not in self.server.fake.sites:
            self._send(Reply(b"<html>Not found</html>", 404, "text/html"))
            return
        try:
            reply = self.server.fake.serve(name, f"/{path}", str(self.headers.get("Content-Type")), body)
        except Broken:
            # Closed with a reset: what is on the way is lost, as where a cable is pulled.
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
            self.close_connection = True
            self.connection.close()
            return
        self._send(reply)

    def _send(self, reply: Reply) -> None:
        self.send_response(reply.status)
        headers = {"Content-Type": reply.kind, "Content-Length": str(len(reply.body)), **reply.headers}
        for name, value in headers.items():
            self.send_header(name, value)
        self.end_headers()
        sent = reply.body[: len(reply.body) // 2] if reply.half else reply.body
        self.wfile.write(sent)
        self.close_connection = self.close_connection or reply.half

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    """Serve until stopped; the first line printed is the address."""
    parser = argparse.ArgumentParser(description=str(__doc__).splitlines()[0])
    parser.add_argument("--sites", type=int, default=1)
    parser.add_argument("--latency", type=float, default=0.0, help="seconds before each answer")
    parser.add_argument("--jitter", type=float, default=0.0, help="up to so many seconds more")
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--hang", action="append", default=[], help="a site that never answers, such as s007")
    parser.add_argument("--port", type=int, default=0)
    asked = parser.parse_args()
    how = {"latency": asked.latency, "jitter": asked.jitter, "seed": asked.seed, "port": asked.port}
    with Server(asked.sites, hang=asked.hang, **how) as server:
        print(server.url, flush=True)
        try:
            server.wait()
        except KeyboardInterrupt:
            print(json.dumps(server.report()))


if __name__ == "__main__":
    main()
