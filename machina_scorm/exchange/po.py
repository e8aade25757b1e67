"""PO that lies elsewhere than in i18n/: from a translator by mail, or from an edited deck that was read back.

The catalogs in i18n/ are PO themselves; this is for what is sent around.
"""

from __future__ import annotations

import re
from pathlib import PurePosixPath

from machina_scorm.exchange import Format
from machina_scorm.exchange.bundle import Bundle, Item, Part, Standing, item_id
from machina_scorm.i18n.catalog import decode_po
from machina_scorm.i18n.po import FUZZY, PoEntry, PoFile, read_po, write_po
from machina_scorm.i18n.review import State, digest_of, entry_state, with_state
from machina_scorm.problems import Report
from machina_scorm.source import Source

_MSGID = re.compile(rb'^\s*msgid\s+"', re.MULTILINE)
_WAS = "was: "
_STANDINGS = {State.MACHINE: Standing.MACHINE, State.HUMAN: Standing.HUMAN, State.REVIEWED: Standing.REVIEWED}
_STATES = {standing: state for state, standing in _STANDINGS.items()}
_CHARSET = {"Content-Type": "text/plain; charset=UTF-8", "Content-Transfer-Encoding": "8bit"}


def write(bundles: tuple[Bundle, ...]) -> bytes:
    """Return the texts of one language as PO, catalog after catalog; what needs review is fuzzy."""
    (bundle,) = bundles
    fields = {"Language": bundle.language.replace("-", "_"), "MIME-Version": "1.0", **_CHARSET}
    header = PoEntry("", "".join(f"{name}: {value}\n" for name, value in fields.items()))
    return write_po(PoFile(tuple({item.id: _entry(item) for _, item in bundle}.values()), header)).encode()


def _entry(item: Item) -> PoEntry:
    previous = (item.msgctxt, item.previous) if item.previous else None
    flags = (FUZZY,) if item.standing is Standing.FUZZY else ()
    entry = PoEntry(item.msgid, item.msgstr, item.msgctxt, flags=flags, previous=previous, notes=item.notes)
    state = _STATES.get(item.standing)
    return with_state(entry, state) if state else entry


def recognise(data: bytes) -> bool:
    """Tell whether it is PO."""
    return not data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<") and _MSGID.search(data[:100_000]) is not None


def read(data: bytes, source: Source, report: Report) -> tuple[Bundle, ...]:
    """Read a PO file; its catalog is told by its name, `lu1.po` or `lu1.el.po`, its language by its header.

    `# was: …`, which reading a deck back writes, is the translation that was changed: a newer one is not overwritten.
    Rules: those of read_po and decode_po.
    """
    file = read_po(decode_po(data, source, report), source, report)
    name = PurePosixPath(source.path.replace("\\", "/")).name.partition(".")[0]
    items = tuple(_item(entry, source) for entry in file.entries if not entry.obsolete)
    return (Bundle("", "", file.field("Language").replace("_", "-"), (Part(name, items),)),)


def _item(entry: PoEntry, source: Source) -> Item:
    was = next((comment.removeprefix(_WAS) for comment in entry.comments if comment.startswith(_WAS)), None)
    standing = Standing.FUZZY if entry.fuzzy else _STANDINGS[entry_state(entry)]
    return Item(
        item_id(*entry.key),
        entry.msgid,
        entry.msgstr,
        entry.msgctxt,
        standing if entry.msgstr else Standing.MISSING,
        previous=entry.previous[1] if entry.previous else "",
        base=digest_of(*entry.key, was) if was is not None else "",
        source=Source(source.path, entry.line),
    )


FORMAT = Format("po", (".po",), recognise, write, read)
