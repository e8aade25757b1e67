"""The files that travel with the toolkit: templates, interface catalogs, the starter course.

In a wheel they lie in `machina_scorm/data/`; in a checkout they are the top-level folders of the repository.
"""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent
_ROOT = _PACKAGE / "data" if (_PACKAGE / "data").is_dir() else _PACKAGE.parent


def resource(name: str) -> Path:
    """Return the path of a shipped file or folder: `templates/scorm`, `i18n/ui.yaml`."""
    return _ROOT / name


def resource_bytes(name: str) -> dict[str, bytes]:
    """Return every file at or below `name` as path (forward slashes, below `name`; "" for a file) → bytes, sorted."""
    base = resource(name)
    if base.is_file():
        return {"": base.read_bytes()}
    files = sorted(p for p in base.rglob("*") if p.is_file() and "__pycache__" not in p.parts)
    return {p.relative_to(base).as_posix(): p.read_bytes() for p in files}
