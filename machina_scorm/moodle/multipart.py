"""A form with one file, read piece by piece while it is sent: a package is never whole in memory."""

from __future__ import annotations

import hashlib
import io
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

from machina_scorm.errors import MoodleError


@dataclass(frozen=True, slots=True)
class Payload:
    """A file to be sent: its name on the site, its SHA-1 (Moodle's content hash), its size, and where its bytes are."""

    name: str
    sha1: str
    size: int
    source: Path | bytes

    @classmethod
    def of(cls, source: Path | bytes, name: str = "") -> Payload:
        """Return the payload of a file, or of bytes that go by `name`. Raises MoodleError if it cannot be read."""
        digest, size = hashlib.sha1(usedforsecurity=False), 0
        if isinstance(source, bytes):
            digest.update(source)
            return cls(name, digest.hexdigest(), len(source), source)
        try:
            with source.open("rb") as file:
                while chunk := file.read(1 << 20):
                    digest.update(chunk)
                    size += len(chunk)
        except OSError as error:
            raise MoodleError(f"cannot be read: {error.strerror}", str(source), "run `machina build`") from None
        return cls(name or source.name, digest.hexdigest(), size, source)

    def open(self) -> BinaryIO:
        """Open the bytes. Raises MoodleError if the file is gone."""
        if isinstance(self.source, bytes):
            return io.BytesIO(self.source)
        try:
            return self.source.open("rb")
        except OSError as error:
            raise MoodleError(f"cannot be read: {error.strerror}", str(self.source), "run `machina build`") from None


class Multipart:
    """The body of a request: fields, then the file as `file_1`. `len` and `read` are what `requests` asks for."""

    def __init__(self, fields: Iterable[tuple[str, str]], payload: Payload) -> None:
        boundary = f"machina-{payload.sha1}"  # no file holds its own SHA-1
        self.content_type = f"multipart/form-data; boundary={boundary}"
        head = "".join(
            f'--{boundary}\r\nContent-Disposition: form-data; name="{name}"\r\n\r\n{value}\r\n'
            for name, value in fields
        )
        # As browsers write names (WHATWG, multipart/form-data encoding algorithm).
        shown = payload.name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A")
        head += f'--{boundary}\r\nContent-Disposition: form-data; name="file_1"; filename="{shown}"\r\n'
        start = (head + "Content-Type: application/octet-stream\r\n\r\n").encode()
        end = f"\r\n--{boundary}--\r\n".encode()
        self._length = len(start) + payload.size + len(end)
        self._file = payload.open()
        self._parts: list[BinaryIO] = [io.BytesIO(start), self._file, io.BytesIO(end)]

    def __len__(self) -> int:
        return self._length

    def read(self, size: int = -1) -> bytes:
        """Return the next bytes, at most `size`; none at the end."""
        found = bytearray()
        while self._parts and (size < 0 or len(found) < size):
            chunk = self._parts[0].read(size - len(found) if size >= 0 else -1)
            if not chunk:
                self._parts.pop(0)
            found += chunk
        return bytes(found)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
