"""What this toolkit is, as a hash: its code, its templates and the libraries that shape the bytes it makes."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.metadata import version
from pathlib import Path

from machina_scorm.package.archive import entry_time
from machina_scorm.resources import resource_bytes

_LIBRARIES = (
    *("deflate", "jinja2", "latex2mathml", "lxml", "markdown-it-py", "pygments"),
    *("python-pptx", "resvg-py", "ziafont", "ziamath"),
)


@cache
def toolkit_digest() -> str:
    """Return the SHA-256 of everything besides the course that an artefact depends on."""
    digest = hashlib.sha256(repr(entry_time()).encode())
    for library in _LIBRARIES:
        digest.update(f"{library}={version(library)};".encode())
    code = Path(__file__).resolve().parent
    for path in sorted(code.rglob("*.py")):
        digest.update(path.relative_to(code).as_posix().encode() + path.read_bytes())
    for name, data in resource_bytes("templates").items():
        digest.update(name.encode() + data)
    return digest.hexdigest()
