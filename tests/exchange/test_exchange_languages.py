"""Which of the course's languages a file is in."""

from __future__ import annotations

import pytest
from exchange_builders import bundle, item, rules

from machina_scorm.exchange.bundle import Bundle
from machina_scorm.exchange.languages import choose, match_language
from machina_scorm.problems import Report

KNOWN = ("fr", "de", "pt-BR", "pt-PT")


@pytest.mark.parametrize(
    ("code", "meant"),
    [("fr", "fr"), ("fr-FR", "fr"), ("FR_fr", "fr"), ("pt_br", "pt-BR"), ("pt", ""), ("es", ""), ("", "")],
)
def test_codes_of_other_programs(code: str, meant: str) -> None:
    assert match_language(code, KNOWN) == meant


def chosen(*languages: str, code: str = "", many: bool = False, source: str = "en-US") -> tuple[list[str], Report]:
    made = tuple(Bundle("", source, each, bundle(item("One", each or "?")).parts) for each in languages)
    report = Report()
    found = choose(made, code, KNOWN, "en", many, "file.tmx", report)
    return [f"{each}: {' '.join(i.msgstr for _, i in b)}" for each, b in found], report


def test_one_language() -> None:
    assert chosen("fr-FR")[0] == ["fr: fr-FR"]
    assert chosen("", "fr")[0] == ["fr: ? fr"]
    assert chosen("", code="de")[0] == ["de: ?"]


def test_several_languages_are_named_or_all_taken() -> None:
    found, report = chosen("fr", "de")
    assert not found and rules(report) == ["import-language"] and "fr, de" in next(iter(report)).hint
    assert chosen("fr", "de", code="de")[0] == ["de: de"]
    assert chosen("fr", "es", "de", many=True)[0] == ["fr: fr", "de: de"]


@pytest.mark.parametrize(
    ("languages", "more", "said"),
    [
        (("es",), {}, "es"),
        (("",), {}, "does not say"),
        (("fr",), {"code": "de"}, "not in de"),
        (("fr",), {"source": "sv"}, "translates from sv"),
    ],
)
def test_what_cannot_be_right_is_named(languages: tuple[str, ...], more: dict[str, str], said: str) -> None:
    found, report = chosen(*languages, **more)  # type: ignore[arg-type]
    assert not found and rules(report) == ["import-language"] and said in str(next(iter(report)))
