"""machina moodle plugin."""

from __future__ import annotations

from pathlib import Path

import click

from machina_scorm.moodle.plugin import plugin_zip
from machina_scorm.store import replace_file


@click.command()
@click.option(
    "--zip",
    "target",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    metavar="FILE",
    help="Where to write the plugin, as machina.zip.",
)
def plugin(target: Path) -> None:
    """Write the plugin that a Moodle site needs, as a zip to install.

    \b
    A site administrator installs it once:
      Site administration → Plugins → Install plugins → choose the file
    and sets it up in a minute, on the server or on its page:
      php local/machina/cli/setup.php --help
    """
    data = plugin_zip()
    replace_file(target, data)
    click.echo(f"{target}: {len(data):,} bytes")
    click.echo("Next: Site administration → Plugins → Install plugins, then local/machina/cli/setup.php")
