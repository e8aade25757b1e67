"""Make machina_scorm/export/deck/metrics.json: the advance widths by which decks are fitted.

Run by hand, once, on a machine with Debian's package fonts-liberation (Liberation 2, SIL Open Font License 1.1) and
fontTools (no dependency of the toolkit): `python templates/deck/make_metrics.py /usr/share/fonts/truetype/liberation`.
Liberation Sans and Liberation Mono have the widths of Arial and Courier New. Only numbers are taken: code point → width
in font units. A 0 means that the font has no such glyph. The toolkit reads the JSON file and never a font.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

from fontTools.ttLib import TTFont  # type: ignore[import-not-found, unused-ignore]

FONTS = {
    "sans": "LiberationSans-Regular.ttf",
    "sans-bold": "LiberationSans-Bold.ttf",
    "sans-italic": "LiberationSans-Italic.ttf",
    "mono": "LiberationMono-Regular.ttf",
}
#: Latin to Extended-B, Greek and Cyrillic, their extensions, punctuation to arrows and operators, shapes, ligatures.
RANGES = (
    (0x20, 0x7E),
    (0xA0, 0x24F),
    (0x370, 0x52F),
    (0x1E00, 0x1FFF),
    (0x2010, 0x2027),
    (0x2030, 0x205E),
    (0x2070, 0x209C),
    (0x20A0, 0x20BF),
    (0x2100, 0x214F),
    (0x2190, 0x21FF),
    (0x2200, 0x22FF),
    (0x2500, 0x25FF),
    (0xFB00, 0xFB04),
)


def widths(path: Path) -> dict[str, Any]:
    """Return line metrics and widths of one font, in units of its em."""
    font = TTFont(path)
    advance, glyphs, hhea = font["hmtx"], font.getBestCmap(), font["hhea"]
    return {
        "em": font["head"].unitsPerEm,
        "ascent": hhea.ascent,
        "descent": -hhea.descent,
        "gap": hhea.lineGap,
        "widths": {
            f"{first:X}": [advance[glyphs[c]][0] if c in glyphs else 0 for c in range(first, last + 1)]
            for first, last in RANGES
        },
    }


def main(folder: Path) -> None:
    """Write the file."""
    table = {
        "source": "Liberation Sans and Mono 2 (Debian fonts-liberation, OFL-1.1); templates/deck/make_metrics.py",
        "fonts": {name: widths(folder / file) for name, file in FONTS.items()},
    }
    target = Path(__file__).resolve().parents[2] / "machina_scorm" / "export" / "deck" / "metrics.json"
    target.write_text(json.dumps(table, separators=(",", ":")) + "\n", encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
