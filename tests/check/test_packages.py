"""Packages that others made: every rule of the manifest, the pages and the scripts, in both standards."""

from __future__ import annotations

import ast
import os
from pathlib import Path

import builders
import packages
import pytest
from packages import Change, manifest, page, peer12, peer2004, put, swap, zipped

from machina_scorm.check.rules import RULES, THEMES
from machina_scorm.check.scorm import CHECKS, Options, examine_package
from machina_scorm.export import formats
from machina_scorm.model.artefact import Identifier
from machina_scorm.problems import Severity

SCHEMAS = Path(os.environ.get("MACHINA_SCHEMAS") or builders.ROOT.parent / "shared/schemas")
ERROR, WARNING, INFO = Severity.ERROR, Severity.WARNING, Severity.INFO


@pytest.fixture(autouse=True)
def no_schemas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MACHINA_SCHEMAS", raising=False)


def found(files: packages.Files) -> set[tuple[str, Severity]]:
    problems = examine_package(zipped(files), "x.zip", Options()).problems
    assert all(problem.message and problem.hint for problem in problems)
    return {(problem.rule, problem.severity) for problem in problems}


@pytest.mark.parametrize("make", [peer12, peer2004])
def test_a_sound_package_of_somebody_else_has_no_errors_and_no_warnings(make: object) -> None:
    files = peer12() if make is peer12 else peer2004()
    assert found(files) == {("schemas-missing", INFO)}


@pytest.mark.skipif(not SCHEMAS.is_dir(), reason=f"no XSDs in {SCHEMAS}: name a folder in MACHINA_SCHEMAS")
@pytest.mark.parametrize("standard", ["1.2", "2004"])
def test_the_schemas_of_both_standards_are_applied(standard: str) -> None:
    files = peer12() if standard == "1.2" else peer2004()
    assert examine_package(zipped(files), "x.zip", Options(SCHEMAS)).problems == ()
    manifest("<schema>ADL SCORM</schema>", "<schema>ADL SCORM</schema><extra/>")(files)
    assert "manifest-schema" in {p.rule for p in examine_package(zipped(files), "x.zip", Options(SCHEMAS)).problems}


BROKEN_12: list[tuple[str, Severity, Change]] = [
    ("manifest-version", ERROR, manifest("ADL SCORM", "SCORM")),
    ("manifest-version", ERROR, manifest("<schemaversion>1.2", "<schemaversion>1.2.1")),
    ("manifest-parts", ERROR, manifest("<resources>", "<resources/><resources>")),
    ("manifest-parts", WARNING, manifest("</resources>", '</resources><manifest identifier="inner"/>')),
    ("manifest-identifier", ERROR, manifest('identifier="peer" ', "")),
    ("manifest-identifier", WARNING, manifest('version="1"', f'version="{"1" * 21}"')),
    ("manifest-doctype", WARNING, manifest("<manifest ", '<!DOCTYPE manifest SYSTEM "x.dtd"><manifest ')),
    ("identifier-missing", ERROR, manifest('<item identifier="top">', "<item>")),
    ("identifier-twice", ERROR, manifest('<item identifier="top">', '<item identifier="one">')),
    ("identifier-form", WARNING, manifest('<item identifier="top">', '<item identifier="1 top">')),
    ("identifier-length", ERROR, manifest('<item identifier="top">', f'<item identifier="{"t" * 256}">')),
    (
        "dependency-dangling",
        ERROR,
        manifest('<dependency identifierref="shared"/>', '<dependency identifierref="no"/>'),
    ),
    ("organization-default", ERROR, manifest('default="org"', 'default="other"')),
    ("organization-default", WARNING, manifest(' default="org"', "")),
    ("title-missing", ERROR, manifest("<title>Two</title>", "")),
    ("title-length", ERROR, manifest("<title>Two</title>", f"<title>{'Τ' * 201}</title>")),
    ("item-order", ERROR, manifest("<title>Two</title>", "<adlcp:datafromlms>x</adlcp:datafromlms><title>Two</title>")),
    ("item-order", ERROR, manifest("<title>Two</title>", "<title>Two</title><title>Three</title>")),
    ("item-cluster", ERROR, manifest('identifier="top"', 'identifier="top" identifierref="res"')),
    ("item-empty", ERROR, manifest('identifier="one" identifierref="res"', 'identifier="one"')),
    ("item-dangling", ERROR, manifest('identifier="one" identifierref="res"', 'identifier="one" identifierref="no"')),
    ("item-value", ERROR, manifest('identifier="top"', 'identifier="top" isvisible="yes"')),
    (
        "item-value",
        ERROR,
        manifest("<title>Two</title>", "<title>Two</title><adlcp:maxtimeallowed>1h</adlcp:maxtimeallowed>"),
    ),
    ("item-parameters", WARNING, manifest("?page=2", "?page=2 and 3")),
    ("item-parameters", WARNING, manifest('identifier="top"', 'identifier="top" parameters="?a=1"')),
    ("mastery-score", ERROR, manifest(">80<", ">80,5<")),
    ("mastery-score", ERROR, manifest(">80<", ">101<")),
    ("mastery-score", ERROR, manifest(">80<", ">NaN<")),
    ("prerequisites", ERROR, manifest(' type="aicc_script"', "")),
    ("prerequisites", ERROR, manifest("one&amp;~two", "one&amp;three")),
    ("resource-type", ERROR, manifest('adlcp:scormtype="sco"', 'adlcp:scormtype="SCO"')),
    ("resource-type", ERROR, manifest('type="webcontent" adlcp:scormtype="sco"', 'adlcp:scormtype="sco"')),
    ("resource-start", ERROR, manifest(' href="index.html">', ">")),
    (
        "resource-start",
        WARNING,
        lambda files: (
            manifest('<file href="index.html"/>', "")(files),
            manifest('<file href="shared/style.css"/>', '<file href="shared/style.css"/><file href="index.html"/>')(
                files
            ),
        ),
    ),
    ("resource-unused", INFO, manifest('<dependency identifierref="shared"/>', "")),
    ("file-path", ERROR, manifest('href="shared/style.css"', 'href="C:\\style.css"')),
    ("file-path", ERROR, manifest('href="shared/style.css"', 'href="https://example.org/style.css"')),
    ("file-path", ERROR, manifest('href="shared/style.css"', 'href="http://["')),
    ("file-path", ERROR, manifest('<file href="shared/style.css"/>', "<file/>")),
    ("file-path", ERROR, manifest('<resource identifier="res"', '<resource xml:base="pages" identifier="res"')),
    ("file-missing", ERROR, manifest('href="shared/style.css"', 'href="shared/other.css"')),
    ("file-missing", WARNING, manifest('href="shared/style.css"', 'href="shared/Style.css"')),
    ("file-unlisted", WARNING, put("extra.html", packages.PAGE.replace(b"shared/", b"shared/"))),
    (
        "moodle-top-items",
        INFO,
        manifest(
            "</item></organization>",
            '</item><item identifier="x" identifierref="res"><title>X</title></item></organization>',
        ),
    ),
    (
        "organization-many",
        INFO,
        manifest(
            "</organization>",
            '</organization><organization identifier="o2"><title>B</title>'
            '<item identifier="y" identifierref="res"><title>Y</title></item></organization>',
        ),
    ),
]

BROKEN_2004: list[tuple[str, Severity, Change]] = [
    ("manifest-version", ERROR, manifest("2004 4th Edition", "2004 5th Edition")),
    ("manifest-version", ERROR, manifest("<schemaversion>2004 4th Edition</schemaversion>", "")),
    ("manifest-edition", INFO, manifest("2004 4th Edition", "2004 3rd Edition")),
    ("manifest-edition", WARNING, manifest("2004 4th Edition", "CAM 1.3")),
    (
        "manifest-prefix",
        WARNING,
        lambda files: (manifest("imsss:", "ss:")(files), manifest("xmlns:imsss", "xmlns:ss")(files)),
    ),
    ("organization-default", ERROR, manifest(' default="org"', "")),
    ("title-length", WARNING, manifest("<title>One</title>", f"<title>{'T' * 201}</title>")),
    ("title-length", ERROR, manifest("<title>One</title>", f"<title>{'T' * 256}</title>")),
    ("resource-type", ERROR, manifest('adlcp:scormType="sco"', 'adlcp:scormtype="sco"')),
    ("resource-type", ERROR, manifest('adlcp:scormType="sco"', 'adlcp:scormType="sco" adlcp:persistState="true"')),
    ("item-value", ERROR, manifest('minProgressMeasure="0.8"', 'minProgressMeasure="0,8"')),
    ("item-value", ERROR, manifest('completedByMeasure="true"', 'completedByMeasure="yes"')),
    ("sequencing-number", ERROR, manifest(">0.7<", ">0,7<")),
    ("sequencing-number", ERROR, manifest(">0.7<", ">70<")),
    ("sequencing-word", ERROR, manifest('flow="true"', 'flow="on"')),
    ("sequencing-word", ERROR, manifest(">continue<", ">next<")),
    ("sequencing-dangling", ERROR, manifest("<imsss:sequencing>", '<imsss:sequencing IDRef="no">')),
    (
        "sequencing-dangling",
        ERROR,
        manifest(
            '<imsss:controlMode choice="true" flow="true"/>',
            "<imsss:sequencingRules><imsss:preConditionRule><imsss:ruleConditions>"
            '<imsss:ruleCondition condition="satisfied" referencedObjective="no"/></imsss:ruleConditions>'
            '<imsss:ruleAction action="skip"/></imsss:preConditionRule>'
            "</imsss:sequencingRules>",
        ),
    ),
    (
        "moodle-sequencing",
        INFO,
        manifest("</imsss:objectives>", '</imsss:objectives><imsss:limitConditions attemptLimit="1"/>'),
    ),
    (
        "moodle-several-scos",
        WARNING,
        manifest("</organization>", '<item identifier="b" identifierref="res"><title>B</title></item></organization>'),
    ),
]

BROKEN_PAGES: list[tuple[str, Severity, Change]] = [
    ("external-request", ERROR, page('src="shared/line.svg"', 'src="https://example.org/x.png"')),
    ("external-request", ERROR, swap("shared/style.css", "p {", '@import url("https://example.org/a.css"); p {')),
    ("external-request", ERROR, swap("shared/run.js", "const", 'fetch("https://example.org/data.json");const')),
    ("external-request", ERROR, swap("shared/run.js", "const", 'x.src = "//example.org/x.js";const')),
    ("external-request", ERROR, swap("shared/run.js", "const", 'r.open("GET", "https://example.org/");const')),
    ("external-address", INFO, swap("shared/run.js", "const", 'let u = "https://example.org/data.json";const')),
    ("reference-missing", ERROR, page('src="shared/line.svg"', 'src="line.svg"')),
    ("reference-missing", WARNING, page("<p>", '<p><a href="next.html">Next</a>')),
    ("page-language", WARNING, page(' lang="el"', "")),
    ("page-language", WARNING, page("<p>", '<p lang="greek language">')),
    ("page-alt", WARNING, page(' alt="A line"', "")),
    ("page-name", WARNING, page('<label for="a">Name</label>', "")),
    ("page-name", WARNING, page("<p>", '<p><a href="index.html"><img src="shared/line.svg" alt=""></a>')),
    ("page-name", WARNING, page("<p>", "<p><button><span></span></button>")),
    ("page-name", WARNING, page("<p>", '<p><iframe src="index.html"></iframe>')),
    ("page-headings", WARNING, page("<p>", "<h3>Deep</h3><p>")),
    ("page-headings", WARNING, page("h1>", "h2>")),
    ("page-headings", WARNING, page("<p>", "<h1>Again</h1><p>")),
    ("page-headings", WARNING, page("<p>", "<h2></h2><p>")),
    ("page-main", INFO, page("main>", "div>")),
    ("page-scripted", INFO, put("index.html", b"<html lang=en><div id=app></div><script>go()</script>")),
    ("page-frames", INFO, put("index.html", b'<html lang=en><frameset><frame src="index.html"></frameset></html>')),
    ("page-syntax", ERROR, put("index.html", b"")),
    ("inline-handler", INFO, page("<body>", '<body onload="go()">')),
    ("figure-script", ERROR, put("shared/line.svg", packages.SVG.replace(b"<path", b"<script>x()</script><path"))),
    ("figure-script", ERROR, put("shared/line.svg", packages.SVG.replace(b"<path", b'<a href="javascript:x()"/><p'))),
    ("figure-syntax", WARNING, put("shared/line.svg", b'<!DOCTYPE svg [<!ENTITY a "b">]>' + packages.SVG)),
    ("runtime-unload", INFO, swap("shared/run.js", '"pagehide"', '"unload"')),
    ("runtime-unload", INFO, page("<body>", '<body onunload="x()">')),
    ("runtime-no-finish", INFO, swap("shared/run.js", "LMSFinish", "LMSCommit")),
    ("runtime-no-status", INFO, swap("shared/run.js", "lesson_status", "exit")),
    ("runtime-no-start", INFO, put("shared/run.js", b"go()")),
    ("runtime-other-version", WARNING, put("shared/run.js", packages.SCRIPT2004)),
    ("runtime-untracked", INFO, manifest('scormtype="sco"', 'scormtype="asset"')),
]  # fmt: skip


def ids(cases: list[tuple[str, Severity, Change]]) -> list[str]:
    return [f"{number}-{rule}" for number, (rule, _, _) in enumerate(cases)]


@pytest.mark.parametrize(("rule", "severity", "change"), BROKEN_12, ids=ids(BROKEN_12))
def test_faults_of_a_12_manifest(rule: str, severity: Severity, change: Change) -> None:
    files = peer12()
    change(files)
    assert (rule, severity) in found(files)


@pytest.mark.parametrize(("rule", "severity", "change"), BROKEN_2004, ids=ids(BROKEN_2004))
def test_faults_of_a_2004_manifest(rule: str, severity: Severity, change: Change) -> None:
    files = peer2004()
    change(files)
    assert (rule, severity) in found(files)


@pytest.mark.parametrize(("rule", "severity", "change"), BROKEN_PAGES, ids=ids(BROKEN_PAGES))
def test_faults_of_pages_and_scripts(rule: str, severity: Severity, change: Change) -> None:
    files = peer12()
    change(files)
    assert (rule, severity) in found(files)


@pytest.mark.parametrize(
    "change",
    [
        swap("shared/run.js", "const", '// see "https://example.org/"\n/* "https://example.org" */const'),
        swap("shared/run.js", "const", 'document.createElementNS("http://www.w3.org/2000/svg", "a");const'),
        swap("shared/style.css", "p {", "/* url(https://example.org/x) */ p {"),
        swap("shared/style.css", "p {", '@import url("style.css"); p {'),
        page("<p>", '<p><a href="https://example.org/">Elsewhere</a> '),
        page("<p>", '<p><img src="{{ made }}" alt="Made by a script"> '),
        page("<p>", "<p>Text<o:p>from Word</o:p>"),
        manifest('href="index.html">', 'href="index.html?a=1#b">'),
        put("adlcp_rootv1p2.xsd", b"<x/>"),
    ],
)
def test_what_is_no_fault(change: Change) -> None:
    files = peer12()
    change(files)
    assert found(files) == {("schemas-missing", INFO)}


def test_xml_base_is_followed() -> None:
    files = peer12()
    files["pages/index.html"] = files.pop("index.html").replace(b"shared/", b"../shared/")
    manifest('<resource identifier="res"', '<resource xml:base="pages/" identifier="res"')(files)
    assert found(files) == {("schemas-missing", INFO)}


def test_a_thousand_faults_of_one_kind_are_counted_and_not_listed() -> None:
    files = {**peer12(), **{f"extra/{n}.txt": b"" for n in range(1000)}}
    problems = [p for p in examine_package(zipped(files), "x.zip", Options()).problems if p.rule == "file-unlisted"]
    assert len(problems) == 26
    assert problems[-1].message == "975 more of this kind"


def test_facts_for_the_report() -> None:
    findings = examine_package(zipped(peer2004()), "x.zip", Options())
    assert (findings.kind, findings.languages, findings.sound) == ("SCORM 2004 4th Edition", ("el",), True)
    assert [entry.identifier for entry in findings.identifiers] == ["peer", "org", "one", "res", "shared"]
    first = findings.files[0]
    assert (first.name, first.listed, len(first.sha256)) == ("imsmanifest.xml", True, 64)
    assert {(c.theme, c.what): c.number for c in findings.counts}[("accessibility", "form control")] == 1


def test_a_package_that_lost_what_was_published_is_named() -> None:
    kept = {Identifier("manifest", "peer"), Identifier("item", "one")}
    lost = {*kept, Identifier("item", "three"), Identifier("interaction", "lu1.q")}

    def problems(*locks: set[Identifier]) -> list[tuple[str, Severity, str]]:
        locked = {f"p{n}": frozenset(ids) for n, ids in enumerate(locks)}
        all_ = examine_package(zipped(peer12()), "x.zip", Options(locked=locked)).problems
        return [(p.rule, p.severity, p.message) for p in all_ if p.rule.startswith("identifier")]

    assert problems(kept) == []
    ((rule, severity, message),) = problems(lost)
    assert (rule, severity) == ("identifier-lost", ERROR)
    assert "item three was published in p0" in message
    assert problems(lost, kept) == []  # of several forms of one package, the nearest counts
    ((rule, severity, _),) = problems({Identifier("manifest", "another")})
    assert (rule, severity) == ("identifier-unlocked", INFO)


def test_the_budget_is_for_a_lesson_without_media() -> None:
    files = {**peer12(), "film.mp4": os.urandom(90_000), "shared/more.js": os.urandom(40_000).hex().encode()}
    assert "size-budget" not in {rule for rule, _ in found(files)}
    small = examine_package(zipped(files), "x.zip", Options(budget=20_000)).problems
    assert [p.severity for p in small if p.rule == "size-budget"] == [INFO]


def test_colours_of_a_theme_that_cannot_be_read() -> None:
    names = (
        "ground paper text soft line edge accent accent-strong on-accent tint right right-tint wrong wrong-tint warm"
    )
    rest = ";".join(f"--{name}: #777" for name in f"{names} warm-tint".split())
    files = peer12()
    files["shared/style.css"] = f":root {{ {rest} }}".encode()
    assert ("contrast", ERROR) in found(files)
    files["shared/style.css"] = b":root { --text: #777; --paper: #777 }"  # somebody else's names
    assert ("contrast", ERROR) not in found(files)


def test_every_rule_that_a_check_can_yield_is_explained() -> None:
    used = set()
    room = Path(builders.ROOT / "machina_scorm/check/scorm")
    for path in room.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                name = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
                if name in ("Problem", "problem", "remark"):
                    used.add(node.args[0].value)
    assert used == set(RULES)
    assert {rule.theme for rule in RULES.values()} <= {theme.id for theme in THEMES}


def test_every_format_of_packages_is_checked_in_a_build() -> None:
    assert {format_.name for format_ in formats() if format_.name.startswith("scorm")} == set(CHECKS)
