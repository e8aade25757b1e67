"""machina deck: slide decks, there and back. One file per command."""

from __future__ import annotations

import click

from machina_scorm.cli.deck.read_back import read_back_


@click.group()
def deck() -> None:
    """Read edited slide decks back."""


deck.add_command(read_back_)
