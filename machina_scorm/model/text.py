"""Text: every human-readable string of a course, and the only two walks over them.

Extraction is `map_text` with a recording function, localisation is `map_text` with a translating one; so the two
cannot diverge.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import cache
from typing import Any, TypeVar

from machina_scorm.source import Source

#: Roles that become the msgctxt of a short string, so that two equal words in two uses may differ in translation.
CONTEXT_ROLES = frozenset({"title", "objective", "answer", "label", "alt", "term", "table-head", "ui"})

#: Roles whose text is plain, not inline Markdown.
PLAIN_ROLES = frozenset({"label", "comment", "keyword", "caption", "ui"})


@dataclass(frozen=True, slots=True)
class Text:
    """One message: `md` is inline Markdown (plain text for PLAIN_ROLES), normalised: NFC, soft breaks as spaces.

    `role` says what it is for, `note` is the author's word to the translator, `context` an author's own msgctxt,
    `room` the width a figure label has in user units, for the role `ui` in characters (0 = not stated). `lang` is empty
    when the text is in the language of the document around it, else the BCP 47 code it fell back to. `origin` is the
    source-language text that a translation stands for, empty where `md` is that text.
    """

    md: str
    role: str = ""
    source: Source = field(default=Source(""), compare=False)
    note: str = field(default="", compare=False)
    context: str = ""
    room: float = field(default=0.0, compare=False)
    lang: str = ""
    origin: str = field(default="", compare=False)

    @property
    def msgctxt(self) -> str | None:
        """The gettext context: the author's own, else the role if it is one of CONTEXT_ROLES, else None."""
        return self.context or (self.role if self.role in CONTEXT_ROLES else None)

    @property
    def msgid(self) -> str:
        """The text in the source language, also of a translation."""
        return self.origin or self.md

    @property
    def plain(self) -> bool:
        """True if `md` is to be taken literally."""
        return self.role in PLAIN_ROLES


T = TypeVar("T")
N = TypeVar("N")
TextMap = Callable[[Text], Text]
Enter = Callable[[Any, TextMap], TextMap]


def field_names(value: object) -> tuple[str, ...] | None:
    """Return the names of the fields that the walks visit, None where `value` is no dataclass."""
    return _field_names(type(value))  # type: ignore[arg-type]  # mypy takes no class for hashable


@cache
def _field_names(cls: type) -> tuple[str, ...] | None:
    return tuple(f.name for f in dataclasses.fields(cls) if f.init) if dataclasses.is_dataclass(cls) else None


def map_text(value: T, change: TextMap, enter: Enter | None = None) -> T:
    """Return `value` with every Text below it replaced by `change(text)`, in document order.

    `enter(node, change)` is asked at every dataclass node and returns the function for the texts below that node; so
    a question can be translated whole or not at all. What does not change is shared, not copied.
    """
    if isinstance(value, Text):
        return change(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        items = tuple(map_text(item, change, enter) for item in value)
        return value if all(a is b for a, b in zip(items, value, strict=True)) else items  # type: ignore[return-value]
    names = field_names(value)
    if names is not None:
        inner = enter(value, change) if enter else change
        changed: dict[str, Any] = {}
        for name in names:
            old = getattr(value, name)
            new = map_text(old, inner, enter)
            if new is not old:
                changed[name] = new
        return dataclasses.replace(value, **changed) if changed else value  # type: ignore[type-var]
    return value


def map_nodes(value: T, kind: type[N], change: Callable[[N], N]) -> T:
    """Return `value` with every node of class `kind` replaced by `change(node)`; what does not change is shared."""
    if isinstance(value, kind):
        return change(value)  # type: ignore[return-value]
    if isinstance(value, tuple):
        items = tuple(map_nodes(item, kind, change) for item in value)
        return value if all(a is b for a, b in zip(items, value, strict=True)) else items  # type: ignore[return-value]
    names = None if isinstance(value, Text) else field_names(value)
    if names is not None:
        fields = {name: getattr(value, name) for name in names}
        changed = {n: new for n, old in fields.items() if (new := map_nodes(old, kind, change)) is not old}
        return dataclasses.replace(value, **changed) if changed else value  # type: ignore[type-var]
    return value


def iter_nodes(value: object) -> Iterator[Any]:
    """Yield every dataclass node at and below `value`, Texts included, in the order in which map_text visits them."""
    if isinstance(value, tuple):
        for item in value:
            yield from iter_nodes(item)
        return
    names = field_names(value)
    if names is not None:
        yield value
        for name in () if isinstance(value, Text) else names:
            yield from iter_nodes(getattr(value, name))


def iter_text(value: object) -> Iterator[Text]:
    """Yield every Text below `value` in the order in which map_text visits them."""
    return (node for node in iter_nodes(value) if isinstance(node, Text))
