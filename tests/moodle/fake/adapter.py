"""A `requests` adapter that ends in a fake site: no sockets."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import requests
from requests.adapters import BaseAdapter
from urllib3.exceptions import ProtocolError

from .transport import Broken, Reply, answer

if TYPE_CHECKING:
    from .site import FakeSite

_ERRORS: dict[str, Callable[[requests.PreparedRequest], requests.RequestException]] = {
    "connect": lambda to: requests.exceptions.ConnectTimeout("connect timed out", request=to),
    "tls": lambda to: requests.exceptions.SSLError("certificate verify failed", request=to),
    "reset": lambda to: requests.exceptions.ConnectionError("Connection reset by peer", request=to),
    "cut": lambda to: requests.exceptions.ConnectionError("Connection aborted.", request=to),
    "timeout": lambda to: requests.exceptions.ReadTimeout("read timed out", request=to),
}


class Adapter(BaseAdapter):
    """Answers requests from a FakeSite; never opens a connection."""

    def __init__(self, site: FakeSite) -> None:
        super().__init__()
        self.site = site

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:  # type: ignore[override]
        body = request.body
        data = body.read() if hasattr(body, "read") else body.encode() if isinstance(body, str) else body or b""
        path = (request.url or "").removeprefix(self.site.url)
        late, self.site.late = self.site.late, None
        try:
            return _filled(request, answer(self.site, path, str(request.headers.get("Content-Type")), data))
        except Broken as broken:
            self.site.late = broken.late
            raise _ERRORS[broken.how](request) from None
        finally:
            if late:
                late()

    def close(self) -> None:
        """Nothing is open."""


class _Half(io.BytesIO):
    """A body that breaks off."""

    def stream(self, *_: Any, **__: Any) -> Iterator[bytes]:
        whole = self.getvalue()
        yield whole[: len(whole) // 2]
        raise ProtocolError("Connection broken: IncompleteRead")


def response(request: requests.PreparedRequest, body: bytes, status: int = 200, kind: str = "application/json") -> Any:
    """Return a response of `requests`."""
    return _filled(request, Reply(body, status, kind))


def _filled(request: requests.PreparedRequest, reply: Reply) -> requests.Response:
    found = requests.Response()
    found.status_code, found.request = reply.status, request
    found.raw = _Half(reply.body) if reply.half else io.BytesIO(reply.body)
    found.url = request.url or ""
    found.headers.update({"Content-Type": reply.kind, **reply.headers})
    return found
