"""The command line: parse, call one function, print.  No logic.

Exit codes everywhere: 0 fine, 1 problems found, 2 wrong usage.
"""

from __future__ import annotations

import sys
from typing import Any

import click

from machina_scorm import __version__
from machina_scorm.cli.build import build
from machina_scorm.cli.check import check
from machina_scorm.cli.console import err, print_problems
from machina_scorm.cli.i18n import i18n
from machina_scorm.cli.new import new
from machina_scorm.cli.preview import preview
from machina_scorm.cli.questions import questions
from machina_scorm.cli.stats import stats
from machina_scorm.errors import CheckFailed, MachinaError


class Machina(click.Group):
    """The command group; a user's mistake becomes one line and exit 1, a bug keeps its traceback."""

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command."""
        try:
            return super().invoke(ctx)
        except CheckFailed as failed:
            print_problems(failed.report, err())
            click.echo(f"machina: {failed}", err=True)
            sys.exit(1)
        except MachinaError as error:
            click.echo(f"machina: {error}", err=True)
            sys.exit(1)


@click.group(cls=Machina, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="machina")
def main() -> None:
    """Build a course, written once, as SCORM packages, Moodle quizzes and slide decks in many languages.

    \b
    Begin:   machina new course mycourse    then, in that folder:
             machina check                  lists every problem in the sources
             machina build                  makes everything, in dist/
             machina preview                shows it in the browser
    """


main.add_command(build)
main.add_command(check)
main.add_command(preview)
main.add_command(stats)
main.add_command(new)
main.add_command(i18n)
main.add_command(questions)
