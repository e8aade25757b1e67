"""machina i18n: the translators' files. One file per command."""

from __future__ import annotations

import click

from machina_scorm.cli.i18n.check import check
from machina_scorm.cli.i18n.glossary import glossary
from machina_scorm.cli.i18n.update import update


@click.group()
def i18n() -> None:
    """Keep the translations in i18n/ true to the course."""


i18n.add_command(update)
i18n.add_command(check)
i18n.add_command(glossary)
