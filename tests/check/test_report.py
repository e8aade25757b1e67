"""The report that somebody accepts a package by: what it says, that it stands alone, that it is the same each time."""

from __future__ import annotations

from itertools import pairwise

import pytest
from lxml import html
from packages import manifest, page, peer12, put, zipped

from machina_scorm.check.findings import Findings
from machina_scorm.check.report import groups, report_html, report_values, sized, verdict
from machina_scorm.check.rules import THEMES
from machina_scorm.check.scorm import Options, examine_package


def checked(*changes: object) -> Findings:
    files = peer12()
    for change in changes:
        change(files)  # type: ignore[operator]
    return examine_package(zipped(files), "peer.zip", Options())


def test_the_verdict_comes_first_and_says_how_many() -> None:
    assert verdict(checked()) == ("accept", "Accepted: no errors and no warnings.")
    assert verdict(checked(page(' lang="el"', "")))[1] == "Usable: no errors, 1 warning to weigh."
    broken = checked(manifest('default="org"', 'default="no"'), page("shared/line.svg", "no.svg"))
    assert verdict(broken) == ("reject", "Do not use it yet: 2 errors to mend.")
    tree = html.document_fromstring(report_html([broken]))
    assert tree.xpath("//h2/following-sibling::*[1]")[0].get("class") == "verdict reject"


def test_everything_that_was_found_is_told_with_its_origin(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MACHINA_SCHEMAS", raising=False)  # so that the missing schemas are a note
    findings = checked(manifest('default="org"', 'default="no"'), page(' lang="el"', ""))
    text = " ".join(html.document_fromstring(report_html([findings])).text_content().split())
    for problem in findings.problems:
        assert problem.message in text
        assert problem.hint in text
    for words in ("SCORM 1.2", "WCAG 3.1.1", "index.html", findings.sha256, findings.files[1].sha256, "two"):
        assert words in text
    assert [group.severity.value for group in groups(findings)] == ["error", "warning", "info"]


def test_the_page_stands_alone() -> None:
    tree = html.document_fromstring(report_html([checked(), checked(put("x.html", b"<p>"))]))
    assert not tree.xpath("//script | //link | //img | //iframe | //@src | //@*[starts-with(name(), 'on')]")
    assert all(href.startswith("#") for href in tree.xpath("//@href"))
    assert "url(" not in tree.findtext("head/style")
    assert tree.xpath("//html/@lang") == ["en"]
    ids = tree.xpath("//@id")
    assert len(ids) == len(set(ids))
    assert all(table.xpath(".//th[@scope]") for table in tree.xpath("//table"))
    levels = [int(heading.tag[1]) for heading in tree.xpath("//h1 | //h2 | //h3 | //h4 | //h5")]
    assert levels[0] == 1
    assert all(later <= before + 1 for before, later in pairwise(levels))


def test_what_a_package_says_is_not_run() -> None:
    evil = "&lt;img src=x onerror=alert(1)&gt;"
    page_ = report_html([checked(manifest("<title>Two</title>", f"<title>{evil}</title>"))])
    assert "<img" not in page_
    assert "&lt;img src=x" in page_


def test_the_same_file_gives_the_same_report() -> None:
    assert report_html([checked()]) == report_html([checked()])


def test_values_for_programs() -> None:
    value = report_values(checked(page(' lang="el"', "")))
    assert (value["kind"], value["verdict"]) == ("SCORM 1.2", "remarks")
    problem = next(p for p in value["problems"] if p["rule"] == "page-language")  # type: ignore[attr-defined]
    assert (problem["theme"], problem["severity"], problem["source"]) == (
        "accessibility",
        "warning",
        "peer.zip/index.html",
    )


def test_sizes_and_themes() -> None:
    assert [sized(n) for n in (1, 812, 23_962, 1_258_291)] == ["1 byte", "812 bytes", "23.4 KB", "1.2 MB"]
    assert len({theme.id for theme in THEMES}) == len(THEMES)
