"""Theme: how a course looks – its logo, its colours by light and by dark, its fonts.  Not: style sheets, templates."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields

from machina_scorm.model.blocks import Image
from machina_scorm.model.text import Text


@dataclass(frozen=True, slots=True)
class Logo:
    """A picture that names somebody: the course, a partner, a funder. `alt` is what it says."""

    image: Image
    alt: Text


@dataclass(frozen=True, slots=True)
class Palette:
    """The colours of one scheme, each `#rrggbb`.

    `ground` lies behind everything, `paper` behind text; `text` and `soft` are written on both; `line` separates,
    `edge` draws controls; `accent` marks what can be pressed, `accent_strong` what is pointed at, `on_accent` is
    written on both; `tint` lies behind what stands out. `right`, `wrong` and `warm` speak of answers and warnings.
    """

    ground: str
    paper: str
    text: str
    soft: str
    line: str
    edge: str
    accent: str
    accent_strong: str
    on_accent: str
    tint: str
    right: str
    right_tint: str
    wrong: str
    wrong_tint: str
    warm: str
    warm_tint: str


LIGHT = Palette(
    ground="#f4f6f8",
    paper="#ffffff",
    text="#1b2530",
    soft="#51606f",
    line="#d7dee5",
    edge="#74828f",
    accent="#1a568f",
    accent_strong="#123f6b",
    on_accent="#ffffff",
    tint="#e9f1f9",
    right="#17683a",
    right_tint="#e7f4ec",
    wrong="#a02b1f",
    wrong_tint="#fcedea",
    warm="#7a4b00",
    warm_tint="#fdf3df",
)
DARK = Palette(
    ground="#10151b",
    paper="#171e26",
    text="#e5eaf0",
    soft="#a5b1bd",
    line="#303b46",
    edge="#7f8d9b",
    accent="#8cc0f3",
    accent_strong="#b5d7f8",
    on_accent="#0d2238",
    tint="#1d2c3b",
    right="#85d3a1",
    right_tint="#172b20",
    wrong="#ffaa9c",
    wrong_tint="#351e1b",
    warm="#f0c36d",
    warm_tint="#31270f",
)

#: The names of a palette's colours, as theme files write them.
COLOURS = tuple(field.name.replace("_", "-") for field in fields(Palette))

#: What is written on what: needs 4.5:1 (WCAG 2.2, 1.4.3).
_WRITTEN = (
    *((ink, sheet) for ink in ("text", "soft", "accent", "accent_strong") for sheet in ("paper", "ground", "tint")),
    *(("on_accent", sheet) for sheet in ("accent", "accent_strong")),
    *((ink, sheet) for ink in ("right", "wrong", "warm") for sheet in ("paper", "ground", f"{ink}_tint")),
    *(("text", f"{sheet}_tint") for sheet in ("right", "wrong", "warm")),
)
#: What must be seen beside what: needs 3:1 (WCAG 2.2, 1.4.11).
_DRAWN = (("edge", "paper"), ("edge", "ground"))


@dataclass(frozen=True, slots=True)
class Theme:
    """How a course looks. Fonts are families on the learner's machine, best first; empty = the toolkit's choice."""

    light: Palette = LIGHT
    dark: Palette = DARK
    logo: Logo | None = None
    body_fonts: tuple[str, ...] = ()
    heading_fonts: tuple[str, ...] = ()
    code_fonts: tuple[str, ...] = ()


#: The toolkit's own look.
OWN_LOOK = Theme()


@dataclass(frozen=True, slots=True)
class Faint:
    """Two colours of a palette that are too near: what they have and what they need, as ratios to 1."""

    ink: str
    sheet: str
    ratio: float
    needed: float


def faint(palette: Palette) -> Iterator[Faint]:
    """Yield every pair of colours that cannot be told apart well enough."""
    for pairs, needed in ((_WRITTEN, 4.5), (_DRAWN, 3.0)):
        for ink, sheet in pairs:
            ratio = contrast(getattr(palette, ink), getattr(palette, sheet))
            if ratio < needed:
                yield Faint(ink.replace("_", "-"), sheet.replace("_", "-"), ratio, needed)


def contrast(first: str, second: str) -> float:
    """Return the contrast of two colours `#rrggbb`, 1 … 21 (WCAG 2.2, contrast ratio)."""
    high, low = sorted((_luminance(first), _luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def mix(first: str, second: str, share: float) -> str:
    """Return `first` with the `share` (0 … 1) of `second` in it."""
    mixed = (round(a + (b - a) * share) for a, b in zip(_channels(first), _channels(second), strict=True))
    return "#" + "".join(f"{channel:02x}" for channel in mixed)


def _channels(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[at : at + 2], 16) for at in (1, 3, 5))


def _luminance(colour: str) -> float:
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in (v / 255 for v in _channels(colour))]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]
