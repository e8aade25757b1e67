"""machina i18n: the translators' files. One file per command."""

from __future__ import annotations

import click

from machina_scorm.cli.i18n.mark import mark
from machina_scorm.cli.i18n.status import status
from machina_scorm.cli.i18n.update import update


@click.group()
def i18n() -> None:
    """Keep the translations in i18n/ true to the course."""


i18n.add_command(mark)
i18n.add_command(status)
i18n.add_command(update)
