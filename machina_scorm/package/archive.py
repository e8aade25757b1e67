"""Zip archives whose bytes depend on nothing but their content.

Python's zlib is whatever the machine has – zlib, zlib-ng, Apple's – and each compresses to other bytes; libdeflate
comes in its wheel, the same for everybody. zipfile takes no compressed data, so the few headers are written here.
"""

from __future__ import annotations

import os
import struct
import time
from collections.abc import Mapping

import deflate

#: The earliest time a zip entry can hold; used unless SOURCE_DATE_EPOCH says another.
_EARLIEST = (1980, 1, 1, 0, 0, 0)
_LEVEL = 12
_VERSION = 20  # 2.0: folders and deflate; APPNOTE 4.4.3
_MADE_BY_UNIX = 3 << 8 | _VERSION
_UTF8 = 1 << 11  # APPNOTE 4.4.4, bit 11: the name is UTF-8
_STORED, _DEFLATED = 0, 8
_MODE = 0o100644 << 16


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
    Source: PKWARE APPNOTE 6.3, sections 4.3.7 (local header), 4.3.12 (central directory), 4.3.16 (its end).
    Raises ValueError for what needs zip64: 65,535 entries or 4 GiB.
    """
    names = (*first, *sorted(set(entries) - set(first)))
    stamp = _stamp()
    body, directory = bytearray(), bytearray()
    for name in names:
        encoded, data = name.encode(), entries[name]
        packed = deflate.deflate_compress(data, _LEVEL)
        method = _DEFLATED if len(packed) < len(data) else _STORED
        content = packed if method else data
        flags = 0 if encoded.isascii() else _UTF8
        fields = (flags, method, *stamp, deflate.crc32(data), len(content), len(data), len(encoded), 0)
        central = (0x02014B50, _MADE_BY_UNIX, _VERSION, *fields, 0, 0, 0, _MODE, len(body))
        directory += struct.pack("<IHH4H3I5H2I", *central) + encoded
        body += struct.pack("<IH4H3I2H", 0x04034B50, _VERSION, *fields) + encoded + content
    if len(names) >= 0xFFFF or len(body) + len(directory) >= 0xFFFFFFFF:
        raise ValueError("too large for a zip without zip64")
    end = struct.pack("<I4H2IH", 0x06054B50, 0, 0, len(names), len(names), len(directory), len(body), 0)
    return bytes(body + directory + end)


def _stamp() -> tuple[int, int]:
    """Return time and date as MS-DOS writes them (APPNOTE 4.4.6)."""
    year, month, day, hour, minute, second = entry_time()
    return hour << 11 | minute << 5 | second // 2, (year - 1980) << 9 | month << 5 | day
