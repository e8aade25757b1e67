"""A lesson's section: what it is about, the package to work with, the slides, the notes to read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

from machina_scorm.model.course import Lesson
from machina_scorm.moodle.activities.page import page
from machina_scorm.moodle.activities.resource import resource
from machina_scorm.moodle.activities.scorm import scorm
from machina_scorm.moodle.desired import Item
from machina_scorm.moodle.items import Module
from machina_scorm.offering.naming import hours, labelled, title_of
from machina_scorm.offering.place import SEEN, Group, Place
from machina_scorm.offering.sheet import Sheet

#: Of a SCORM's status both "passed" (2) and "completed" (4) complete the activity (mod/scorm/lib.php).
_PASSED_OR_COMPLETED = 2 | 4
#: Moodle's form offers up to six attempts at a SCORM; more of them is as many as one likes.
_MOST_ATTEMPTS = 6


def package_key(place: Place, lesson: Lesson) -> str:
    """Return the artefact that a lesson's SCORM is made of: SCORM 1.2, which Moodle plays wholly, if it is built."""
    code = place.edition.language.code
    keys = [f"{lesson.key}:{format_}:{code}" for format_ in ("scorm12", "scorm2004")]
    return next((key for key in keys if place.built.has(key)), keys[0])


def deck_key(place: Place, lesson: Lesson) -> str:
    """Return the artefact of a lesson's slides, "" where the lesson or the site has none."""
    made = place.edition.about.formats
    wanted = lesson.slides and place.wants("slides") and (not made or "deck" in made)
    return f"{lesson.key}:deck:{place.edition.language.code}" if wanted else ""


def lesson_group(place: Place, lesson: Lesson) -> Group:
    """Return a lesson's section with its activities."""
    about = Sheet(place.edition).write(
        "lesson", lesson=lesson, work=hours(place.edition, lesson.hours) if lesson.hours else ""
    )
    section = place.section(place.of(lesson.id), place.heading(lesson), about)
    return Group(section, tuple(place.item(module, section) for module in _modules(place, lesson, section)))


def _modules(place: Place, lesson: Lesson, section: Item) -> Iterator[Module]:
    title = title_of(lesson.title)
    yield _package(place, lesson, section, title)
    if deck := deck_key(place, lesson):
        name = labelled(place.edition, place.ui("player.slides"), title)
        about = _paragraph(place, place.ui("moodle.slides-about"))
        common = place.common(section.key, about, SEEN)
        yield resource(place.of(lesson.id, "slides"), name, place.built.payload(deck), common)
    if place.wants("notes") and lesson.pages:
        name = labelled(place.edition, place.ui("moodle.notes"), title)
        sheet = Sheet(place.edition)
        html = sheet.write("notes", lesson=lesson)
        common = place.common(section.key, _paragraph(place, place.ui("moodle.notes-about")), SEEN)
        yield page(place.of(lesson.id, "notes"), name, html, common, sheet.files)


def _package(place: Place, lesson: Lesson, section: Item, title: str) -> Module:
    attempts = place.edition.about.attempts
    settings = place.settings(
        maxattempt=attempts if attempts <= _MOST_ATTEMPTS else 0,
        grademethod=1,  # the highest score of the package's parts
        whatgrade=0,  # the best attempt counts
        maxgrade=100,
        popup=False,
        skipview=1,  # at the first visit straight into the lesson
        hidebrowse=True,
        hidetoc=3,  # the package has one part and its own table of contents
        nav=0,
        displaycoursestructure=False,
        displayattemptstatus=1,
        forcenewattempt=0,
    )
    completion = {"tracking": 2, "completionstatusrequired": _PASSED_OR_COMPLETED}
    tested = any(question.in_test for question in lesson.questions)
    known = "moodle.lesson-tested" if tested else "moodle.lesson-about"
    about = _paragraph(place, place.ui(known, number=place.pass_percent))
    name = labelled(place.edition, place.ui("numbered.lesson", number=place.number(lesson)), title)
    package = place.built.payload(package_key(place, lesson))
    common = place.common(section.key, about, completion)
    module = scorm(place.of(lesson.id, "scorm"), name, package, common, settings)
    if not tested or not place.owns("grading"):
        return module
    return replace(module, spec={**module.spec, "gradepass": place.pass_percent})


def _paragraph(place: Place, text: str) -> str:
    return Sheet(place.edition).write("paragraph", line=text)
