"""Files that people write are never lost to a program's mistake."""

from __future__ import annotations

from pathlib import Path

from machina_scorm.store import replace_with_backup


def test_the_former_file_stands_beside(tmp_path: Path) -> None:
    file = tmp_path / "lu1.po"
    replace_with_backup(file, b"one")
    assert [path.name for path in tmp_path.iterdir()] == ["lu1.po"]
    replace_with_backup(file, b"two")
    assert (file.read_bytes(), (tmp_path / "lu1.po.bak").read_bytes()) == (b"two", b"one")


def test_writing_the_same_again_keeps_the_older_backup(tmp_path: Path) -> None:
    file = tmp_path / "lu1.po"
    for data in (b"one", b"two", b"two"):
        replace_with_backup(file, data)
    assert (tmp_path / "lu1.po.bak").read_bytes() == b"one"
