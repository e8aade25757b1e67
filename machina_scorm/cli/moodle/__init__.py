"""machina moodle: the course on Moodle sites. One file per command."""

from __future__ import annotations

import click

from machina_scorm.cli.lazy import LazyGroup

#: Every command: where it is, and what `machina moodle --help` says of it.
COMMANDS = {
    "apply": ("machina_scorm.cli.moodle.apply:apply", "Do exactly what a plan says."),
    "doctor": ("machina_scorm.cli.moodle.doctor:doctor", "Examine a site: can the course go there?"),
    "kit": ("machina_scorm.cli.moodle.kit:kit", "Make ready what is put into a site by hand."),
    "plan": ("machina_scorm.cli.moodle.plan:plan", "Compare the course with sites; write down what is to be done."),
    "plugin": ("machina_scorm.cli.moodle.plugin:plugin", "Write the plugin that a Moodle site needs."),
}


@click.group(cls=LazyGroup, table=COMMANDS)
def moodle() -> None:
    """Bring the course to Moodle sites; moodle/sites/ holds one profile for each."""
