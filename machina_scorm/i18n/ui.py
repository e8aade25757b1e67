"""The strings of the interface, i18n/ui.yaml, in English; their translations are in i18n/<language>/ui.po."""

from __future__ import annotations

import unicodedata

from machina_scorm.model.edition import Ui, UiString
from machina_scorm.model.text import Text
from machina_scorm.problems import Report
from machina_scorm.source import Source
from machina_scorm.yamlfile import Node, read_yaml

#: The language that ui.yaml is written in, whatever a course's own language is.
UI_LANGUAGE = "en"


def read_ui(text: str, source: Source, report: Report) -> Ui:
    """Read ui.yaml; strings in the order of the file, each a Text of role `ui` whose `room` is its limit in characters.

    Without strings where the file is broken. Rules: those of read_yaml, and `ui-duplicate`.
    """
    root = read_yaml(text, source, "ui", report)
    if root is None:
        return Ui(())
    found: dict[str, UiString] = {}
    for node in root["strings"]:
        string = _string(node)
        if string.key in found:
            report.add("ui-duplicate", f"the key {string.key} stands twice", node.source, "remove one entry")
        found.setdefault(string.key, string)
    return Ui(tuple(found.values()))


def _string(node: Node) -> UiString:
    md = unicodedata.normalize("NFC", " ".join(node.text("text").split()))
    text = Text(
        md,
        role="ui",
        source=node["text"].source,
        note=node.text("note"),
        context=node.text("context"),
        room=float(node.text("max-length", "0")),
    )
    return UiString(node.text("key"), text)
