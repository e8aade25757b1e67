"""Memories of other programs: what they know is taken, whatever else they hold."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from machina_scorm.i18n.tmx import read_memory
from machina_scorm.problems import Report
from machina_scorm.source import Source

UNIT = '<tu><tuv xml:lang="{}"><seg>{}</seg></tuv><tuv xml:lang="{}"><seg>{}</seg></tuv></tu>'
PLACE = Source("memory.tmx", 1)


def tmx(*units: tuple[str, str, str, str], head: str = '<?xml version="1.0" encoding="UTF-8"?>') -> bytes:
    body = "".join(UNIT.format(*unit) for unit in units)
    return f'{head}<tmx version="1.4"><header srclang="en"/><body>{body}</body></tmx>'.encode()


def known(data: bytes, code: str = "es") -> tuple[dict[str, str], list[str]]:
    report = Report()
    file = read_memory(data, PLACE, "en", code, report)
    return {entry.msgid: entry.msgstr for entry in file.entries}, [problem.rule for problem in report]


def test_a_translation_is_taken_from_any_regional_form_the_right_one_first() -> None:
    assert known(tmx(("en-GB", "One", "es-ES", "Uno"))) == ({"One": "Uno"}, [])
    both = tmx(("EN-US", "Bus", "ES_MX", "Camión")).replace(
        b"</tu>", '<tuv xml:lang="es"><seg>Autobús</seg></tuv></tu>'.encode()
    )
    assert known(both)[0] == {"Bus": "Autobús"} and known(both, "es-MX")[0] == {"Bus": "Camión"}


def test_inline_tags_are_what_they_stand_for() -> None:
    data = tmx(
        (
            "en",
            "A <bpt i='1'>**</bpt>word<ept i='1'>**</ept>",
            "es",
            "Una <bpt i='1'>**</bpt>palabra<ept i='1'>**</ept>",
        )
    )
    assert known(data)[0] == {"A **word**": "Una **palabra**"}


@pytest.mark.parametrize(
    ("data", "rule"),
    [
        (tmx(("en", "One", "fr", "Un")), "memory-language"),
        (tmx(("en", "One", "es", "Uno"))[:-20], "memory-syntax"),
        (b"<html></html>", "memory-syntax"),
        (b'msgid ""\nmsgstr "Language: fr\\n"\n\nmsgid "One"\nmsgstr "Un"\n', "memory-language"),
        (b"One;Uno\n", "po-syntax"),
    ],
)
def test_what_is_no_memory_is_named(data: bytes, rule: str) -> None:
    assert known(data) == ({}, [rule])


def test_a_bomb_does_not_go_off_and_no_file_is_read() -> None:
    bomb = '<!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
    )
    entries, _ = known(tmx(("en", "One", "es", "&j;"), head=bomb + "]>"))
    assert sum(map(len, entries.values())) < 100
    stolen = tmx(("en", "One", "es", "&x;"), head='<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/hostname">]>')
    assert all("&x;" in text or not text for text in known(stolen)[0].values())


@given(st.binary(max_size=200))
def test_any_bytes_have_an_answer(data: bytes) -> None:
    known(data)
    known(b"<tmx>" + data + b"</tmx>")
