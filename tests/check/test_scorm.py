"""The check of SCORM 1.2 packages: a sound one passes, every way to break it has its rule."""

from __future__ import annotations

import io
import os
import zipfile
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from pathlib import Path

import builders
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from machina_scorm.check.scorm import check_scorm12
from machina_scorm.export.scorm12 import export_lesson
from machina_scorm.package.archive import pack
from machina_scorm.problems import Problem, Severity

SCHEMAS = Path(os.environ.get("MACHINA_SCHEMAS") or builders.ROOT.parent / "shared/schemas")
Change = Callable[[dict[str, bytes]], None]


@cache
def exported() -> bytes:
    lesson = builders.lesson()
    return export_lesson(builders.edition(), builders.unit(lesson), lesson).data


def sound() -> dict[str, bytes]:
    data = exported()
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def rules(data: bytes, schemas: Path | None = None) -> set[str]:
    return {problem.rule for problem in check_scorm12(data, "x.zip", schemas)}


def swap(name: str, old: str, new: str) -> Change:
    def change(files: dict[str, bytes]) -> None:
        text = files[name].decode("utf-8")
        assert old in text
        files[name] = text.replace(old, new).encode("utf-8")

    return change


def manifest(old: str, new: str) -> Change:
    return swap("imsmanifest.xml", old, new)


def test_a_sound_package_has_no_problem_but_says_that_no_schema_was_used(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MACHINA_SCHEMAS", raising=False)
    problems = list(check_scorm12(pack(sound()), "x.zip", None))
    assert [(problem.rule, problem.severity) for problem in problems] == [("schemas-missing", Severity.INFO)]
    assert "not validated" in problems[0].message


@pytest.mark.skipif(
    not SCHEMAS.is_dir(), reason=f"no XSDs in {SCHEMAS}: name a folder with scorm12/ in MACHINA_SCHEMAS"
)
def test_a_sound_package_is_valid_by_the_schemas() -> None:
    assert rules(pack(sound()), SCHEMAS) == set()
    files = sound()
    manifest("<schema>ADL SCORM</schema>", "<schema>ADL SCORM</schema><extra/>")(files)
    assert "manifest-schema" in rules(pack(files), SCHEMAS)


def test_a_folder_without_schemas_is_an_error(tmp_path: Path) -> None:
    problems = [p for p in check_scorm12(pack(sound()), "x.zip", tmp_path) if p.rule == "schemas-missing"]
    assert [problem.severity for problem in problems] == [Severity.ERROR]


BROKEN: list[tuple[str, Change]] = [
    ("manifest-missing", lambda files: files.update({"IMSManifest.xml": files.pop("imsmanifest.xml")})),
    ("manifest-syntax", manifest("</manifest>", "")),
    ("manifest-doctype", manifest("<manifest ", '<!DOCTYPE x [<!ENTITY a "b">]><manifest ')),
    (
        "manifest-prefix",
        lambda files: (manifest("xmlns:adlcp", "xmlns:lcp")(files), manifest("adlcp:scorm", "lcp:scorm")(files)),
    ),
    ("manifest-namespace", manifest('imscp_rootv1p1p2" xmlns', 'imscp_rootv1p1p3" xmlns')),
    ("manifest-version", manifest(">1.2<", ">1.3<")),
    ("organization-default", manifest('default="demo-lu1-l1-intro-org"', 'default="other"')),
    ("item-dangling", manifest('identifierref="demo', 'identifierref="other')),
    ("item-empty", manifest(' identifierref="demo-lu1-l1-intro-sco-res"', "")),
    ("identifier-twice", manifest('identifier="demo-lu1-l1-intro-sco"', 'identifier="demo-lu1-l1-intro-org"')),
    ("title-missing", manifest("<title>A first lesson</title>", "<title/>")),
    ("title-length", manifest("A first lesson", "A" * 201)),
    ("resource-type", manifest("adlcp:scormtype", "adlcp:scormType")),
    ("resource-start", manifest('<file href="index.html"/>', "")),
    ("file-unlisted", manifest('<file href="player.js"/>', "")),
    ("file-missing", lambda files: files.pop("player.css")),
    ("file-path", manifest('<file href="player.js"/>', '<file href="\\player.js"/>')),
    ("file-path", manifest('<file href="player.js"/>', '<file href="/player.js"/>')),
    ("file-outside", lambda files: files.update({"../evil.js": b""})),
    ("file-name", lambda files: files.update({"Μοντέλο.svg": b"<svg xmlns='http://www.w3.org/2000/svg'/>"})),
    ("external-request", swap("index.html", 'src="player.js"', 'src="https://cdn.example.org/player.js"')),
    ("external-request", swap("index.html", 'src="player.js"', 'src="//cdn.example.org/player.js"')),
    ("external-request", lambda files: files.update({"player.css": b'@import "https://fonts.example.org/x.css";'})),
    (
        "external-request",
        lambda files: files.update({"player.css": b"p { background: url(http://example.org/x.png) }"}),
    ),
    ("reference-missing", swap("index.html", 'src="figures/', 'src="pictures/')),
    ("page-alt", swap("index.html", ' alt="A box named model"', "")),
    ("page-language", swap("index.html", '<html lang="en"', "<html")),
    ("figure-script", swap("figures/Modele-1.svg", "<rect", "<script>alert(1)</script><rect")),
    ("figure-script", swap("figures/Modele-1.svg", "<rect", '<rect onload="alert(1)"')),
    ("figure-syntax", lambda files: files.update({"figures/Modele-1.svg": b"<svg"})),
    ("lesson-data", swap("index.html", 'id="lesson-data">{', 'id="lesson-data">{{')),
]


@pytest.mark.parametrize(("rule", "change"), BROKEN, ids=[f"{n}-{rule}" for n, (rule, _) in enumerate(BROKEN)])
def test_every_fault_has_its_rule(rule: str, change: Change) -> None:
    files = sound()
    change(files)
    found = list(check_scorm12(pack(files), "x.zip"))
    assert rule in {problem.rule for problem in found}
    assert all(problem.hint and str(problem.source).startswith("x.zip") for problem in found)


def test_no_zip_and_a_broken_zip() -> None:
    assert rules(b"PK nothing") == {"package-no-zip"}
    data = bytearray(pack(sound()))
    data[2000:2100] = b"\0" * 100
    assert "file-damaged" in rules(bytes(data))
    assert rules(bytes(data)[:3000]) == {"package-no-zip"}


def test_a_lesson_too_long_for_suspend_data_is_named() -> None:
    many = tuple(
        replace(builders.question(f"q-a-question-with-a-long-name-{n}", builders.choice(100, 0, 0, 0)))
        for n in range(130)
    )
    lesson = builders.lesson(questions=many, pages=())
    problems = list(check_scorm12(export_lesson(builders.edition(), builders.unit(lesson), lesson).data, "x.zip"))
    assert "suspend-data" in {problem.rule for problem in problems}


@given(st.binary(max_size=400))
@settings(max_examples=60, deadline=None)
def test_no_bytes_are_too_strange(noise: bytes) -> None:
    files = {
        **sound(),
        "imsmanifest.xml": noise,
        "index.html": noise,
        "figures/Modele-1.svg": noise,
        "player.css": noise,
    }
    for data in (noise, pack(files)):
        assert all(isinstance(problem, Problem) for problem in check_scorm12(data, "x.zip"))
