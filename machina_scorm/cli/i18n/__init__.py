"""machina i18n: the translators' files. One file per command."""

from __future__ import annotations

import click

from machina_scorm.cli.i18n.export import export
from machina_scorm.cli.i18n.import_ import import_
from machina_scorm.cli.i18n.update import update


@click.group()
def i18n() -> None:
    """Keep the translations in i18n/ true to the course."""


i18n.add_command(update)
i18n.add_command(export)
i18n.add_command(import_)
