"""Makes math.woff2: the part of STIX Two Math (SIL Open Font License 1.1) that formulas of a course need.

Run it only to change the choice of characters; it needs fonttools and brotli, the toolkit does not:
`python templates/scorm/make_math_font.py` writes math.woff2 beside itself. The font keeps its name, copyright and
licence in its name table. A browser asks for it only where the machine has no font for mathematics.
"""

from __future__ import annotations

from pathlib import Path

import ziamath
from fontTools import subset

LETTERS = "20-7E,A0,AC,B1,B7,D7,391-3A9,3B1-3C9,3D5,3F5,1D434-1D467,210E,1D6FC-1D714,1D716,1D719"
DOUBLE = "211D,2115,2124"
SCRIPT = "2112,1D4A9"
ACCENTS = "AF,2C6,2DC,203E,302,303,304,307,20D7,23DE,23DF"
SIGNS = (
    "2016,2026,2032,22EE,22EF,22F1,2190-2192,2194,21A6,21D2,21D4,2200,2202,2203,2205,2207-2209,220F,2211-2213,2217,"
    "2218,221A,221D,221E,2223,2225-222B,223C,2248,2260,2261,2264,2265,226A,226B,2282-2287,2295,2297,22A4,22A5,22C5,"
    "2308-230B,27E8,27E9,2113,2061-2063"
)


def main() -> None:
    """Write math.woff2 beside this file."""
    options = subset.Options(
        flavor="woff2",
        hinting=False,
        desubroutinize=True,
        layout_features=[],
        name_IDs=[0, 1, 2, 4, 6, 13, 14],
        notdef_outline=True,
    )
    font = subset.load_font(str(Path(ziamath.__file__).parent / "fonts" / "STIXTwoMath-Regular.ttf"), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=subset.parse_unicodes(",".join((LETTERS, DOUBLE, SCRIPT, ACCENTS, SIGNS))))
    subsetter.subset(font)
    subset.save_font(font, str(Path(__file__).with_name("math.woff2")), options)


if __name__ == "__main__":
    main()
