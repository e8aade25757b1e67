"""Zip archives whose bytes depend on nothing but their content."""

from __future__ import annotations

import io
import os
import time
import zipfile
from collections.abc import Mapping

#: The earliest time a zip entry can hold; used unless SOURCE_DATE_EPOCH says another.
_EARLIEST = (1980, 1, 1, 0, 0, 0)


def entry_time() -> tuple[int, int, int, int, int, int]:
    """Return the time of every zip entry, in UTC: SOURCE_DATE_EPOCH if it is set, else 1980-01-01.

    Source: https://reproducible-builds.org/specs/source-date-epoch/
    """
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not epoch.isdigit():
        return _EARLIEST
    moment = time.gmtime(int(epoch))[:6]
    return max(_EARLIEST, (moment[0], moment[1], moment[2], moment[3], moment[4], moment[5]))


def pack(entries: Mapping[str, bytes], first: tuple[str, ...] = ()) -> bytes:
    """Return a zip of `entries` (name → bytes): the names in `first` first, then the others sorted.

    Names use forward slashes. Times, permissions and the making system are fixed, so equal entries give equal bytes.
    """
    buffer = io.BytesIO()
    when = entry_time()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED, compresslevel=9) as archive:
        for name in (*first, *sorted(set(entries) - set(first))):
            info = zipfile.ZipInfo(name, when)
            info.compress_type = zipfile.ZIP_DEFLATED
            info.create_system = 3
            info.external_attr = 0o644 << 16
            archive.writestr(info, entries[name])
    return buffer.getvalue()
