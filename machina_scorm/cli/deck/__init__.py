"""machina deck: slide decks, there and back. One file per command."""

from __future__ import annotations

import click

from machina_scorm.cli.lazy import LazyGroup

#: Every command: where it is, and what `machina deck --help` says of it.
COMMANDS = {
    "handout": ("machina_scorm.cli.deck.handout:handout", "Make PDFs to hand out: slides, notes pages, notes."),
    "inspect": ("machina_scorm.cli.deck.inspect:inspect_", "Tell what a PowerPoint template offers."),
    "read-back": ("machina_scorm.cli.deck.read_back:read_back_", "Tell what somebody changed in a deck."),
}


@click.group(cls=LazyGroup, table=COMMANDS)
def deck() -> None:
    """Look at a template for slide decks, make handouts, read edited decks back."""
