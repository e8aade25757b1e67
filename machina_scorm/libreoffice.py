"""LibreOffice, where it is installed: found, and run so that it disturbs no office that is open on the desktop."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from machina_scorm.errors import ExportError

#: Where LibreOffice is when it is not on the path.
_PLACES = (
    "/Applications/LibreOffice.app/Contents/MacOS/soffice",
    r"C:\Program Files\LibreOffice\program\soffice.exe",
    r"C:\Program Files (x86)\LibreOffice\program\soffice.exe",
)
_SECONDS = 120
#: What a PDF is made with; a tagged one can be read aloud.
_TAGGED = {"UseTaggedPDF": {"type": "boolean", "value": "true"}}
_NOTES = {
    "ExportNotesPages": {"type": "boolean", "value": "true"},
    "ExportOnlyNotesPages": {"type": "boolean", "value": "true"},
}
MISSING = (
    "install it from https://www.libreoffice.org (Debian, Ubuntu: apt install libreoffice-impress libreoffice-writer)"
)


def find_office() -> str | None:
    """Return the path of LibreOffice's program, or None."""
    found = next((path for name in ("soffice", "libreoffice") if (path := shutil.which(name))), None)
    return found or next((place for place in _PLACES if Path(place).is_file()), None)


def run_program(command: list[str], seconds: int = _SECONDS) -> str:
    """Run a program and return what went wrong, or ""."""
    flags: int = getattr(subprocess, "CREATE_NO_WINDOW", 0)  # Windows only
    environment = {**os.environ, "SAL_USE_VCLPLUGIN": "svp"} if sys.platform.startswith("linux") else None
    try:
        done = subprocess.run(
            command, capture_output=True, timeout=seconds, check=False, creationflags=flags, env=environment
        )
    except subprocess.TimeoutExpired:
        return f"{Path(command[0]).name} was not ready after {seconds} seconds"
    except OSError as error:
        return f"LibreOffice could not be run: {error}"
    if done.returncode:
        said = done.stderr.decode("utf-8", "replace").strip().splitlines()
        return f"{Path(command[0]).name} ended with {done.returncode}: {said[-1] if said else 'no reason given'}"
    return ""


class Office:
    """LibreOffice with a profile of its own: one that is open on the desktop would take the order and refuse."""

    def __init__(self, program: str, folder: Path) -> None:
        self._program, self._folder = program, folder

    def pdf(self, data: bytes, suffix: str, *, notes: bool = False) -> bytes:
        """Return a document (.pptx, .docx) as PDF, with `notes` the notes pages of a deck. Raises ExportError."""
        source, made = self._folder / f"document{suffix}", self._folder / "document.pdf"
        made.unlink(missing_ok=True)
        source.write_bytes(data)
        options: Mapping[str, object] = {**_TAGGED, **(_NOTES if notes else {})}
        kind = "writer_pdf_Export" if suffix == ".docx" else "impress_pdf_Export"
        profile = f"-env:UserInstallation={(self._folder / 'profile').resolve().as_uri()}"
        order = [self._program, profile, "--headless", "--norestore", "--convert-to"]
        reason = run_program([*order, f"pdf:{kind}:{json.dumps(options)}", "--outdir", str(self._folder), str(source)])
        if reason or not made.is_file():
            raise ExportError(reason or "LibreOffice made no PDF of it", hint="open it in LibreOffice to see why")
        return made.read_bytes()


@contextmanager
def open_office() -> Iterator[Office]:
    """Yield LibreOffice for several documents; raises ExportError, which says how to install it, where it is not."""
    program = find_office()
    if program is None:
        raise ExportError("LibreOffice makes the PDFs and was not found", hint=MISSING)
    with tempfile.TemporaryDirectory(prefix="machina-", ignore_cleanup_errors=True) as folder:
        yield Office(program, Path(folder))
