"""Pictures of a template's layouts, by LibreOffice where it is installed."""

from __future__ import annotations

import re
import tempfile
import unicodedata
from hashlib import sha256
from pathlib import Path

from machina_scorm.export.deck.draft import sample_deck
from machina_scorm.export.deck.template import Template
from machina_scorm.preview.decks import Gallery
from machina_scorm.store import replace_file


def picture_layouts(template: Template, folder: Path) -> tuple[tuple[str, ...], str]:
    """Write a PNG of each layout into `folder`; return their names in the order of the layouts, and "" or the reason.

    The reason is "no-office" where there is no LibreOffice, "no-painter" where nothing turns its PDF into pictures.
    """
    data = sample_deck(template)
    digest = sha256(data).hexdigest()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as place:
        gallery = Gallery(Path(place))
        made = gallery.pictures(digest, data)
        if made.reason or not made.names:
            return (), made.reason or "no-painter"
        names = []
        for number, (picture, layout) in enumerate(zip(made.names, template.offer.layouts, strict=False), 1):
            name = f"{number:02}-{_slug(layout.name)}.png"
            replace_file(folder / name, gallery.file(digest, picture) or b"")
            names.append(name)
    return tuple(names), ""


def _slug(name: str) -> str:
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-") or "layout"
