"""webservice/upload.php: files into a draft area."""

from __future__ import annotations

from email.message import Message
from email.parser import BytesParser
from email.policy import HTTP

from .state import State


def upload(site: State, content_type: str, data: bytes) -> object:
    """Return what upload.php answers; itemid 0 makes a new area."""
    parts = BytesParser(policy=HTTP).parsebytes(b"Content-Type: " + content_type.encode() + b"\r\n\r\n" + data)
    fields: dict[str, str] = {}
    name, content = "", b""
    for part in parts.iter_parts():  # type: ignore[attr-defined]
        header = part["Content-Disposition"].params
        payload = _payload(part)
        if "filename" in header:
            name, content = header["filename"], payload
        else:
            fields[header["name"]] = payload.decode()
    if fields.get("token") != site.token:
        said = "Invalid token - token not found"
        return {"error": said, "errorcode": "invalidtoken", "stacktrace": None, "debuginfo": None}
    site.calls.append("upload")
    site.counts["upload"] += 1
    draft = int(fields["itemid"]) or site.id()
    path = fields["filepath"] + name
    there = site.drafts.setdefault(draft, {})
    if path in there:
        return [{"filename": name, "filepath": "/", "errortype": "filenameexist", "error": "File name exists"}]
    there[path] = content
    return [{"filename": name, "filepath": fields["filepath"], "itemid": draft, "filesize": len(content)}]


def _payload(part: Message) -> bytes:
    payload = part.get_payload(decode=True)
    assert isinstance(payload, bytes)
    return payload
