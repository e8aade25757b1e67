"""`machina i18n update` on a course folder."""

from __future__ import annotations

from pathlib import Path

from click.testing import CliRunner, Result

from machina_scorm.cli import main


def update(course: Path, *options: str) -> Result:
    return CliRunner().invoke(main, ["i18n", "update", "--project", str(course), *options])


def catalogs(course: Path) -> dict[str, bytes]:
    return {path.as_posix(): path.read_bytes() for path in sorted(course.glob("i18n/*/*.po*"))}


def test_update_writes_once_and_then_nothing(course: Path) -> None:
    first = update(course)
    assert first.exit_code == 0, first.output
    written = catalogs(course)
    assert {Path(path).relative_to(course).parts[1] for path in written} == {"el", "templates"}
    second = update(course)
    assert second.exit_code == 0 and "0 files changed" in second.output
    assert catalogs(course) == written


def test_dry_run_says_what_would_change_and_writes_nothing(course: Path) -> None:
    before = catalogs(course)
    for path in course.glob("i18n/el/*.po"):
        path.unlink()
    left = catalogs(course)
    result = update(course, "--dry-run")
    assert result.exit_code == 1 and "i18n/el/course.po" in result.output
    assert catalogs(course) == left and left.keys() <= before.keys()


def test_windows_line_ends_are_no_change(course: Path) -> None:
    update(course)
    for path in course.glob("i18n/*/*.po*"):
        path.write_bytes(path.read_bytes().replace(b"\n", b"\r\n"))
    assert "0 files would change" in update(course, "--dry-run").output


def test_a_broken_catalog_is_named_and_left_as_it_is(course: Path) -> None:
    update(course)
    broken = course / "i18n" / "el" / "course.po"
    data = broken.read_bytes() + b'\nmsgid "unfinished\n'
    broken.write_bytes(data)
    result = update(course)
    assert result.exit_code == 1
    assert "i18n/el/course.po:" in result.output and "po-syntax" in result.output
    assert broken.read_bytes() == data


def test_a_broken_course_stops_the_update(course: Path) -> None:
    (course / "units" / "course.yaml").write_text("title: [\n", encoding="utf-8", newline="\n")
    before = catalogs(course)
    assert update(course).exit_code == 1
    assert catalogs(course) == before
