"""The state of the translations as one HTML page, and as plain values for JSON.

Nothing in them depends on the day or the machine: the same course and history give the same bytes.
"""

from __future__ import annotations

from dataclasses import asdict
from functools import cache

from jinja2 import Environment

from machina_scorm import __version__
from machina_scorm.i18n.review import State
from machina_scorm.resources import resource
from machina_scorm.templating import html_templates
from machina_scorm.translations.difference import pieces
from machina_scorm.translations.status import CatalogStatus, LessonStatus, Stale, Status, counted


def status_html(status: Status) -> str:
    """Return one self-contained HTML page: lessons by languages, catalogs by languages, every stale text."""
    style = resource("templates/i18n/status.css").read_text("utf-8")
    return _templates().get_template("status.html.j2").render(status=status, version=__version__, style=style)


def status_values(status: Status) -> dict[str, object]:
    """Return the status as JSON-ready values.

    `source_language` and `languages` are BCP 47 codes. `behind`: files that `machina i18n update` would change; the
    numbers are those of after it. `problems`: what could not be read in catalogs, `{rule, message, source, hint,
    severity}`.

    `catalogs`: for each language and catalog `{catalog, language, path, decision, says, words, percent,
    texts_in_source_language, stale, findings, rule, reasons}`. `decision` is ship, ship-marked, hold or stop, `says`
    the same in words. `words` has all = translated + waiting + fuzzy + missing, and machine + human + reviewed =
    translated + waiting; `waiting` words are translated but appear in the source language with a question that is
    translated in parts. `findings` has error, warning, info. `rule` is null for what is no unit, else `{min_coverage,
    reviewed}`; `reasons` say why it is held.

    `lessons`: for each lesson and language `{unit, lesson, title, language, words, translated_words, percent,
    texts_in_source_language, stale, held}`.

    `stale`: for each text that changed since it was translated `{catalog, context, old, new, place, source,
    translations, since}`; `source` is file and line, `translations` maps a language to the translation of `old`,
    `since` is null or `{commit, date, or_earlier}`, its commit "" where the change is not committed.
    """
    return {
        "source_language": status.source.code if status.source else "",
        "languages": [language.code for language in status.languages],
        "behind": list(status.behind),
        "catalogs": [_catalog_values(catalog) for catalog in status.catalogs],
        "lessons": [_lesson_values(lesson) for lesson in status.lessons],
        "stale": [_stale_values(text) for text in status.stale],
        "problems": [
            {**asdict(problem), "source": str(problem.source), "severity": problem.severity.value}
            for problem in status.problems
        ],
    }


def _catalog_values(catalog: CatalogStatus) -> dict[str, object]:
    words = asdict(catalog.words)
    texts = words.pop("texts")
    standing = catalog.standing
    return {
        "catalog": catalog.name,
        "language": catalog.language,
        "path": catalog.path,
        "decision": catalog.decision,
        "says": catalog.says,
        "words": words,
        "percent": catalog.words.percent,
        "texts_in_source_language": texts,
        "stale": catalog.stale,
        "findings": {"error": catalog.errors, "warning": catalog.warnings, "info": catalog.notes},
        "rule": {"min_coverage": standing.rule.min_coverage, "reviewed": list(standing.rule.reviewed)}
        if standing
        else None,
        "reasons": list(standing.reasons) if standing else [],
    }


def _lesson_values(lesson: LessonStatus) -> dict[str, object]:
    return {
        "unit": lesson.unit,
        "lesson": lesson.key,
        "title": lesson.title,
        "language": lesson.language,
        "words": lesson.words,
        "translated_words": lesson.translated,
        "percent": lesson.percent,
        "texts_in_source_language": lesson.texts,
        "stale": lesson.stale,
        "held": lesson.held,
    }


def _stale_values(text: Stale) -> dict[str, object]:
    return {
        "catalog": text.catalog,
        "context": text.key[0],
        "old": text.old,
        "new": text.new,
        "place": text.place,
        "source": text.source,
        "translations": dict(text.translations),
        "since": asdict(text.since) if text.since else None,
    }


@cache
def _templates() -> Environment:
    environment = html_templates("templates/i18n")
    environment.globals.update(pieces=pieces, counted=counted, states=tuple(State))
    return environment
