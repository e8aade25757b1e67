"""A request's way through a site, and what goes wrong on it. Free of sockets: see adapter.py and server.py."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from .errors import Refused
from .faults import Killed
from .upload import upload

if TYPE_CHECKING:
    from .site import FakeSite

_HTML = b"<!DOCTYPE html><html><head><title>Log in</title></head><body>Log in</body></html>"
_SAID = {
    "upgrade": ("upgraderunning", "Site is being upgraded, please retry later."),
    "maintenance": ("sitemaintenance", "The site is undergoing maintenance and is currently not available"),
    "locked": ("locked", "Another write is going on. Try again."),
    "token": ("invalidtoken", "Invalid token - token not found"),
}


@dataclass(frozen=True)
class Reply:
    """An HTTP answer."""

    body: bytes
    status: int = 200
    kind: str = "application/json"
    headers: dict[str, str] = field(default_factory=dict)
    #: The connection breaks in the middle of the body.
    half: bool = False


class Broken(Exception):
    """There is no answer: `how` is connect, tls, reset, cut or timeout; `late` is what takes effect all the same."""

    def __init__(self, how: str, late: Callable[[], object] | None = None) -> None:
        super().__init__(how)
        self.how, self.late = how, late


def answer(site: FakeSite, path: str, content_type: str, body: bytes) -> Reply:
    """Return what a request to a path below the site's address is answered. Raises Broken, Killed."""
    fields = {} if path == "/webservice/upload.php" else dict(parse_qsl(body.decode(), keep_blank_values=True))
    function = "upload" if path == "/webservice/upload.php" else fields.get("wsfunction", "")

    def effect() -> bytes:
        with site.lock:
            said = upload(site, content_type, body) if function == "upload" else _call(site, function, fields)
        return json.dumps(said, ensure_ascii=False).encode()

    with site.lock:
        taken = site.faults.take(function)
    for act in taken.before:
        act()
    spoiled = _before(site, taken.what, effect, upload=function == "upload")
    if spoiled:
        return spoiled
    if path not in ("/webservice/upload.php", "/webservice/rest/server.php"):
        return Reply(b"<html>Not found</html>", 404, "text/html")
    done = effect()
    for act in taken.after:
        act()
    match taken.what.removesuffix(" after"):
        case "cut" | "timeout":
            raise Broken(taken.what.removesuffix(" after"))
        case "kill":
            raise Killed
        case "500" | "502" as status:
            return Reply(b"<html>broken</html>", int(status), "text/html")
        case "html":
            return Reply(_HTML, 200, "text/html")
        case "empty":
            return Reply(b"")
        case "truncated":
            return Reply(done[: len(done) // 2])
        case "half":
            return Reply(done, half=True)
    return Reply(done)


def _before(site: FakeSite, what: str, effect: Callable[[], object], *, upload: bool) -> Reply | None:
    match what:
        case "connect" | "tls" | "reset" | "timeout":
            raise Broken(what)
        case "late":
            raise Broken("timeout", effect)
        case "kill":
            raise Killed
        case "500" | "502" | "503" | "404" | "403" | "413":
            return Reply(b"<html>broken</html>", int(what), "text/html")
        case "429":
            return Reply(b"slow down", 429, "text/plain", {"Retry-After": str(site.faults.retry_after)})
        case "redirect":
            return Reply(b"", 303, "text/html", {"Location": site.url + "/login/index.php?token=x"})
        case "html":
            return Reply(_HTML, 200, "text/html")
        case "empty":
            return Reply(b"")
        case "upgrade" | "maintenance" | "locked" | "token":
            code, message = _SAID[what]
            key = "error" if upload else "message"
            said = {"exception": "core\\exception\\moodle_exception", "errorcode": code, key: message}
            return Reply(json.dumps(said).encode())
    return None


def _call(site: FakeSite, function: str, fields: dict[str, str]) -> object:
    try:
        return site.answer(function, fields)
    except Refused as refused:
        said = {"exception": "moodle_exception", "errorcode": refused.errorcode, "message": refused.message}
        return said if refused.errorcode != "invalidspec" else {**said, "debuginfo": refused.message}
