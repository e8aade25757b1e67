"""Glossary terms in a lesson: links to their definitions, and the list of the terms that the lesson uses.

Without scripts a term is a link to its entry in the list; the script makes it a button that opens the definition where
the reader is (templates/scorm/player/74-terms.js). The definition stands in the package once.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Iterable

from lxml import etree

from machina_scorm.export.player.elements import h
from machina_scorm.model.glossary import Glossary, Term
from machina_scorm.model.text import Text

_SCHEME = "term:"

#: No author's id begins so.
_ANCHOR = "_term-"

#: Where a button may not stand, or would do two things at once: these show the term's words only.
_NO_BUTTON = frozenset({"a", "button", "label", "legend", "summary", "option", "caption", "th"})


class Terms:
    """Collects the terms that a page's texts link to, in the order in which they are met."""

    def __init__(self, glossary: Glossary | None) -> None:
        self._known = {term.id: term for term in glossary.entries} if glossary else {}
        self._used: dict[str, Term] = {}

    def link(self, target: str) -> str | None:
        """Return the address of a `term:` link's entry; None for any other target and for an unknown term."""
        term = self._known.get(target.removeprefix(_SCHEME)) if target.startswith(_SCHEME) else None
        if term is None:
            return None
        self._used.setdefault(term.id, term)
        return f"#{_ANCHOR}{term.id}"

    def entries(self, render: Callable[[Text, str], etree._Element]) -> list[etree._Element]:
        """Return the list of the terms used so far, by name; empty without any. `render(text, tag)` makes an element.

        A definition may use further terms; they are listed too.
        """
        made: dict[str, etree._Element] = {}
        while missing := [term for id_, term in self._used.items() if id_ not in made]:
            for term in missing:
                name = render(term.name, "dt")
                name.set("id", _ANCHOR + term.id)
                made[term.id] = h("div", name, render(term.definition, "dd"), class_="entry-of-glossary")
        listed = sorted(self._used.values(), key=lambda term: (_sort_key(term.name.md), term.id))
        return [h("dl", [made[term.id] for term in listed], class_="glossary")] if listed else []


def _sort_key(name: str) -> str:
    """By the letters without accents, the same on every machine."""
    plain = unicodedata.normalize("NFD", name.casefold())
    return "".join(char for char in plain if not unicodedata.combining(char))


def mark_terms(elements: Iterable[etree._Element]) -> None:
    """Give links to the glossary their class; where no button may stand, leave the words only."""
    for element in elements:
        for link in [*element.iter("a")]:
            if not (link.get("href") or "").startswith(f"#{_ANCHOR}"):
                continue
            if any(above.tag in _NO_BUTTON for above in link.iterancestors()):
                link.tag = "span"
                link.attrib.pop("href")
            else:
                link.set("class", "term")
