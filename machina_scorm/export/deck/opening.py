"""A presentation of somebody's as a template: looked at before it is unpacked, then without slides and what locks it.

Raises TemplateError with the file's name and what to do about it, whatever the file is.
"""

from __future__ import annotations

import io
import zipfile
import zlib
from collections.abc import Iterator

from lxml import etree
from pptx import Presentation
from pptx.exc import PackageNotFoundError
from pptx.presentation import Presentation as Deck

from machina_scorm.errors import TemplateError
from machina_scorm.export.deck.xml import qn, remove
from machina_scorm.model.course import LARGEST_TEMPLATE
from machina_scorm.problems import Problem
from machina_scorm.source import Source

#: Parts of a package, bytes of all of them unpacked, and how many times smaller a large one may be packed.
MOST_PARTS, LARGEST_SUM, MOST_PACKED = 20_000, 400_000_000, 200
_SMALL = 1_000_000
_SECTIONS = "{http://schemas.microsoft.com/office/powerpoint/2010/main}sectionLst"
_TYPES = "[Content_Types].xml"
_PRESENTATION = "application/vnd.openxmlformats-officedocument.presentationml.presentation.main+xml"
#: The main part of a template, a show, and of either with macros ([ECMA-376-1, 15.2.14] and [MS-OFFMACRO]).
_ALIKE = (
    "application/vnd.openxmlformats-officedocument.presentationml.template.main+xml",
    "application/vnd.openxmlformats-officedocument.presentationml.slideshow.main+xml",
    "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml",
    "application/vnd.ms-powerpoint.template.macroEnabled.main+xml",
    "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml",
)
#: What a deck of ours must not take over: macros, other people's names, signatures that are wrong once it is filled.
_DROPPED = ("/vbaProject", "/commentAuthors", "/authors", "/digital-signature/origin", "/thumbnail")
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# python-pptx meets a stranger's XML with whatever its line happens to raise.
_BROKEN = (
    *(PackageNotFoundError, zipfile.BadZipFile, etree.XMLSyntaxError, zlib.error, OSError, EOFError),
    *(NotImplementedError, RuntimeError, KeyError, ValueError, AttributeError, IndexError, TypeError),
)


def open_template(name: str, data: bytes) -> bytes:
    """Return the template as a .pptx that holds no slides; `name` is its file name. Raises TemplateError.

    Templates (.potx), shows and files with macros are taken too. What is left of a file that is sound already is
    the same bytes.
    """
    problem = _unusable(data)
    if problem:
        rule, message, hint = problem
        raise TemplateError((Problem(rule, message, Source(name), hint),))
    try:
        data = _as_presentation(data)
        return _emptied(data)
    except _BROKEN as error:
        hint = "open it in PowerPoint and save it anew as .pptx"
        message = "the template is damaged or no PowerPoint file"
        raise TemplateError((Problem("template-unreadable", message, Source(name), hint),)) from error


def _unusable(data: bytes) -> tuple[str, str, str] | None:
    """Return rule, message and hint for a file that is not to be opened."""
    save = "open it in PowerPoint and save it as “PowerPoint Presentation (*.pptx)”"
    if len(data) > LARGEST_TEMPLATE:
        message = f"the template is larger than {LARGEST_TEMPLATE // 1_000_000} MB"
        hint = "delete its slides, which are not needed, and compress its pictures (Picture Format, Compress Pictures)"
        return "template-too-large", message, hint
    if data.startswith(_OLE):
        if "EncryptedPackage".encode("utf-16-le") in data:
            hint = "take the password off in PowerPoint: File, Info, Protect Presentation, Encrypt with Password"
            return "template-encrypted", "the template has a password", hint
        message = "the template is in the format of PowerPoint 97–2003 (.ppt), or another old Office file"
        return "template-unreadable", message, save
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return _unsafe(archive) or _foreign(archive, save)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError, ValueError):
        return "template-unreadable", "the template is damaged or no PowerPoint file", save


def _unsafe(archive: zipfile.ZipFile) -> tuple[str, str, str] | None:
    infos = archive.infolist()
    trust = "do not trust this file; if it is yours, delete its slides and save it anew"
    total = sum(info.file_size for info in infos)
    if len(infos) > MOST_PARTS or total > LARGEST_SUM:
        message = f"the template unpacks to {len(infos):,} parts of {total / 1e6:,.0f} MB"
        return "template-too-large", message, trust
    for info in infos:
        if info.file_size > _SMALL and info.file_size > MOST_PACKED * max(1, info.compress_size):
            message = f"{info.filename} unpacks from {info.compress_size:,} to {info.file_size:,} bytes"
            return "template-too-large", message, trust
        if info.filename.lower().endswith((".xml", ".rels")) and b"<!DOCTYPE" in archive.read(info):
            # Office writes none (ECMA-376-2, 8.1.1), and entities that expand without end come from there.
            return "template-unreadable", f"{info.filename} in it declares a document type", trust
    return None


def _foreign(archive: zipfile.ZipFile, save: str) -> tuple[str, str, str] | None:
    """Say of which other program the file is; None for a presentation of PowerPoint's."""
    names = set(archive.namelist())
    if "mimetype" in names and archive.read("mimetype").startswith(b"application/vnd.oasis.opendocument"):
        hint = "open it in LibreOffice Impress and save it as “PowerPoint 2007–365 (.pptx)”"
        return "template-unreadable", "the template is an OpenDocument file (.odp, .otp)", hint
    if any(name.endswith(".iwa") for name in names):
        hint = "export it in Keynote: File, Export To, PowerPoint"
        return "template-unreadable", "the template is a Keynote file", hint
    types = archive.read(_TYPES) if _TYPES in names else b""
    if not any(kind.encode() in types for kind in (_PRESENTATION, *_ALIKE)):
        return "template-unreadable", "the template is no PowerPoint file", save
    if "ppt/presentation.xml" in names and b"http://purl.oclc.org/ooxml/" in archive.read("ppt/presentation.xml"):
        message = "the template was saved as “Strict Open XML Presentation”"
        return "template-unreadable", message, save
    return None


def _as_presentation(data: bytes) -> bytes:
    """Return the bytes with the main part called a presentation: python-pptx opens no template."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        types = archive.read(_TYPES)
        if not any(kind.encode() in types for kind in _ALIKE):
            return data
        for kind in _ALIKE:
            types = types.replace(kind.encode(), _PRESENTATION.encode())
        buffer = io.BytesIO()
        with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as copy:
            for name in dict.fromkeys(archive.namelist()):
                copy.writestr(zipfile.ZipInfo(name), types if name == _TYPES else archive.read(name))
    return buffer.getvalue()


def _emptied(data: bytes) -> bytes:
    """Return the template without slides, and without what names them, locks the file or is not ours to hand on."""
    deck = Presentation(io.BytesIO(data))
    ids = deck.slides._sldIdLst
    stale = list(_stale(deck))
    rels = [(rels, rid) for rels in (deck.part.rels, deck.part.package._rels) for rid in _dropped(rels)]
    if not (len(ids) or stale or rels):
        return data
    # All before any is added: removing some and adding others would use a part's name twice.
    for entry in list(ids):
        deck.part.rels.pop(entry.rId)
        ids.remove(entry)
    for element in stale:
        parent = element.getparent()
        remove(parent if parent is not None and parent.tag == qn("p:ext") else element)
    for relations, rid in rels:
        relations.pop(rid)
    buffer = io.BytesIO()
    deck.save(buffer)
    return buffer.getvalue()


def _stale(deck: Deck) -> Iterator[etree._Element]:
    """Yield sections and custom shows, which name slides that are gone, so that PowerPoint would offer to repair the
    file; and the password for changing it, which would lock everybody out of the deck.
    """
    for tag in (_SECTIONS, qn("p:custShowLst"), qn("p:modifyVerifier")):
        yield from deck._element.iter(tag)


def _dropped(rels: object) -> list[str]:
    return [rid for rid, rel in rels.items() if rel.reltype.endswith(_DROPPED)]  # type: ignore[attr-defined]
