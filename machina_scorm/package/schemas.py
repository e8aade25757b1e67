"""The XSDs of a standard inside a package: some systems and ADL's test suite look for them at its root.

They are not ours to ship, so somebody must name a folder that has them: `<folder>/scorm12/original/` and
`<folder>/scorm2004-4e/original/` with the unmodified files (patched ones are for validating only).
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass
from pathlib import Path

from machina_scorm.errors import ExportError
from machina_scorm.package.archive import pack
from machina_scorm.package.manifest import CP12, CP2004

MANIFEST = "imsmanifest.xml"
_SETS = {CP12: "scorm12", CP2004: "scorm2004-4e"}
_ENDINGS = (".xsd", ".dtd")


@dataclass(frozen=True, slots=True)
class SchemaSet:
    """The schema files of one standard: the namespace of its manifests, and path in a package with bytes, sorted."""

    space: str
    files: tuple[tuple[str, bytes], ...]


def read_schemas(folder: Path) -> tuple[SchemaSet, ...]:
    """Return the schema files of each standard in `folder`; raises ExportError if it lacks a set."""
    return tuple(SchemaSet(space, _read_set(folder, name)) for space, name in _SETS.items())


def _read_set(folder: Path, name: str) -> tuple[tuple[str, bytes], ...]:
    root = folder / name / "original"
    files = sorted(path for path in root.rglob("*") if path.suffix.lower() in _ENDINGS and path.is_file())
    if not files:
        hint = "name a folder with scorm12/original/ and scorm2004-4e/original/"
        raise ExportError(f"there are no schema files in {root}", hint=hint)
    return tuple((path.relative_to(root).as_posix(), path.read_bytes()) for path in files)


def with_schemas(data: bytes, schemas: tuple[SchemaSet, ...]) -> bytes:
    """Return a package of ours with the schema files of its standard; bytes that are no package stay as they are."""
    if not schemas or not zipfile.is_zipfile(io.BytesIO(data)):
        return data
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = {name: archive.read(name) for name in archive.namelist()}
    manifest = entries.get(MANIFEST, b"")
    added = next((one.files for one in schemas if one.space.encode() in manifest), ())
    return pack({**dict(added), **entries}, first=(MANIFEST,)) if added else data
