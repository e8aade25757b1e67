"""Metadata of a package: IEEE LOM, as SCORM 1.2 (IMS MD 1.2.1) and SCORM 2004 (IEEE 1484.12.3) write it.

Both are written with a prefix of their own, never as a default namespace: Moodle compares tag names literally and would
take a `<title>` in the metadata for one of its own (mod/scorm/datamodels/scormlib.php).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from lxml import etree

MD12 = "http://www.imsglobal.org/xsd/imsmd_rootv1p2p1"
LOM = "http://ltsc.ieee.org/xsd/LOM"
_XML_LANG = "{http://www.w3.org/XML/1998/namespace}lang"

#: One text in one or several languages: (BCP 47 code, text).
Words = tuple[tuple[str, str], ...]

#: What a language code says that is none: a vocabulary's word, a name.
_NO_LANGUAGE = "x-none"


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a catalogue shows of a package.

    `hours` of work, `contributors` as (name, role in the course's words), `level` of the European Qualifications
    Framework, `outcomes` what a learner can do afterwards, `license` as name and address.
    """

    identifier: str
    title: Words
    description: Words
    languages: tuple[str, ...]
    keywords: tuple[Words, ...]
    hours: Decimal
    license: tuple[str, str]
    contributors: tuple[tuple[str, str], ...] = ()
    level: int | None = None
    outcomes: tuple[Words, ...] = ()


def duration(hours: Decimal) -> str:
    """Return hours of work as an ISO 8601 duration: 1.5 gives PT1H30M."""
    minutes = int(hours * 60)
    rest = f"{minutes % 60}M" if minutes % 60 or minutes < 60 else ""
    return "PT" + (f"{minutes // 60}H" if minutes >= 60 else "") + rest


def lom12(metadata: Metadata) -> etree._Element:
    """Return <imsmd:lom> for a SCORM 1.2 manifest. Its elements have a fixed order (IMS MD 1.2.1 binding)."""
    return _Writer(MD12, "imsmd", "langstring", _XML_LANG, lower=True).lom(metadata)


def lom2004(metadata: Metadata) -> etree._Element:
    """Return <lom:lom> for a SCORM 2004 manifest."""
    return _Writer(LOM, "lom", "string", "language", lower=False).lom(metadata)


@dataclass(frozen=True, slots=True)
class _Writer:
    """The two bindings differ in names only: `langstring` or `string`, small letters throughout or not."""

    space: str
    prefix: str
    string: str
    language: str
    lower: bool

    def lom(self, data: Metadata) -> etree._Element:
        root = etree.Element(f"{{{self.space}}}lom", nsmap={self.prefix: self.space})
        parts = (
            self.element("general", self.general(data)),
            self.element("lifeCycle", (self.contribute(name, role) for name, role in data.contributors)),
            self.element("educational", [self.learning_time(data.hours)]),
            self.element("rights", self.rights(data)),
            *self.classifications(data),
        )
        root.extend(part for part in parts if len(part))
        return root

    def element(self, name: str, children: Iterable[etree._Element] = (), text: str | None = None) -> etree._Element:
        made = etree.Element(f"{{{self.space}}}{name.lower() if self.lower else name}")
        made.text = text
        made.extend(children)
        return made

    def words(self, name: str, words: Sequence[tuple[str, str]]) -> etree._Element:
        return self.element(name, (self.langstring(language, text) for language, text in words))

    def langstring(self, language: str, text: str) -> etree._Element:
        made = self.element(self.string, text=text)
        if language != _NO_LANGUAGE or self.lower:
            made.set(self.language, language)
        return made

    def vocabulary(self, name: str, value: str) -> etree._Element:
        """A word of LOM's own vocabulary; IMS MD wraps it like any text."""
        pair = (("source", "LOMv1.0"), ("value", value))
        if self.lower:
            return self.element(name, (self.words(part, [(_NO_LANGUAGE, text)]) for part, text in pair))
        return self.element(name, (self.element(part, text=text) for part, text in pair))

    def general(self, data: Metadata) -> Iterator[etree._Element]:
        yield self.words("title", data.title)
        entry = ("entry", [(_NO_LANGUAGE, data.identifier)])
        if self.lower:
            yield self.element("catalogentry", [self.element("catalog", text="machina-scorm"), self.words(*entry)])
        else:
            catalog = self.element("catalog", text="machina-scorm")
            yield self.element("identifier", [catalog, self.element("entry", text=data.identifier)])
        for language in data.languages:
            yield self.element("language", text=language)
        if data.description:
            yield self.words("description", data.description)
        for keyword in data.keywords:
            yield self.words("keyword", keyword)

    def contribute(self, name: str, role: str) -> etree._Element:
        word = role.lower() if role.lower() in ("author", "publisher", "editor") else "content provider"
        card = _vcard(name)
        if self.lower:
            entity = self.element("centity", [self.element("vcard", text=card)])
        else:
            entity = self.element("entity", text=card)
        return self.element("contribute", [self.vocabulary("role", word), entity])

    def learning_time(self, hours: Decimal) -> etree._Element:
        return self.element(
            "typicalLearningTime", [self.element("datetime" if self.lower else "duration", text=duration(hours))]
        )

    def rights(self, data: Metadata) -> Iterator[etree._Element]:
        yield self.vocabulary("cost", "no")
        yield self.vocabulary("copyrightAndOtherRestrictions", "yes")
        name, address = data.license
        yield self.words("description", [(_NO_LANGUAGE, f"{name} {address}".strip())])

    def classifications(self, data: Metadata) -> Iterator[etree._Element]:
        if data.level is not None:
            source = self.words("source", [("en", "European Qualifications Framework")])
            entry = self.words("entry", [("en", f"EQF level {data.level}")])
            taxon = self.element("taxon", [self.element("id", text=str(data.level)), entry])
            path = self.element("taxonPath", [source, taxon])
            yield self.element("classification", [self.vocabulary("purpose", "educational level"), path])
        for outcome in data.outcomes:
            described = self.words("description", outcome)
            yield self.element("classification", [self.vocabulary("purpose", "educational objective"), described])


def _vcard(name: str) -> str:
    """Return a vCard 3.0 of an organisation or a person (RFC 2426)."""
    escaped = name.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return f"BEGIN:VCARD\nVERSION:3.0\nFN:{escaped}\nN:{escaped};;;;\nORG:{escaped}\nEND:VCARD"
