"""New courses and lessons, from the starter in templates/starter/."""

from __future__ import annotations

from pathlib import Path

import yaml
from jinja2 import Environment, StrictUndefined

from machina_scorm.dialect.attributes import is_id
from machina_scorm.errors import ProjectError
from machina_scorm.partner import languages_text, resolve_language, shipped_languages
from machina_scorm.project import LANGUAGES_FILE
from machina_scorm.resources import resource_bytes
from machina_scorm.store import replace_file
from machina_scorm.yamledit import append_to_list
from machina_scorm.yamlfile import SCHEMA_FOLDER

_STARTER = "templates/starter"
_LESSON = "units/unit1/lesson1/"
#: Where a course keeps the schemas for its editors; the toolkit's own checkout has them in the package.
_SCHEMAS = ".schemas"


def new_course(folder: Path, title: str, languages: tuple[str, ...] = ()) -> tuple[str, ...]:
    """Write the starter course into `folder`; return the paths written.

    `languages` are codes or names; i18n/languages.yaml is written if one of them is not among the toolkit's own.
    Raises ProjectError if the folder holds anything, for nothing is ever written over, and for an unknown language.
    """
    known = {each.language.code: each for each in map(resolve_language, ("en", *languages))}
    if folder.exists() and any(folder.iterdir()):
        raise ProjectError(f"{folder} is not empty", hint="name a new folder; nothing is written over")
    values: dict[str, object] = {
        "schemas": _SCHEMAS,
        "title": title,
        "languages": list(known),
        "lesson": "First lesson",
    }
    for name, data in resource_bytes(_STARTER).items():
        replace_file(folder / name, _fill(data, values))
    for path in sorted(SCHEMA_FOLDER.glob("*.json")):
        replace_file(folder / _SCHEMAS / path.name, path.read_bytes())
    names = tuple(resource_bytes(_STARTER))
    if known.keys() <= {language.code for language in shipped_languages()}:
        return names
    replace_file(folder / LANGUAGES_FILE, languages_text(known.values(), f"../{_SCHEMAS}").encode())
    return (*names, LANGUAGES_FILE)


def new_lesson(root: Path, key: str, title: str = "") -> tuple[str, ...]:
    """Add a lesson to a unit of the course at `root`; return the paths written.

    Raises ProjectError for a key that is not `unit/lesson`, an unknown unit, or a lesson that exists.
    """
    unit, _, lesson = key.partition("/")
    if not (is_id(unit) and is_id(lesson)):
        hint = "for example lu1/l2-data: small Latin letters, digits and `-`, beginning with a letter"
        raise ProjectError(f"{key!r} is not UNIT/LESSON", hint=hint)
    unit_file = root / "units" / unit / "unit.yaml"
    if not unit_file.is_file():
        known = ", ".join(sorted(path.parent.name for path in root.glob("units/*/unit.yaml")))
        raise ProjectError(f"there is no unit {unit!r}", hint=f"there are: {known}")
    if (root / "units" / key).exists():
        raise ProjectError(f"units/{key} exists already", hint="choose another name; nothing is written over")
    schemas = _SCHEMAS if (root / _SCHEMAS).is_dir() else "machina_scorm/schemas"
    values: dict[str, object] = {"schemas": schemas, "title": "", "languages": [], "lesson": title or lesson}
    listed = _with_lesson(unit_file.read_text("utf-8"), lesson, unit_file)
    written = []
    for name, data in resource_bytes(_STARTER).items():
        if name.startswith(_LESSON):
            path = f"units/{key}/{name.removeprefix(_LESSON)}"
            replace_file(root / path, _fill(data, values))
            written.append(path)
    replace_file(unit_file, listed.encode())
    return (*written, f"units/{unit}/unit.yaml")


def _fill(data: bytes, values: dict[str, object]) -> bytes:
    """Fill `<<title>>`; other brackets than Jinja's own, for braces are common in Markdown and LaTeX."""
    environment = Environment(
        variable_start_string="<<",
        variable_end_string=">>",
        block_start_string="<%",
        block_end_string="%>",
        comment_start_string="<#",
        comment_end_string="#>",
        undefined=StrictUndefined,
        keep_trailing_newline=True,
        autoescape=False,  # Markdown and YAML, not HTML
    )
    environment.filters["yaml"] = _scalar
    return environment.from_string(data.decode("utf-8")).render(values).encode("utf-8")


def _scalar(value: object) -> str:
    """Return a value as one line of YAML."""
    text = yaml.safe_dump(value, default_flow_style=True, allow_unicode=True, width=10_000)
    return text.removesuffix("\n").removesuffix("\n...")


def _with_lesson(text: str, lesson: str, path: Path) -> str:
    """Return unit.yaml with one lesson more at the end of its list; comments and layout stay."""
    changed = append_to_list(text, "lessons", lesson)
    if changed is None:
        raise ProjectError("there is no list of lessons", str(path), "write lessons: [first-lesson]")
    return changed
