"""Files that nobody should make: a clear word each, soon, in little memory, never an exception."""

from __future__ import annotations

import io
import stat
import struct
import tracemalloc
import zipfile

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from packages import MANIFEST12, peer12, peer2004, put, zipped

from machina_scorm.check.files import examine
from machina_scorm.check.report import report_html
from machina_scorm.check.scorm import Options, examine_package
from machina_scorm.problems import Severity

GOOD = zipped(peer12())
GOOD_2004 = zipped(peer2004())


def words(data: bytes) -> dict[str, str]:
    """The findings that matter: rule → message."""
    problems = examine_package(data, "x.zip", Options()).problems
    assert all(problem.hint for problem in problems)
    return {problem.rule: problem.message for problem in problems if problem.rule != "schemas-missing"}


def with_entry(name: str, data: bytes = b"x", **fields: int) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for path, content in peer12().items():
            archive.writestr(path, content)
        info = zipfile.ZipInfo(name)
        for field, value in fields.items():
            setattr(info, field, value)
        archive.writestr(info, data)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("data", "said"),
    [
        (b"", "empty"),
        (b"PK", "cut off"),
        (GOOD[:-30], "cut off"),
        (b"7z\xbc\xaf\x27\x1c" + b"\0" * 40, "7-Zip"),
        (b"Rar!\x1a\x07" + b"\0" * 40, "RAR"),
        (b"<!DOCTYPE html><title>Log in</title>", "web page"),
        (b"%PDF-1.7", "PDF"),
        (b"hello", "no zip"),
    ],
)
def test_no_zip(data: bytes, said: str) -> None:
    found = words(data)
    assert set(found) == {"package-no-zip"}
    assert said in found["package-no-zip"]


@pytest.mark.parametrize(
    ("files", "said"),
    [
        ({"readme.txt": b"x"}, "there is no imsmanifest.xml"),
        ({f"course/{name}": data for name, data in peer12().items()}, "in the folder course"),
        ({"IMSManifest.xml": MANIFEST12.encode()}, "called IMSManifest.xml"),
        ({"course.zip": GOOD}, "a zip in the zip"),
        ({"h5p.json": b"{}"}, "H5P"),
        ({"cmi5.xml": b"<x/>"}, "cmi5"),
    ],
)
def test_no_manifest(files: dict[str, bytes], said: str) -> None:
    assert said in words(zipped(files))["manifest-missing"]


LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha"}">' for n in range(12))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16"])
def test_a_manifest_with_entities_is_not_read(encoding: str) -> None:
    text = MANIFEST12.replace('encoding="UTF-8"', f'encoding="{encoding}"')
    text = text.replace("<manifest ", f"<!DOCTYPE m [{LAUGHS}]><manifest ", 1).replace("A course", "&l11;")
    found = words(zipped({**peer12(), "imsmanifest.xml": text.encode(encoding)}))
    assert found == {"manifest-doctype": "the manifest declares entities"}


def test_a_manifest_that_is_no_xml_and_a_huge_one() -> None:
    assert set(words(zipped({**peer12(), "imsmanifest.xml": b"\xff\xfe<"}))) == {"manifest-syntax"}
    items = '<item identifier="i"/>' * 60_000
    text = MANIFEST12.replace("</organization>", f"{items}</organization>")
    assert "60,0" in words(zipped({**peer12(), "imsmanifest.xml": text.encode()}))["manifest-syntax"]


@pytest.mark.parametrize("name", ["../evil.js", "/etc/passwd", "a/../../b", "c:/x", "a\\b.js"])
def test_names_that_lead_out(name: str) -> None:
    assert "file-outside" in words(with_entry(name))


def test_a_link_a_strange_method_and_names() -> None:
    link = with_entry("link", b"/etc/passwd", external_attr=(stat.S_IFLNK | 0o777) << 16, create_system=3)
    assert "is a link" in words(link)["file-outside"]
    assert "package-compression" in words(zipped(peer12(), zipfile.ZIP_LZMA))
    assert "file-name" in words(with_entry("nul.txt"))
    assert "file-name" in words(with_entry("two words.txt"))
    assert "file-junk" in words(with_entry("__MACOSX/._index.html"))
    assert "file-archive" in words(with_entry("more.zip"))
    assert "file-twice" in words(with_entry("INDEX.html"))


def test_a_name_twice() -> None:
    with pytest.warns(UserWarning, match="Duplicate"):
        data = with_entry("index.html")
    assert "file-twice" in words(data)


def test_names_that_are_not_utf_8() -> None:
    greek = "Μάθημα.txt"
    raw = with_entry(greek)
    flagged = words(raw)
    assert set(flagged) == {"file-name", "file-unlisted"}
    broken = raw.replace(greek.encode(), b"\xff\xfe" + greek.encode()[2:])
    assert set(words(broken)) == {"file-name-encoding"}
    plain = with_entry("Prufung.txt").replace(b"Prufung.txt", b"Pr\x81fung.txt")
    assert "file-name-encoding" in words(plain)


def test_encrypted() -> None:
    data = bytearray(GOOD)
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        at = data.find(signature)
        while at >= 0:
            struct.pack_into("<H", data, at + offset, 1)
            at = data.find(signature, at + 4)
    assert set(words(bytes(data))) == {"package-encrypted"}


def test_ten_thousand_files() -> None:
    files = {f"f/{n}.txt": b"" for n in range(10_000)}
    found = words(zipped({**peer12(), **files}))
    assert "10,005 files" in found["package-too-many-files"]


def test_a_bomb_is_told_without_unpacking_it() -> None:
    bomb = zipped({**peer12(), "zeros.txt": b"\0" * 60_000_000})
    tracemalloc.start()
    found = words(bomb)
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert set(found) == {"package-bomb"}
    assert peak < 5_000_000


def test_a_bomb_that_lies_about_its_size_is_not_unpacked_either() -> None:
    data = bytearray(zipped({**peer12(), "zeros.html": b"\0" * 60_000_000}))
    directory = data.rfind(b"PK\x01\x02")
    struct.pack_into("<I", data, directory + 24, 1000)
    tracemalloc.start()
    found = words(bytes(data))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert "file-damaged" in found
    assert peak < 5_000_000


def test_sizes_beyond_the_bound() -> None:
    data = bytearray(GOOD)
    struct.pack_into("<I", data, data.find(b"PK\x01\x02") + 24, 0xFFFFFFFE)
    assert set(words(bytes(data))) == {"package-too-large"}


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.css", b"/*" * 900_000),
        ("a.css", b"url(" * 400_000),
        ("a.css", b"{" * 900_000),
        ("a.js", b'\\"' * 2_000_000),
        ("a.js", b"/*`" * 1_000_000),
        ("a.html", b"<div><a href=x>" * 20_000),
        ("a.html", b"<input>" * 150_000),
        ("a.svg", b"<g>" * 300_000),
    ],
)
def test_content_that_is_made_to_take_long(name: str, content: bytes) -> None:
    files = peer12()
    put(name, content)(files)
    assert "file-unlisted" in words(zipped(files))


@given(st.data())
@settings(max_examples=150, deadline=None)
def test_no_change_of_bytes_raises(data: st.DataObject) -> None:
    good = bytearray(data.draw(st.sampled_from([GOOD, GOOD_2004])))
    for _ in range(data.draw(st.integers(1, 6))):
        at = data.draw(st.integers(0, len(good) - 1))
        good[at] = data.draw(st.integers(0, 255))
    cut = data.draw(st.one_of(st.just(len(good)), st.integers(0, len(good))))
    findings = examine_package(bytes(good[:cut]), "x.zip", Options())
    assert report_html([findings]).startswith("<!DOCTYPE html>")


@given(st.sampled_from(sorted(peer2004())), st.integers(0, 3000), st.binary(min_size=1, max_size=20))
@settings(max_examples=150, deadline=None)
def test_no_change_inside_a_file_raises(name: str, at: int, noise: bytes) -> None:
    files = peer2004()
    text = files[name]
    files[name] = text[: at % len(text)] + noise + text[at % len(text) + len(noise) :]
    findings = examine_package(zipped(files), "x.zip", Options())
    assert all(problem.severity in Severity for problem in findings.problems)


@given(st.binary(max_size=300), st.sampled_from(["a.pptx", "a.xml", "a.gift", "a.txt", "a.zip"]))
@settings(max_examples=150, deadline=None)
def test_no_bytes_under_any_name_raise(data: bytes, name: str) -> None:
    assert examine(data, name, Options()).name == name
