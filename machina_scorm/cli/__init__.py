"""The command line: parse, call one function, print.  No logic.

Exit codes everywhere: 0 fine, 1 problems found, 2 wrong usage.
"""

from __future__ import annotations

import gc
import sys
from typing import Any

import click

from machina_scorm import __version__
from machina_scorm.cli.lazy import LazyGroup
from machina_scorm.errors import CheckFailed, MachinaError

#: Every command: where it is, and what `machina --help` says of it.
COMMANDS = {
    "build": ("machina_scorm.cli.build:build", "Make packages, quizzes and decks in every language."),
    "check": ("machina_scorm.cli.check:check", "List every problem in the course, or in finished files."),
    "deck": ("machina_scorm.cli.deck:deck", "Slide decks: templates, handouts, edits read back."),
    "i18n": ("machina_scorm.cli.i18n:i18n", "Keep the translations true to the course."),
    "moodle": ("machina_scorm.cli.moodle:moodle", "Bring the course to Moodle sites."),
    "new": ("machina_scorm.cli.new:new", "Begin a course or a lesson from the starter."),
    "preview": ("machina_scorm.cli.preview:preview", "Show the course in the browser, as Moodle plays it."),
    "questions": ("machina_scorm.cli.questions:questions", "Bring question banks in, or convert them."),
    "slides": ("machina_scorm.cli.slides:slides", "Bring existing slide decks in."),
    "stats": ("machina_scorm.cli.stats:stats", "Count lessons, words, pages, slides and questions."),
}

#: Thresholds of the garbage collector. A course is hundreds of thousands of small values that stay; looking through
#: them after every 700 new ones takes a seventh of the time of an update.
COLLECT = (50_000, 20, 50)


class Machina(LazyGroup):
    """The command group; a user's mistake becomes one line and exit 1, a bug keeps its traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        gc.set_threshold(*COLLECT)
        try:
            return super().invoke(ctx)
        except CheckFailed as failed:
            from machina_scorm.cli.console import err, print_problems  # brings the readers along, and --help is quick

            print_problems(failed.report, err())
            click.echo(f"machina: {failed}", err=True)
            sys.exit(1)
        except MachinaError as error:
            click.echo(f"machina: {error}", err=True)
            sys.exit(1)


@click.group(cls=Machina, table=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="machina")
def main() -> None:
    """Build a course, written once, as SCORM packages, Moodle quizzes and slide decks in many languages.

    \b
    Begin:   machina new course mycourse    then, in that folder:
             machina check                  lists every problem in the sources
             machina build                  makes everything, in dist/
             machina preview                shows it in the browser
    """
