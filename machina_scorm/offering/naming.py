"""Names: of courses by a profile's templates, of everything else by its title; cut to what Moodle's columns hold."""

from __future__ import annotations

from decimal import Decimal

from machina_scorm.dialect import plain_text
from machina_scorm.model.edition import Edition
from machina_scorm.model.text import Text
from machina_scorm.moodle.choice import BRACED, Naming

#: The usual templates (full name, short name) by granularity.
_USUAL = {
    "unit": ("{course} {number}: {title}", "{course}-{unit}-{LANG}"),
    "language": ("{title}", "{course}-{LANG}"),
    "course": ("{title}", "{course}"),
}
#: Characters of Moodle 4.5's columns course.fullname and those of names.
_FULLNAME, _NAME = 254, 255


def templates(naming: Naming, granularity: str) -> tuple[str, str]:
    """Return the templates of the full and the short name."""
    full, short = _USUAL[granularity]
    return naming.fullname or full, naming.shortname or short


def filled(template: str, values: dict[str, str]) -> str:
    """Return a template with its fields filled in, on one line and no longer than a course's full name may be."""
    return cut(BRACED.sub(lambda found: values.get(found[1], found[0]), template), _FULLNAME)


def cut(name: str, width: int = _NAME) -> str:
    """Return a name on one line that fits a column of `width` characters; what is too long ends with `…`."""
    line = " ".join(name.split())
    return line if len(line) <= width else line[: width - 1].rstrip() + "…"


def title_of(text: Text) -> str:
    """Return a title without its markup."""
    return plain_text(text)


def labelled(edition: Edition, label: str, text: str) -> str:
    """Return "{label}: {text}" as the language writes it."""
    return cut(said(edition, "player.labelled", label=label, text=text))


def said(edition: Edition, key: str, **values: object) -> str:
    """Return the interface string `key` with `{name}` replaced by `values`."""
    return BRACED.sub(lambda found: str(values.get(found[1], found[0])), edition.ui[key])


def hours(edition: Edition, number: Decimal) -> str:
    """Return "6 hours" in the edition's language."""
    return said(edition, "lesson.hours", number=decimal(number, edition.language.decimal))


def decimal(number: Decimal, sign: str) -> str:
    """Return a number with a language's decimal sign and no needless zeros."""
    text = f"{number:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", sign)
