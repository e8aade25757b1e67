"""Schema files inside packages: the set of the right standard, the rest untouched, the same bytes each time."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path

import pytest

from machina_scorm.errors import ExportError
from machina_scorm.package.archive import pack
from machina_scorm.package.manifest import CP12, CP2004
from machina_scorm.package.schemas import SchemaSet, read_schemas, with_schemas

SETS = (SchemaSet(CP12, (("imscp_rootv1p1p2.xsd", b"12"),)), SchemaSet(CP2004, (("common/a.xsd", b"2004"),)))


def names(data: bytes) -> list[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return archive.namelist()


@pytest.mark.parametrize(("space", "added"), [(CP12, "imscp_rootv1p1p2.xsd"), (CP2004, "common/a.xsd")])
def test_the_set_of_the_manifests_standard_is_added(space: str, added: str) -> None:
    package = pack({"imsmanifest.xml": f'<manifest xmlns="{space}"/>'.encode(), "z.html": b"z"}, ("imsmanifest.xml",))
    data = with_schemas(package, SETS)
    assert names(data) == ["imsmanifest.xml", added, "z.html"]
    assert data == with_schemas(package, SETS)
    assert with_schemas(package, ()) == package


def test_what_is_no_package_stays_as_it_is() -> None:
    assert with_schemas(b"no zip", SETS) == b"no zip"
    other = pack({"a.txt": b"a"})
    assert with_schemas(other, SETS) == other


def test_a_folder_is_read_below_original(tmp_path: Path) -> None:
    for name in ("scorm12", "scorm2004-4e"):
        (tmp_path / name / "original/unique").mkdir(parents=True)
        (tmp_path / name / "original/unique/b.xsd").write_bytes(b"b")
        (tmp_path / name / "patched.xsd").write_bytes(b"for validating only")
    assert [one.files for one in read_schemas(tmp_path)] == [(("unique/b.xsd", b"b"),)] * 2
    with pytest.raises(ExportError, match="no schema files"):
        read_schemas(tmp_path / "scorm12")
