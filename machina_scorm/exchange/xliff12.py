"""XLIFF 1.2, which every agency's program reads: one <file> per catalog, one <trans-unit> per text.

Markup is <bpt>/<ept>, what stands alone <ph>, each with its own characters inside; a program that sends back only the
numbers (<g>, <x/>) is understood too.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from lxml import etree

from machina_scorm.dialect.pieces import Shape
from machina_scorm.exchange import Format
from machina_scorm.exchange._xml import XML_SPACE, append_text, at, child, head, local, parse, to_bytes
from machina_scorm.exchange.bundle import Bundle, Code, Item, Standing, coded, gathered, part_name
from machina_scorm.i18n.update import catalog_path
from machina_scorm.problems import Report
from machina_scorm.source import Source

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"

#: Values of `ctype` on <bpt> and <ph>: those that the standard lists, x- before others.
_CTYPES = {"strong": "bold", "emph": "italic", "link": "link", "break": "lb"}

#: `state` and `state-qualifier` of a <target>.
_STATES = {
    Standing.MISSING: ("new", ""),
    Standing.FUZZY: ("needs-review-translation", "fuzzy-match"),
    Standing.MACHINE: ("needs-review-translation", "mt-suggestion"),
    Standing.HUMAN: ("translated", ""),
    Standing.REVIEWED: ("final", ""),
}
_FINAL = frozenset({"final", "signed-off"})
_MACHINE = frozenset({"mt-suggestion", "leveraged-mt"})

HALF = "only some of its sentences are translated"

Codes = dict[tuple[str, str], str]


def write(bundles: tuple[Bundle, ...]) -> bytes:
    """Return one bundle as XLIFF 1.2."""
    (bundle,) = bundles
    root = etree.Element(f"{{{NAMESPACE}}}xliff", {"version": "1.2"}, nsmap={None: NAMESPACE})  # type: ignore[dict-item]
    texts: list[tuple[etree._Element, tuple[Code, ...]]] = []
    for part in bundle.parts:
        file = child(
            root,
            "file",
            original=catalog_path(bundle.language, part.name),
            source_language=bundle.source_language,
            target_language=bundle.language,
            datatype="x-markdown",
            product_name=bundle.course,
        )
        _tool(file)
        body = child(file, "body")
        for item in part.items:
            texts += _write_unit(body, item)
    etree.indent(root)  # before there are texts, whose spaces would change
    for element, codes in texts:
        _write_codes(element, codes)
    return to_bytes(root)


def _tool(file: etree._Element) -> None:
    child(child(file, "header"), "tool", tool_id="machina", tool_name="machina-scorm")


def _write_unit(body: etree._Element, item: Item) -> tuple[tuple[etree._Element, tuple[Code, ...]], ...]:
    """Add a unit; return its elements that wait for their texts."""
    unit = child(body, "trans-unit", id=item.id)
    unit.set(XML_SPACE, "preserve")
    if item.standing is Standing.REVIEWED:
        unit.set("approved", "yes")
    if item.room:
        unit.set("maxwidth", str(item.room))
        unit.set("size-unit", "char")
    source, target = coded(item)
    from_, to = child(unit, "source"), child(unit, "target")
    state, qualifier = _STATES[item.standing]
    to.set("state", state)
    if qualifier:
        to.set("state-qualifier", qualifier)
    group = child(unit, "context-group", purpose="information")
    if item.msgctxt is not None:
        child(group, "context", item.msgctxt, context_type="x-msgctxt")
    child(group, "context", item.base, context_type="x-base")
    for note in item.notes:
        child(unit, "note", note, annotates="source")
    if item.previous:
        before = child(unit, "alt-trans", alttranstype="previous-version")
        child(before, "source", item.previous)
        child(before, "target", item.msgstr)
    return (from_, source), (to, target)


def _write_codes(element: etree._Element, codes: tuple[Code, ...]) -> None:
    for code in codes:
        piece, number = code.piece, str(code.number)
        ctype = _CTYPES.get(piece.kind, f"x-{piece.kind}")
        match piece.shape:
            case Shape.WORDS:
                append_text(element, piece.raw)
            case Shape.OPEN:
                child(element, "bpt", piece.raw, id=number, ctype=ctype)
            case Shape.CLOSE:
                child(element, "ept", piece.raw, id=number)
            case Shape.ALONE:
                child(element, "ph", piece.raw, id=number, ctype=ctype)


def recognise(data: bytes) -> bool:
    """Tell whether it is XLIFF 1.x."""
    start = head(data)
    return NAMESPACE in start or "urn:oasis:names:tc:xliff:document:1.1" in start


def read(data: bytes, source: Source, report: Report) -> tuple[Bundle, ...]:
    """Read XLIFF 1.2, one bundle for each target language.

    Rules: `import-xml`, `import-xml-entity`, `import-namespace`, `import-duplicate`.
    """
    root = parse(data, source, report)
    if root is None or not is_xliff(root, NAMESPACE, source, report):
        return ()
    found: dict[tuple[str, str, str], list[tuple[str, Item]]] = {}
    for file in root.iter(f"{{{NAMESPACE}}}file"):
        heading = tuple(str(file.get(name, "")) for name in ("product-name", "source-language", "target-language"))
        items = found.setdefault((heading[0], heading[1], heading[2]), [])
        name = part_name(str(file.get("original", "")))
        items += [(name, item) for item in _units(file, source, report)]
    return tuple(Bundle(*heading, gathered(items)) for heading, items in found.items())


def is_xliff(root: etree._Element, namespace: str, source: Source, report: Report) -> bool:
    """Tell whether the root is <xliff> of this namespace; says what it is instead."""
    name = etree.QName(root)
    if (name.localname, name.namespace) == ("xliff", namespace):
        return True
    shown = f"<{name.localname}> of the namespace {name.namespace or '(none)'}"
    hint = f'its first element must be <xliff xmlns="{namespace}">; export it as XLIFF again'
    report.add("import-namespace", f"the file is not XLIFF but {shown}", at(root, source), hint)
    return False


def once(items: Iterator[Item], report: Report) -> Iterator[Item]:
    """Yield items with an id of their own; a second one is passed over and said (`import-duplicate`)."""
    seen: dict[str, Item] = {}
    for item in items:
        first = seen.setdefault(item.id, item)
        if first is item or not item.id:
            yield item
        elif first.msgstr == item.msgstr:
            message = f"the text {item.id} stands on line {first.source.line} too"
            report.warn("import-duplicate", message, item.source, "delete one of them")
        else:
            message = f"the text {item.id} has another translation on line {first.source.line}, which is taken"
            report.add("import-duplicate", message, item.source, "keep the better one and delete the other")


def _units(file: etree._Element, source: Source, report: Report) -> Iterator[Item]:
    units = (_read_unit(unit, source) for unit in file.iter(f"{{{NAMESPACE}}}trans-unit"))
    return once(units, report)


def _read_unit(unit: etree._Element, source: Source) -> Item:
    children = {local(element): element for element in reversed(unit)}
    codes: Codes = {}
    msgid = _text(children["source"], codes, True) if "source" in children else ""
    target = children.get("target")
    msgstr, doubt = ("", "") if target is None else _target(target, children.get("seg-source"), codes)
    contexts = {str(each.get("context-type")): each.text or "" for each in unit.iter(f"{{{NAMESPACE}}}context")}
    item = Item(
        id=str(unit.get("id", "")),
        msgid=msgid,
        msgstr=msgstr,
        msgctxt=contexts.get("x-msgctxt"),
        notes=tuple(each.text or "" for each in unit if local(each) == "note"),
        room=int(room) if (room := str(unit.get("maxwidth", ""))).isdecimal() else 0,
        base=contexts.get("x-base", ""),
        doubt=doubt,
        source=at(unit, source),
    )
    for each in unit:
        if local(each) == "alt-trans" and each.get("alttranstype") == "previous-version":
            item = replace(item, previous="".join(map(str, each[0].itertext())) if len(each) else "")
    return replace(item, standing=_standing(unit, target, msgstr))


def _standing(unit: etree._Element, target: etree._Element | None, msgstr: str) -> Standing:
    if target is None or not msgstr:
        return Standing.MISSING
    state = str(target.get("state", ""))
    if state in _FINAL or unit.get("approved") == "yes":
        return Standing.REVIEWED
    if state.startswith(("needs-", "new")):
        return Standing.MACHINE if target.get("state-qualifier") in _MACHINE else Standing.FUZZY
    return Standing.HUMAN


def _target(target: etree._Element, segmented: etree._Element | None, codes: Codes) -> tuple[str, str]:
    """Return a target's text and what is doubtful in it; sentences cut apart (<mrk mtype="seg">) are joined again."""
    marks = {str(each.get("mid")): each for each in _segments(target)}
    wanted = _segments(segmented) if segmented is not None else []
    if not marks or not wanted or segmented is None:
        return _text(target, codes), ""
    texts = {mid: _text(each, codes) for mid, each in marks.items()}
    if not any(texts.values()):
        return "", ""
    missing = [str(each.get("mid")) for each in wanted if not texts.get(str(each.get("mid")))]
    if not missing and any(each.tail or "" for each in marks.values()):
        return _text(target, codes), ""
    # The spaces between the sentences stand in <seg-source>; a sentence that is missing stays in the source language.
    for each in wanted:
        if mid := str(each.get("mid")):
            each.text, rest = (texts.get(mid) or _text(each, codes)), list(each)
            for element in rest:
                each.remove(element)
    return _text(segmented, codes), HALF if missing else ""


def _segments(element: etree._Element) -> list[etree._Element]:
    return [each for each in element.iter(f"{{{NAMESPACE}}}mrk") if each.get("mtype") == "seg"]


def _text(element: etree._Element, codes: Codes, learn: bool = False) -> str:
    """Return the Markdown of <source> or <target>. `learn` notes what each number stands for in `codes`."""
    text = element.text or ""
    for each in element:
        text += _code(each, codes, learn) + (each.tail or "")
    return text


def _code(element: etree._Element, codes: Codes, learn: bool) -> str:
    name, number = local(element), str(element.get("rid") or element.get("id", ""))
    match name:
        case "ph" | "bpt" | "ept" | "it":
            role = "ph" if name == "it" else name
            content = "".join(map(str, element.itertext()))
            if learn:
                codes[role, number] = content
            return content or codes.get((role, number), "")
        case "x":
            return codes.get(("ph", number), "")
        case "bx":
            return codes.get(("bpt", number), "")
        case "ex":
            return codes.get(("ept", number), "")
        case "g":
            return codes.get(("bpt", number), "") + _text(element, codes, learn) + codes.get(("ept", number), "")
        case "":
            return ""
    return _text(element, codes, learn)


FORMAT = Format("xliff-1.2", (".xlf", ".xliff"), recognise, write, read, version="1.2")
