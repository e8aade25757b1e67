"""machina preview."""

from __future__ import annotations

import os
import sys
import webbrowser
from pathlib import Path

import click

from machina_scorm.cli.console import count, course_root, err, out, print_problems, project_option
from machina_scorm.pipeline import Request
from machina_scorm.preview.app import App
from machina_scorm.preview.server import DEFAULT_PORT, PreviewServer
from machina_scorm.preview.workshop import Snapshot, Workshop
from machina_scorm.problems import Problem


@click.command()
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=DEFAULT_PORT,
    show_default=True,
    help="Where on 127.0.0.1; 0 takes a free one.",
)
@click.option("--no-open", is_flag=True, help="Do not open the browser.")
@click.option("--lang", "languages", multiple=True, metavar="CODE", help="Only this language (may be repeated).")
@click.option(
    "--format", "formats_", multiple=True, metavar="NAME", help="Only this format: scorm12, deck, …; all for every one."
)
@click.option(
    "--out",
    "folder_out",
    type=click.Path(file_okay=False, path_type=Path),
    help="Where to build. Default: dist/ in the course's folder.",
)
@click.option("--allow-partial", is_flag=True, help="Show also what the rules for translations hold back.")
@project_option
def preview(
    port: int,
    no_open: bool,
    languages: tuple[str, ...],
    formats_: tuple[str, ...],
    folder_out: Path | None,
    allow_partial: bool,
    folder: Path | None,
) -> None:
    """Show the course in the browser: packages played as Moodle plays them, slides, questions.

    What a source file's change touches is built again and the page follows. Ctrl+C ends it.
    """
    root = course_root(folder)
    request = Request(languages=languages, formats=formats_, allow_partial=allow_partial)
    workshop = Workshop(root, folder_out or root / "dist", request, _Teller())
    server = PreviewServer(App(workshop), port)
    out().print(f"Preview of [bold]{root.name}[/] at [bold]{server.url}[/]  (Ctrl+C ends it)")
    workshop.open()
    if not no_open and _has_display():
        webbrowser.open(server.url)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        out().print("The preview has ended.")
    finally:
        workshop.close()
        server.server_close()


class _Teller:
    """Prints what a build did, and each problem once: not again with every save."""

    def __init__(self) -> None:
        self._said: frozenset[Problem] = frozenset()

    def __call__(self, snapshot: Snapshot) -> None:
        console = err()
        print_problems([p for p in snapshot.problems if p not in self._said], console)
        mended = self._said - set(snapshot.problems)
        self._said = frozenset(snapshot.problems)
        if snapshot.stage == "broken":
            errors = count(len(snapshot.errors), "problem")
            console.print(f"[red]Nothing was built[/]: {errors} in the sources. Mend them and save; the page follows.")
        else:
            again = f", {count(len(mended), 'problem')} mended" if mended else ""
            console.print(f"Built {count(len(snapshot.changed), 'file')} in {snapshot.seconds:.1f} s{again}")


def _has_display() -> bool:
    """On Linux a browser needs a display; elsewhere there is always one."""
    return not sys.platform.startswith("linux") or any(os.environ.get(n) for n in ("DISPLAY", "WAYLAND_DISPLAY"))
