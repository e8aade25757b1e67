"""machina moodle: the course on Moodle sites. One file per command."""

from __future__ import annotations

import click

from machina_scorm.cli.lazy import LazyGroup

#: Every command: where it is, and what `machina moodle --help` says of it.
COMMANDS = {
    "adopt": ("machina_scorm.cli.moodle.ownership:adopt", "Take over what somebody built by hand."),
    "apply": ("machina_scorm.cli.moodle.apply:apply", "Do exactly what a plan says."),
    "diff": ("machina_scorm.cli.moodle.diff:diff", "Show how an item on a site differs from the course."),
    "doctor": ("machina_scorm.cli.moodle.doctor:doctor", "Examine a site: can the course go there?"),
    "kit": ("machina_scorm.cli.moodle.kit:kit", "Make ready what is put into a site by hand."),
    "plan": ("machina_scorm.cli.moodle.plan:plan", "Compare the course with sites; write down what is to be done."),
    "plugin": ("machina_scorm.cli.moodle.plugin:plugin", "Write the plugin that a Moodle site needs."),
    "rename": ("machina_scorm.cli.moodle.ownership:rename", "Give an item on a site another key."),
    "retire": ("machina_scorm.cli.moodle.ownership:retire", "Hide, hand over or delete items on a site."),
    "status": ("machina_scorm.cli.moodle.status:status", "Show what is where, and which language is behind."),
}


@click.group(cls=LazyGroup, table=COMMANDS)
def moodle() -> None:
    """Bring the course to Moodle sites; moodle/sites/ holds one profile for each."""
