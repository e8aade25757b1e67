"""Pictures of a question file on their way into figures/: checked, named once, never a path of somebody else's."""

from __future__ import annotations

import base64
import binascii
import hashlib
from urllib.parse import unquote

from machina_scorm.imports.ids import slug
from machina_scorm.model.blocks import Image
from machina_scorm.problems import Report
from machina_scorm.units.figures import read_image

_SUFFIXES = {"image/svg+xml": ".svg", "image/png": ".png", "image/jpeg": ".jpg"}
_KNOWN = frozenset({".svg", ".png", ".jpg", ".jpeg"})


class Pictures:
    """Takes pictures in; the same bytes are the same picture, and two of one name get different names."""

    def __init__(self) -> None:
        self._by_hash: dict[str, Image] = {}
        self._names: set[str] = set()

    def take(self, name: str, data: bytes) -> tuple[Image | None, str]:
        """Return the picture, or None and what is wrong with it. `name` is as in the file, of any shape."""
        digest = hashlib.sha256(data).hexdigest()
        if digest in self._by_hash:
            return self._by_hash[digest], ""
        base = name.replace("\\", "/").rpartition("/")[2]
        stem, _, suffix = base.rpartition(".")
        suffix = f".{suffix.lower()}"
        if suffix not in _KNOWN:
            suffix = _suffix_of(data)
        found = Report()
        image = read_image(f"x{suffix}", data, name, found)
        if image is None or found.errors:
            return None, "; ".join(problem.message for problem in found.errors) or "no picture"
        suffix = suffix if suffix in (".jpeg", ".svg") else _SUFFIXES.get(image.media_type, suffix)
        unique = self._unique((stem if _safe(stem) else slug(stem)) or "figure", suffix)
        taken = Image(unique, image.media_type, data, image.width, image.height, image.labels)
        self._by_hash[digest] = taken
        return taken, ""

    def _unique(self, stem: str, suffix: str) -> str:
        name, number = f"{stem}{suffix}", 2
        while name.casefold() in self._names:
            name, number = f"{stem}-{number}{suffix}", number + 1
        self._names.add(name.casefold())
        return name


def _safe(stem: str) -> bool:
    """Tell whether a name can stay: Latin letters, digits, `-` and `_`, so that every file system holds it."""
    return bool(stem) and stem.isascii() and all(c.isalnum() or c in "-_" for c in stem) and len(stem) < 100


def _suffix_of(data: bytes) -> str:
    if data.startswith(b"\x89PNG"):
        return ".png"
    if data.startswith(b"\xff\xd8"):
        return ".jpg"
    return ".svg" if b"<svg" in data[:2000] else ".bin"


def data_uri(address: str) -> tuple[str, bytes] | None:
    """Return name and bytes of a `data:image/…` address, None for any other."""
    head, sign, body = address.partition(",")
    if not sign or not head.lower().startswith("data:image/"):
        return None
    kind, *options = head[5:].lower().split(";")
    try:
        data = base64.b64decode(body, validate=False) if "base64" in options else unquote(body).encode("utf-8")
    except (binascii.Error, ValueError):
        return None
    return f"figure{_SUFFIXES.get(kind, '.bin')}", data
