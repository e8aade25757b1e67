"""XLIFF 2.1 (ISO 21720): one <file> per catalog, one <unit> of one <segment> per text.

Markup is <pc>, what stands alone <ph>; the characters are in <originalData>. Limits follow the size restriction module,
what is ours (base, context, course) the metadata module. 2.0, 2.1 and 2.2 have one namespace.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from machina_scorm.dialect.pieces import Shape
from machina_scorm.exchange import Format
from machina_scorm.exchange._xml import XML_SPACE, append_text, at, child, head, local, parse, to_bytes
from machina_scorm.exchange.bundle import Bundle, Code, Item, Standing, coded, gathered, part_name
from machina_scorm.exchange.xliff12 import HALF, Codes, is_xliff, once
from machina_scorm.i18n.update import catalog_path
from machina_scorm.problems import Report
from machina_scorm.source import Source

NAMESPACE = "urn:oasis:names:tc:xliff:document:2.0"
SIZES = "urn:oasis:names:tc:xliff:sizerestriction:2.0"
METADATA = "urn:oasis:names:tc:xliff:metadata:2.0"

#: `type` and `subType` of <pc> and <ph>; the prefix xlf: is the standard's, others are free.
_TYPES = {
    "strong": ("fmt", "xlf:b"),
    "emph": ("fmt", "xlf:i"),
    "break": ("fmt", "xlf:lb"),
    "link": ("link", ""),
    "address": ("link", ""),
    "placeholder": ("ui", "xlf:var"),
}

#: `state` and `subState` of a <segment>: of what somebody has to look at, 2.1 knows only `initial`.
_STATES = {
    Standing.MISSING: ("initial", ""),
    Standing.FUZZY: ("initial", "machina:needs-review"),
    Standing.MACHINE: ("initial", "machina:machine"),
    Standing.HUMAN: ("translated", ""),
    Standing.REVIEWED: ("reviewed", ""),
}
_READ = {"translated": Standing.HUMAN, "reviewed": Standing.REVIEWED, "final": Standing.REVIEWED}
_WEAKEST = (Standing.MISSING, Standing.FUZZY, Standing.MACHINE, Standing.HUMAN, Standing.REVIEWED)

Waiting = tuple[etree._Element, tuple[Code, ...]]


def write(bundles: tuple[Bundle, ...]) -> bytes:
    """Return one bundle as XLIFF 2.1."""
    (bundle,) = bundles
    root = etree.Element(
        f"{{{NAMESPACE}}}xliff",
        {"version": "2.1", "srcLang": bundle.source_language, "trgLang": bundle.language},
        nsmap={None: NAMESPACE, "slr": SIZES, "mda": METADATA},  # type: ignore[dict-item]
    )
    waiting: list[tuple[Waiting, dict[str, str]]] = []
    for number, part in enumerate(bundle.parts, 1):
        file = child(root, "file", id=f"f{number}", original=catalog_path(bundle.language, part.name))
        etree.SubElement(file, f"{{{SIZES}}}profiles", generalProfile="xliff:codepoints")
        _write_metadata(file, (("course", bundle.course),))
        for item in part.items:
            waiting += _write_unit(file, item)
    etree.indent(root)  # before there are texts, whose spaces would change
    for (element, codes), data in waiting:
        _write_codes(element, codes, data)
    return to_bytes(root)


def _write_metadata(element: etree._Element, values: tuple[tuple[str, str], ...]) -> None:
    group = etree.SubElement(element, f"{{{METADATA}}}metadata")
    group = etree.SubElement(group, f"{{{METADATA}}}metaGroup", category="machina")
    for name, value in values:
        etree.SubElement(group, f"{{{METADATA}}}meta", type=name).text = value


def _write_unit(file: etree._Element, item: Item) -> Iterator[tuple[Waiting, dict[str, str]]]:
    """Add a unit; yield its elements that wait for their texts, with the ids of their original data."""
    unit = child(file, "unit", id=item.id)
    unit.set(XML_SPACE, "preserve")
    if item.room:
        unit.set(f"{{{SIZES}}}sizeRestriction", str(item.room))
    context = (("context", item.msgctxt),) if item.msgctxt is not None else ()
    _write_metadata(unit, (*context, ("base", item.base)))
    notes = [("place", note) for note in item.notes] + ([("previous", item.previous)] if item.previous else [])
    group = child(unit, "notes") if notes else unit
    for category, note in notes:
        child(group, "note", note, category=category, appliesTo="source")
    source, target = coded(item)
    raws = dict.fromkeys(code.piece.raw for code in (*source, *target) if code.number)
    data = {raw: f"d{number}" for number, raw in enumerate(raws, 1)}
    group = child(unit, "originalData") if data else unit
    for raw, name in data.items():
        child(group, "data", raw, id=name).set(XML_SPACE, "preserve")
    state, sub = _STATES[item.standing]
    segment = child(unit, "segment", state=state)
    if sub:
        segment.set("subState", sub)
    yield (child(segment, "source"), source), data
    if item.msgstr:
        yield (child(segment, "target"), target), data


def _write_codes(element: etree._Element, codes: tuple[Code, ...], data: dict[str, str]) -> None:
    inner, ends = element, {code.number: code.piece.raw for code in codes if code.piece.shape is Shape.CLOSE}
    for code in codes:
        piece, number = code.piece, str(code.number)
        match piece.shape:
            case Shape.WORDS:
                append_text(inner, piece.raw)
            case Shape.OPEN:
                start, end = data[piece.raw], data[ends[code.number]]
                inner = child(inner, "pc", id=number, dataRefStart=start, dataRefEnd=end, **_types(piece.kind))
            case Shape.CLOSE:
                outer = inner.getparent()
                inner = element if outer is None else outer
            case Shape.ALONE:
                shown = " ".join(piece.raw.split())
                child(inner, "ph", id=number, dataRef=data[piece.raw], disp=shown, **_types(piece.kind))


def _types(kind: str) -> dict[str, str]:
    type_, sub = _TYPES.get(kind, ("other", f"machina:{kind}"))
    return {"type": type_} | ({"subType": sub} if sub else {})


def recognise(data: bytes) -> bool:
    """Tell whether it is XLIFF 2.x."""
    return NAMESPACE in head(data)


def read(data: bytes, source: Source, report: Report) -> tuple[Bundle, ...]:
    """Read XLIFF 2.x. Rules: `import-xml`, `import-xml-entity`, `import-namespace`, `import-duplicate`."""
    root = parse(data, source, report)
    if root is None or not is_xliff(root, NAMESPACE, source, report):
        return ()
    course = ""
    items: list[tuple[str, Item]] = []
    for file in root.iter(f"{{{NAMESPACE}}}file"):
        course = course or _metadata(file).get("course", "")
        name = part_name(str(file.get("original", "")))
        units = (_read_unit(unit, source) for unit in file.iter(f"{{{NAMESPACE}}}unit"))
        items += [(name, item) for item in once(units, report)]
    return (Bundle(course, str(root.get("srcLang", "")), str(root.get("trgLang", "")), gathered(items)),)


def _metadata(element: etree._Element) -> dict[str, str]:
    own = (each for each in element if each.tag == f"{{{METADATA}}}metadata")
    metas = (meta for each in own for meta in each.iter(f"{{{METADATA}}}meta"))
    return {str(meta.get("type")): meta.text or "" for meta in metas}


def _read_unit(unit: etree._Element, source: Source) -> Item:
    data = {str(each.get("id")): _data(each) for each in unit.iter(f"{{{NAMESPACE}}}data")}
    codes: Codes = {}
    segments = [each for each in unit if local(each) in ("segment", "ignorable")]
    msgid = "".join(_text(each, data, codes, True) for part in segments for each in _named(part, "source"))
    msgstr, standing, doubt = _targets(segments, data, codes)
    metadata = _metadata(unit)
    notes = [(each.get("category"), each.text or "") for each in unit.iter(f"{{{NAMESPACE}}}note")]
    room = str(unit.get(f"{{{SIZES}}}sizeRestriction", ""))
    return Item(
        id=str(unit.get("id", "")),
        msgid=msgid,
        msgstr=msgstr,
        msgctxt=metadata.get("context"),
        standing=standing,
        notes=tuple(note for category, note in notes if category != "previous"),
        previous=next((note for category, note in notes if category == "previous"), ""),
        room=int(room) if room.isdecimal() else 0,
        base=metadata.get("base", ""),
        doubt=doubt,
        source=at(unit, source),
    )


def _named(part: etree._Element, name: str) -> list[etree._Element]:
    return [each for each in part if local(each) == name]


def _targets(segments: list[etree._Element], data: dict[str, str], codes: Codes) -> tuple[str, Standing, str]:
    """Return the unit's translation joined from its segments, the weakest of their states, and what is doubtful.

    `order` on a target is its place, counted from 1, among the unit's segments and ignorables.
    """
    found: list[tuple[int, str, Standing]] = []
    missing = translated = 0
    for place, part in enumerate(segments, 1):
        target = next(iter(_named(part, "target")), None)
        text = _text(target, data, codes) if target is not None else ""
        if not text:
            text = "".join(_text(each, data, codes) for each in _named(part, "source"))
            missing += local(part) == "segment" and bool(text.strip())
        else:
            translated += local(part) == "segment"
        order = str(target.get("order", "")) if target is not None else ""
        found.append((int(order) if order.isdecimal() else place, text, _standing(part)))
    if not translated:
        return "", Standing.MISSING, ""
    text = "".join(text for _, text, _ in sorted(found, key=lambda each: each[0]))
    states = [standing for part, (_, _, standing) in zip(segments, found, strict=True) if local(part) == "segment"]
    return text, Standing.FUZZY if missing else min(states, key=_WEAKEST.index), HALF if missing else ""


def _standing(segment: etree._Element) -> Standing:
    """Return the state of a segment with a translation; without `state` it is `initial`."""
    if segment.get("subState") == "machina:machine":
        return Standing.MACHINE
    return _READ.get(str(segment.get("state", "initial")), Standing.FUZZY)


def _data(element: etree._Element) -> str:
    return (element.text or "") + "".join(_point(each) + (each.tail or "") for each in element)


def _point(element: etree._Element) -> str:
    """Return the character that <cp hex="…"/> stands for, one that XML cannot hold."""
    try:
        return chr(int(str(element.get("hex", "")), 16))
    except (ValueError, OverflowError):
        return ""


def _text(element: etree._Element, data: dict[str, str], codes: Codes, learn: bool = False) -> str:
    text = element.text or ""
    for each in element:
        text += _code(each, data, codes, learn) + (each.tail or "")
    return text


def _code(element: etree._Element, data: dict[str, str], codes: Codes, learn: bool) -> str:
    def raw(role: str, reference: str, number: str) -> str:
        found = data.get(str(element.get(reference, "")), "")
        if learn and found:
            codes[role, number] = found
        return found or codes.get((role, number), "")

    number = str(element.get("id", ""))
    match local(element):
        case "ph":
            return raw("ph", "dataRef", number)
        case "pc":
            inner = _text(element, data, codes, learn)
            return raw("open", "dataRefStart", number) + inner + raw("close", "dataRefEnd", number)
        case "sc":
            return raw("open", "dataRef", number)
        case "ec":
            return raw("close", "dataRef", str(element.get("startRef") or number))
        case "cp":
            return _point(element)
        case "":
            return ""
    return _text(element, data, codes, learn)


FORMAT = Format("xliff-2.1", (".xlf", ".xliff"), recognise, write, read, version="2.1")
