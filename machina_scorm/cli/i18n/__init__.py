"""machina i18n: the translators' files. One file per command."""

from __future__ import annotations

import click

from machina_scorm.cli.i18n.captions import captions
from machina_scorm.cli.i18n.update import update


@click.group()
def i18n() -> None:
    """Keep the translations in i18n/ true to the course."""


i18n.add_command(captions)
i18n.add_command(update)
