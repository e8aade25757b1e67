"""The last touches: numbered shapes, core properties, and a file whose bytes depend on nothing but its content."""

from __future__ import annotations

import datetime
import io
import zipfile

from lxml.etree import _Element
from pptx.presentation import Presentation as Deck

from machina_scorm.dialect import plain_text
from machina_scorm.export.deck.xml import qn
from machina_scorm.model.course import Lesson, Unit
from machina_scorm.model.edition import Edition
from machina_scorm.package.archive import entry_time, pack


def number_shapes(tree: _Element) -> None:
    """Give every shape of a slide its id, from 2 on in reading order."""
    for number, named in enumerate(tree.iter(qn("p:cNvPr")), 1):
        named.set("id", str(number))


def set_properties(deck: Deck, edition: Edition, unit: Unit, lesson: Lesson) -> None:
    """Fill the core properties; times are those of every archive entry, never the clock's."""
    about, core = edition.about, deck.core_properties
    core.title = plain_text(lesson.title)[:255]
    core.subject = f"{plain_text(about.title)} · {plain_text(unit.title)}"[:255]
    core.author = "; ".join(person.name for person in about.contributors)[:255]
    core.language = edition.language.code
    core.comments = edition.ui["deck.license"].format(license=about.license)
    core.keywords = ", ".join(plain_text(word) for word in lesson.keywords)[:255]
    core.category, core.content_status, core.identifier, core.version = "", "", lesson.key, ""
    core.last_modified_by, core.revision = core.author, 1
    core.created = core.modified = datetime.datetime(*entry_time())
    core.last_printed = core.created
    printed = core._element.find("{http://schemas.openxmlformats.org/package/2006/metadata/core-properties}lastPrinted")
    if printed is not None:
        core._element.remove(printed)


def save(deck: Deck) -> bytes:
    """Return the deck's bytes, packed anew without the time of day."""
    buffer = io.BytesIO()
    deck.save(buffer)
    with zipfile.ZipFile(buffer) as archive:
        parts = {name: archive.read(name) for name in archive.namelist()}
    return pack(parts, first=("[Content_Types].xml",))
