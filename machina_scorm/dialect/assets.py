"""What the dialect asks of whoever holds the files."""

from __future__ import annotations

from typing import Protocol

from machina_scorm.model.blocks import Captions, Image
from machina_scorm.source import Source


class Assets(Protocol):
    """Files beside a source file. Each method reports what is wrong with a file by itself and then returns nothing."""

    def image(self, name: str, source: Source) -> Image | None:
        """Return the picture `name`."""

    def code(self, name: str, source: Source) -> str | None:
        """Return the text of the program file `name`."""

    def media(self, name: str, source: Source) -> bytes | None:
        """Return the bytes of the media file `name`."""

    def captions(self, stem: str, source: Source) -> tuple[Captions, ...]:
        """Return the caption files `<stem>.<language>.vtt` or `.srt`."""


class NoAssets:
    """For texts that have no files beside them: every file is missing, without a word."""

    def image(self, name: str, source: Source) -> Image | None:
        """Return None."""

    def code(self, name: str, source: Source) -> str | None:
        """Return None."""

    def media(self, name: str, source: Source) -> bytes | None:
        """Return None."""

    def captions(self, stem: str, source: Source) -> tuple[Captions, ...]:
        """Return no captions."""
        return ()
