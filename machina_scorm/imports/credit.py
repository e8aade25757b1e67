"""The comment by which our exporters name a question's author and licence: `author | licence`."""

from __future__ import annotations

import re

_SPDX = re.compile(r"(CC|MIT|Apache|GPL|LGPL|AGPL|BSD|MPL|EUPL|ISC|LicenseRef|0BSD|Unlicense)[A-Za-z0-9.+-]*\Z")


def credit(comment: str) -> tuple[str, str]:
    """Return author and licence, "" for each that the comment does not name; other comments name neither."""
    text = comment.strip().replace("- -", "--")
    author, sign, license = text.rpartition(" | ")
    if _SPDX.match(license):
        return author.strip() if sign else "", license
    return "", ""
