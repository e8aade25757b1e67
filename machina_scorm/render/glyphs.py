"""What the font that pictures are drawn with can show."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import ziafont
from ziafont.font import Font


def missing_glyphs(text: str) -> str:
    """Return the characters of `text` that DejaVu Sans, the font of every PNG, has no sign for; spaces are none."""
    return "".join(dict.fromkeys(c for c in text if not c.isspace() and not _font().glyphindex(c)))


@cache
def _font() -> Font:
    return Font(str(Path(ziafont.__file__).parent / "fonts" / "DejaVuSans.ttf"))
