"""A `requests` adapter that ends in a fake site: no sockets. What is in `faults` happens to the next requests."""

from __future__ import annotations

import io
import json
from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl

import requests
from requests.adapters import BaseAdapter

from .errors import Refused
from .upload import upload

if TYPE_CHECKING:
    from .site import FakeSite


class Adapter(BaseAdapter):
    """Answers requests from a FakeSite; never opens a connection."""

    def __init__(self, site: FakeSite) -> None:
        super().__init__()
        self.site = site

    def send(self, request: requests.PreparedRequest, *_: Any, **__: Any) -> requests.Response:  # type: ignore[override]
        body = request.body
        data = body.read() if hasattr(body, "read") else body.encode() if isinstance(body, str) else body or b""
        fault = self.site.faults.pop(0) if self.site.faults else ""
        match fault:
            case "connect":
                raise requests.exceptions.ConnectTimeout("connect timed out", request=request)
            case "tls":
                raise requests.exceptions.SSLError("certificate verify failed", request=request)
            case "timeout":
                raise requests.exceptions.ReadTimeout("read timed out", request=request)
            case "500" | "503" | "404" | "403" | "413":
                return response(request, b"<html>broken</html>", int(fault), "text/html")
            case "redirect":
                answer = response(request, b"", 303, "text/html")
                answer.headers["Location"] = self.site.url + "/login/index.php?token=x"
                return answer
            case "html":
                return response(request, b"<!DOCTYPE html><html>Log in</html>", 200, "text/html")
            case "upgrade":
                said = {"exception": "core\\exception\\moodle_exception", "errorcode": "upgraderunning", "message": "…"}
                return response(request, json.dumps(said).encode())
        text = json.dumps(self._answer(request, data)).encode()
        match fault:
            case "cut":  # the write has taken effect
                raise requests.exceptions.ConnectionError("Connection aborted.", request=request)
            case "500 after":
                return response(request, b"<html>broken</html>", 500, "text/html")
            case "truncated":
                return response(request, text[: len(text) // 2])
        return response(request, text)

    def close(self) -> None:
        """Nothing is open."""

    def _answer(self, request: requests.PreparedRequest, data: bytes) -> object:
        path = (request.url or "").removeprefix(self.site.url)
        if path == "/webservice/upload.php":
            return upload(self.site, str(request.headers["Content-Type"]), data)
        assert path == "/webservice/rest/server.php", path
        fields = dict(parse_qsl(data.decode(), keep_blank_values=True))
        try:
            return self.site.answer(fields.get("wsfunction", ""), fields)
        except Refused as refused:
            said = {"exception": "moodle_exception", "errorcode": refused.errorcode, "message": refused.message}
            return said if refused.errorcode != "invalidspec" else {**said, "debuginfo": refused.message}


def response(request: requests.PreparedRequest, body: bytes, status: int = 200, kind: str = "application/json") -> Any:
    answer = requests.Response()
    answer.status_code, answer.raw, answer.request = status, io.BytesIO(body), request
    answer.url, answer.headers["Content-Type"] = request.url or "", kind
    return answer
