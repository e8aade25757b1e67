"""Update every template and catalog of a project: texts in, texts out."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from machina_scorm.i18n.catalog import decode_po
from machina_scorm.i18n.extract import extract
from machina_scorm.i18n.merge import merge, remember, write_pot
from machina_scorm.i18n.po import PoFile, read_po, write_po
from machina_scorm.i18n.ui import UI_LANGUAGE
from machina_scorm.model.edition import Language, Ui
from machina_scorm.problems import Report
from machina_scorm.source import Source


def template_path(name: str) -> str:
    """Return the path of a template, relative to the project root."""
    return f"i18n/templates/{name}.pot"


def catalog_path(language: str, name: str) -> str:
    """Return the path of a catalog, relative to the project root."""
    return f"i18n/{language}/{name}.po"


def update_catalogs(
    values: Mapping[str, object],
    languages: Sequence[Language],
    source_language: str,
    old: Mapping[str, str | bytes],
    report: Report,
    project: str = "",
) -> Mapping[str, str]:
    """Return path → text of every template and catalog of `values`, as they are to be.

    `values` are the units by id, the About as `course`, and where the interface is translated here the Ui as `ui`.
    `old` holds every file below i18n/ with the ending .po, also of units that are gone: they are part of the memory.
    A catalog that cannot be read whole is reported and left out, so that nothing in it is lost.
    """
    files = {path: _read(data, path, report) for path, data in sorted(old.items()) if path.endswith(".po")}
    memories = {
        language.code: remember(file for path, file in files.items() if path.startswith(f"i18n/{language.code}/"))
        for language in languages
    }
    texts: dict[str, str] = {}
    for name, value in values.items():
        messages = extract(value)
        texts[template_path(name)] = write_pot(messages, project)
        own = UI_LANGUAGE if isinstance(value, Ui) else source_language
        for language in languages:
            path = catalog_path(language.code, name)
            known = files.get(path, PoFile())
            if language.code != own and not known.broken:
                texts[path] = write_po(merge(messages, known, language, memories[language.code], project))
    return texts


def _read(data: str | bytes, path: str, report: Report) -> PoFile:
    source = Source(path)
    return read_po(decode_po(data, source, report), source, report)
