"""machina questions: what a user sees, and the exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from machina_scorm.cli import main

GIFT = "// [id:B-7] [tag:easy]\n::q::Which?{=a#yes ~b}\n\n::r::[html]<p>\\(x^2\\)?</p>{TRUE}\n"


def run(*arguments: object) -> Result:
    return CliRunner().invoke(main, ["questions", *map(str, arguments)])


@pytest.fixture
def bank(tmp_path: Path) -> Path:
    path = tmp_path / "bank.gift"
    path.write_text(GIFT, encoding="utf-8", newline="\n")
    return path


def test_from_format_to_format_and_back(bank: Path) -> None:
    xml, yaml, gift, again = (bank.with_name(name) for name in ("b.xml", "b.yaml", "c.gift", "d.yaml"))
    for source, target in ((bank, xml), (xml, yaml), (yaml, gift), (gift, again)):
        result = run("convert", source, target)
        assert result.exit_code == 0, result.output
    text = yaml.read_text("utf-8")
    assert text == again.read_text("utf-8")
    assert text.startswith("questions:\n  - id: b-7\n    type: single\n    difficulty: easy\n    stem: Which?\n")
    assert 'stem: "$x^2$?"' in text


def test_what_is_lost_keeps_the_target_away_unless_told_to_go_on(bank: Path) -> None:
    bank.write_text(GIFT + "\n::s::Two?{=a =b ~c}\n", encoding="utf-8", newline="\n")
    target = bank.with_name("b.xml")
    result = run("convert", bank, target)
    assert result.exit_code == 1 and not target.exists()
    assert "bank.gift:6:" in result.output and "moodle-gift-two-right" in result.output
    assert run("convert", bank, target, "--keep-going").exit_code == 1 and target.exists()


def test_an_unknown_format_is_told(bank: Path) -> None:
    result = run("convert", bank, bank.with_name("b.pdf"))
    assert result.exit_code == 1 and "--to" in result.output
    assert "no question format" in run("convert", bank, bank.with_name("b.xml"), "--from", "word97").output


def test_import_into_a_lesson(bank: Path) -> None:
    root = bank.parent
    folder = root / "units/lu1/l1-intro"
    folder.mkdir(parents=True)
    (root / "units/course.yaml").write_text("", encoding="utf-8", newline="\n")
    dry = run("import", bank, "--to", "lu1/l1-intro", "--dry-run", "--project", root)
    assert dry.exit_code == 0 and "2 of 2 questions would come" in dry.output and not list(folder.iterdir())
    done = run("import", bank, "--to", "lu1/l1-intro", "--project", root)
    assert done.exit_code == 0, done.output
    assert {path.name for path in folder.iterdir()} == {"quiz.yaml", "quiz.import"}


@pytest.mark.parametrize("suffix", ["csv", "xlsx"])
def test_to_a_table_and_back(bank: Path, suffix: str) -> None:
    first, table, last = (bank.with_name(name) for name in ("a.yaml", f"b.{suffix}", "c.yaml"))
    for source, target in ((bank, first), (first, table), (table, last)):
        result = run("convert", source, target)
        assert result.exit_code == 0, result.output
    assert last.read_text("utf-8") == first.read_text("utf-8")
