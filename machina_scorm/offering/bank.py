"""The question bank: a category for the unit, one for each lesson, and each question of the built Moodle XML."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from lxml import etree

from machina_scorm.errors import ProjectError
from machina_scorm.model.course import Lesson, Unit
from machina_scorm.moodle.desired import Item
from machina_scorm.offering.naming import title_of
from machina_scorm.offering.place import Place
from machina_scorm.offering.sheet import Sheet


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of the bank: its item, what it is worth, and whether a person must mark it."""

    item: Item
    mark: float
    essay: bool


@dataclass(frozen=True, slots=True)
class Shelf:
    """The questions of a lesson: their category, the questions that Moodle marks, and those in a category of essays."""

    lesson: Lesson
    category: Item
    asked: tuple[Asked, ...]
    essays: Item | None

    @property
    def items(self) -> tuple[Item, ...]:
        """The categories and the questions, in the order in which they can be made."""
        return (self.category, *((self.essays,) if self.essays else ()), *(asked.item for asked in self.asked))


def bank_key(lesson: Lesson, language: str) -> str:
    """Return the artefact that holds a lesson's questions, "" where it has none for tests."""
    return f"{lesson.key}:moodle-xml:{language}" if any(q.in_test for q in lesson.questions) else ""


def unit_category(place: Place) -> Item:
    """Return the category over those of the unit's lessons."""
    name = f"{place.unit.id.upper()} – {title_of(place.unit.title)}"
    if place.keys.several:
        name = f"{place.edition.language.name} – {name}"
    return _category(place, place.of("_questions"), name, _title(place, place.unit))


def shelves(place: Place, top: Item) -> Iterator[Shelf]:
    """Yield the questions of each lesson that has some."""
    for lesson in place.unit.lessons:
        if not (built := bank_key(lesson, place.edition.language.code)):
            continue
        key, name = place.of(lesson.id, "questions"), place.heading(lesson)
        category = _category(place, key, name, _title(place, lesson), top)
        elements = tuple(_elements(place, built))
        essays = None
        if any(element.get("type") == "essay" for element in elements):
            about = _title(place, lesson)
            label = f"{name} – {place.ui('moodle.essays')}"
            essays = _category(place, place.of(lesson.id, "essays"), label, about, category)
        yield Shelf(lesson, category, tuple(_asked(place, e, category, essays) for e in elements), essays)


def _title(place: Place, part: Unit | Lesson) -> str:
    return Sheet(place.edition).write("paragraph", line=title_of(part.title))


def _category(place: Place, key: str, name: str, info: str, parent: Item | None = None) -> Item:
    spec = {"name": name[:255], "info": info, "parent": parent.key if parent else ""}
    needs: tuple[str, ...] = (parent.key,) if parent else (place.course,)
    if place.bank:
        spec["bank"] = place.bank
        needs = (*needs, place.bank)
    return Item(key, "qcategory", name, spec, needs=needs)


def _elements(place: Place, built: str) -> Iterator[etree._Element]:
    path = place.built.path(built)
    try:
        root = etree.parse(path, etree.XMLParser(resolve_entities=False, no_network=True)).getroot()
    except (OSError, etree.XMLSyntaxError):
        raise ProjectError("is not as it was built", str(path), "run `machina build --force`") from None
    return (element for element in root.iter("question") if element.get("type") != "category")


def _asked(place: Place, element: etree._Element, category: Item, essays: Item | None) -> Asked:
    idnumber = element.find("idnumber")
    assert idnumber is not None  # the exporter gives every question one
    key = idnumber.text = place.keys.question(idnumber.text or "")
    essay = element.get("type") == "essay"
    home = essays if essay and essays else category
    name = element.findtext("name/text") or key
    spec = {"category": home.key, "xml": canonical(element)}
    return Asked(
        Item(key, "question", name, spec, needs=(home.key,)), float(element.findtext("defaultgrade") or 1), essay
    )


def canonical(element: etree._Element) -> str:
    """Return an element as XML that is the same for equal elements: no indentation, attributes in order, no CDATA."""
    for each in element.iter():
        if len(each) and not (each.text or "").strip():
            each.text = None
        for child in each:
            if not (child.tail or "").strip():
                child.tail = None
    return etree.tostring(element, method="c14n2", with_tail=False).decode()
