"""The PowerPoint template that a course names, or a command: its bytes and its layout map.  Not: what is in them."""

from __future__ import annotations

from pathlib import Path

from machina_scorm.errors import ProjectError
from machina_scorm.model.course import LARGEST_TEMPLATE, OWN_TEMPLATE, DeckTemplate
from machina_scorm.problems import Report
from machina_scorm.resources import resource
from machina_scorm.yamlfile import Node

#: Where the toolkit's templates are, and where a course may keep its own besides the folder of course.yaml.
FOLDER = "templates/deck"
#: What PowerPoint saves presentations and templates as; only the look is taken of any of them.
SUFFIXES = (".pptx", ".potx", ".pptm", ".potm", ".ppsx")


def read_template(root: Path, node: Node, report: Report) -> DeckTemplate:
    """Read the template that `deck: {template: …}` names.

    A name with an ending is a file beside course.yaml or in the course's templates/deck/; one without is such a .pptx
    or one of the toolkit's. Reports `template-unknown` and `file-outside`; the toolkit's own is returned then.
    """
    name = node.raw
    folders = (root / "units", root / FOLDER)
    for folder in folders:
        for file in (folder / name, folder / f"{name}.pptx"):
            if file.is_file() and not file.resolve().is_relative_to(root.resolve()):
                hint = "put the template beside course.yaml"
                report.add("file-outside", f"{name} lies outside the course", node.source, hint)
                return OWN_TEMPLATE
            if file.is_file() and folder.resolve() != resource(FOLDER).resolve():
                return template_of_file(file)
    if name in shipped_templates():
        return DeckTemplate(name)
    own = sorted(f.name for folder in folders if folder.is_dir() for f in folder.iterdir() if _is_template(f))
    hint = f"there are: {', '.join((*shipped_templates(), *own))}; a template of your own lies beside course.yaml"
    report.add("template-unknown", f"there is no deck template {name!r}", node.source, hint)
    return OWN_TEMPLATE


def named_template(name: str) -> DeckTemplate:
    """Return the template of a path, or of one of the toolkit's names; raises ProjectError where there is none."""
    path = Path(name)
    if path.is_file():
        return template_of_file(path)
    if name in shipped_templates():
        return DeckTemplate(name)
    hint = f"give the path of a .pptx, or one of {', '.join(shipped_templates())}"
    raise ProjectError(f"there is no template {name!r}", hint=hint)


def template_of_file(path: Path) -> DeckTemplate:
    """Read a template and the layout map beside it, `<name>.yaml`; no more than one byte beyond what is allowed."""
    with path.open("rb") as file:
        data = file.read(LARGEST_TEMPLATE + 1)
    beside = path.with_suffix(".yaml")
    if not beside.is_file():
        return DeckTemplate(path.name, data)
    text = beside.read_bytes().decode("utf-8-sig", "replace").replace("\r\n", "\n").replace("\r", "\n")
    return DeckTemplate(path.name, data, text, beside.name)


def shipped_templates() -> tuple[str, ...]:
    """Return the names of the toolkit's templates."""
    return tuple(sorted(file.stem for file in resource(FOLDER).glob("*.pptx")))


def _is_template(file: Path) -> bool:
    return file.suffix.lower() in SUFFIXES and not file.name.startswith(("~$", "."))
