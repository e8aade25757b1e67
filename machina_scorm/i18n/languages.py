"""The table of languages, i18n/languages.yaml: the only place where a language exists."""

from __future__ import annotations

from machina_scorm.model.edition import Language, Writing
from machina_scorm.problems import Report
from machina_scorm.source import Source
from machina_scorm.yamlfile import Node, read_yaml


def read_languages(text: str, source: Source, report: Report) -> tuple[Language, ...]:
    """Read languages.yaml; languages in the order of the file.

    Empty where the file is broken. Rules: those of read_yaml, and `language-duplicate`.
    """
    root = read_yaml(text, source, "languages", report)
    if root is None:
        return ()
    found: dict[str, Language] = {}
    for node in root["languages"]:
        language = _language(node)
        if language.code in found:
            message = f"the language {language.code} stands twice"
            report.add("language-duplicate", message, node.source, "remove one entry")
        found.setdefault(language.code, language)
    return tuple(found.values())


def _language(node: Node) -> Language:
    opening, closing = node.items("quotes")
    writing = node.get("writing")
    return Language(
        code=node.text("code"),
        moodle=node.text("moodle"),
        name=node.text("name"),
        direction=node.text("direction"),
        plural=node.text("plural"),
        quotes=(opening.raw, closing.raw),
        decimal=node.text("decimal"),
        expansion=float(node["expansion"].value),
        writing=_writing(writing) if writing else Writing(),
    )


def _writing(node: Node) -> Writing:
    nested = [mark.raw for mark in node.items("nested")] or ["", ""]
    signs = node.get("signs")
    return Writing(
        nested=(nested[0], nested[1]),
        signs=tuple((sign, own.raw) for sign, own in signs.value.items()) if signs else (),
        spaced=node.text("spaced"),
        same=tuple(word.raw for word in node.items("same")),
    )
