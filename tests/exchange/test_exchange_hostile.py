"""Files of strangers: broken, cut off, huge, malicious. Each gets a line with its place, none a traceback."""

from __future__ import annotations

import io
import time
import zipfile

import openpyxl
import pytest
from exchange_builders import bundle, item, read, rules
from hypothesis import given, settings
from hypothesis import strategies as st

from machina_scorm.exchange import formats, read_file
from machina_scorm.problems import Report

MADE = bundle(item("One **bold**", "Un **gras**"), item("Two $x$", "Deux $x$"))
FILES = {each.name: each.write((MADE,)) for each in formats()}

BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa">' + "".join(
    f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9)
)


def read_any(data: bytes, name: str = "file.bin") -> Report:
    report = Report()
    read_file(data, name, report)
    return report


@pytest.mark.parametrize("name", ["xliff-1.2", "xliff-2.1", "tmx"])
def test_an_entity_bomb_is_refused_at_once(name: str) -> None:
    head, _, rest = FILES[name].decode().partition("\n")
    data = f"{head}\n{BOMB}]>\n{rest.replace('Un', '&j;').replace('Deux', '&j;')}".encode()
    start = time.perf_counter()
    found, report = read(name, data)
    assert not any(one.parts for one in found) and rules(report) == ["import-xml-entity"]
    assert time.perf_counter() - start < 2


@pytest.mark.parametrize("name", ["xliff-1.2", "xliff-2.1", "tmx"])
def test_no_file_of_the_machine_is_read(name: str, tmp_path: object) -> None:
    head, _, rest = FILES[name].decode().partition("\n")
    data = f'{head}\n<!DOCTYPE x [<!ENTITY f SYSTEM "file:///etc/hostname">]>\n{rest.replace("Un", "&f;")}'.encode()
    found, report = read(name, data)
    assert not any(one.parts for one in found) and rules(report) == ["import-xml-entity"]


def test_a_doctype_alone_is_what_many_programs_write() -> None:
    head, _, rest = FILES["tmx"].decode().partition("\n")
    found, report = read("tmx", f'{head}\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n{rest}'.encode())
    assert len(found) == 1 and not report.problems


@pytest.mark.parametrize("name", list(FILES))
@settings(max_examples=60)
@given(data=st.data())
def test_a_file_cut_off_anywhere(name: str, data: st.DataObject) -> None:
    whole = FILES[name]
    cut = whole[: data.draw(st.integers(0, len(whole) - 3))]
    found, report = read(name, cut)
    assert report.errors or name in ("csv", "po")  # cut between two rows or entries, it is a shorter file
    kept = {each.msgstr for one in found for _, each in one}
    assert name == "csv" or kept <= {"", "Un **gras**", "Deux $x$"}


@pytest.mark.parametrize("name", list(FILES))
@settings(max_examples=60)
@given(data=st.data())
def test_a_file_with_any_bytes_changed(name: str, data: st.DataObject) -> None:
    whole = bytearray(FILES[name])
    for _ in range(data.draw(st.integers(1, 6))):
        whole[data.draw(st.integers(0, len(whole) - 1))] = data.draw(st.integers(0, 255))
    read(name, bytes(whole))


@given(st.binary(max_size=300), st.sampled_from(["a.xlf", "a.tmx", "a.csv", "a.xlsx", "a.doc", "a"]))
def test_any_bytes(data: bytes, name: str) -> None:
    read_any(data, name)


def test_what_is_no_file_of_ours_is_named() -> None:
    report = read_any(b"\x00\x01 nothing", "notes.doc")
    assert rules(report) == ["import-format"] and ".xlf" in next(iter(report)).hint


def test_a_file_under_a_wrong_name_is_read_by_what_it_is() -> None:
    for each in formats():
        found = read_file(FILES[each.name], "file.bin", Report())
        assert found is not None and found[0] is each


def test_a_truncated_file_names_its_line() -> None:
    data = FILES["xliff-1.2"]
    _, report = read("xliff-1.2", data[: data.index(b"Deux")])
    (problem,) = report
    assert problem.rule == "import-xml" and problem.source.line > 10


def test_a_workbook_that_unpacks_to_gigabytes_is_refused() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(FILES["xlsx"])) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, b"\0" * 60_000_000 if name.endswith("sheet1.xml") else old.read(name))
    _, report = read("xlsx", buffer.getvalue())
    assert "import-bomb" in rules(report)


@pytest.mark.parametrize("area", ["A1:XFD1048576", "F:F", "2:2"])
def test_a_merged_area_of_a_whole_sheet_costs_nothing(area: str) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(FILES["xlsx"])) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if name.endswith("sheet1.xml"):
                merge = f'<mergeCells><mergeCell ref="{area}"/></mergeCells>'.encode()
                at = data.index(b"</sheetData>") + len(b"</sheetData>")
                at = data.find(b"/>", data.index(b"<autoFilter")) + 2 if b"<autoFilter" in data else at
                data = data[:at] + merge + data[at:]
            new.writestr(name, data)
    start = time.perf_counter()
    _, report = read("xlsx", buffer.getvalue())
    assert {"import-merged", "import-column", "import-workbook"} & set(rules(report))
    assert time.perf_counter() - start < 5


def test_a_cell_far_away_costs_nothing() -> None:
    workbook = openpyxl.load_workbook(io.BytesIO(FILES["xlsx"]))
    workbook["Translation"]["XFD1048576"].value = "far"
    buffer = io.BytesIO()
    workbook.save(buffer)
    found, report = read("xlsx", buffer.getvalue())
    assert rules(report) == ["import-too-large"]
    assert [each.msgstr for one in found for _, each in one] == ["Un **gras**", "Deux $x$"]


def test_an_old_or_locked_workbook_is_named() -> None:
    assert rules(read_any(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "a.xlsx")) == ["import-old-office"]


def test_a_memory_of_50_megabytes_is_read_as_a_stream() -> None:
    unit = '<tu><tuv xml:lang="en"><seg>{0} {1}</seg></tuv><tuv xml:lang="fr"><seg>{0} {1}</seg></tuv></tu>\n'
    words = "a sentence of a large memory " * 60
    units = "".join(unit.format(number, words) for number in range(15_000))
    data = f'<?xml version="1.0"?>\n<tmx version="1.4"><header srclang="en"/><body>{units}</body></tmx>'.encode()
    assert len(data) > 50_000_000
    start = time.perf_counter()
    found, report = read("tmx", data)
    assert len(found[0].parts[0].items) == 15_000 and not report.problems
    assert time.perf_counter() - start < 20
