"""machina i18n: the translators' files. One file per command."""

from __future__ import annotations

import click

from machina_scorm.cli.lazy import LazyGroup

#: Every command: where it is, and what `machina i18n --help` says of it.
COMMANDS = {
    "add": ("machina_scorm.cli.i18n.add:add", "Add a language to the course: its entry and its catalogs."),
    "captions": ("machina_scorm.cli.i18n.captions:captions", "Convert subtitles, or write those of every video."),
    "export": (
        "machina_scorm.cli.i18n.export:export",
        "Write texts for agencies and partners: XLIFF, TMX, CSV, Excel.",
    ),
    "import": ("machina_scorm.cli.i18n.import_:import_", "Bring translations in, for review."),
    "update": ("machina_scorm.cli.i18n.update:update", "Bring templates and catalogs up to the course."),
}


@click.group(cls=LazyGroup, table=COMMANDS)
def i18n() -> None:
    """Keep the translations in i18n/ true to the course."""
