"""The Moodle plugin as far as it can be tested without a Moodle: syntax, conventions, language strings, pure PHP."""

import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

PLUGIN = Path(__file__).parents[2] / "moodle" / "local_machina"
FILES = sorted(PLUGIN.rglob("*.php"))
LANGUAGES = ("fr", "de", "el", "ro", "it")
STRING = re.compile(r"^\$string\['([^']+)'\] = '((?:[^'\\]|\\.)*)';$", re.MULTILINE)

needs_php = pytest.mark.skipif(shutil.which("php") is None, reason="php is missing (php-cli php-xml php-mbstring)")


def strings(language: str) -> dict[str, str]:
    return dict(STRING.findall((PLUGIN / "lang" / language / "local_machina.php").read_text(encoding="utf-8")))


def asked_for() -> Iterator[tuple[str, str]]:
    """Every string that the code names outright: (file, identifier)."""
    pattern = re.compile(
        r"(?:get_string|lang_string)\(\s*'(\w+)',\s*'local_machina'|moodle_exception\(\s*'(\w+)',\s*'local_machina'"
    )
    for path in FILES:
        for found in pattern.finditer(path.read_text(encoding="utf-8")):
            yield path.name, found[1] or found[2]


@needs_php
def test_every_file_is_valid_php() -> None:
    assert len(FILES) > 50
    done = subprocess.run(
        ["xargs", "-0", "-n1", "php", "-l"],
        input="\0".join(map(str, FILES)), capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stdout + done.stderr


@needs_php
def test_the_tests_that_need_no_moodle() -> None:
    done = subprocess.run(["php", str(PLUGIN / "tests/pure/run.php")], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
    assert re.fullmatch(r"\d{2,} checks, 0 failed\n", done.stdout)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_language_is_whole(language: str) -> None:
    english, other = strings("en"), strings(language)
    assert set(other) == set(english)
    for key, text in other.items():
        assert text.count("{$a}") == english[key].count("{$a}"), key
        assert text.strip(), key


@pytest.mark.parametrize("language", ("en", *LANGUAGES))
def test_strings_are_in_order(language: str) -> None:
    """Moodle's coding style asks for it; every line of the file below its head is a string."""
    text = (PLUGIN / "lang" / language / "local_machina.php").read_text(encoding="utf-8")
    keys = [found[0] for found in STRING.findall(text)]
    assert keys == sorted(keys)
    assert text.count("$string[") == len(keys)


def test_every_string_that_is_asked_for_is_there() -> None:
    known = strings("en")
    missing = [(name, key) for name, key in asked_for() if key not in known]
    assert not missing
    assert len(list(asked_for())) > 20


def test_moodle_conventions() -> None:
    for path in FILES:
        text = path.read_text(encoding="utf-8")
        assert text.startswith("<?php\n// This file is part of Moodle"), path
        assert "@package    local_machina\n" in text, path
        assert "GNU GPL v3 or later" in text, path
        assert "\t" not in text, path
        assert not text.rstrip("\n").endswith("?>"), path
        if "lang" not in path.relative_to(PLUGIN).parts:
            assert [line for line in text.splitlines() if len(line) > 132] == [], path


def test_every_function_is_in_the_service_and_documented() -> None:
    declared = re.findall(r"'local_machina_(\w+)' => \[", (PLUGIN / "db/services.php").read_text(encoding="utf-8"))
    files = {path.stem for path in (PLUGIN / "classes/external").glob("*.php")}
    assert set(declared) == files
    readme = (PLUGIN / "README.md").read_text(encoding="utf-8")
    assert [name for name in declared if f"`{name}`" not in readme] == []


def test_every_reason_is_documented() -> None:
    readme = (PLUGIN / "README.md").read_text(encoding="utf-8")
    reasons = {
        reason
        for path in FILES
        for reason in re.findall(r"stop::blocked\(\s*'(\w+)'", path.read_text(encoding="utf-8"))
    }
    assert len(reasons) > 15
    assert sorted(reason for reason in reasons if f"`{reason}`" not in readme) == []
