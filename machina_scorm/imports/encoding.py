"""Text files in any encoding: UTF-8 is read, everything else is named with the line where it shows."""

from __future__ import annotations

import codecs

from machina_scorm.imports import ImportFile
from machina_scorm.problems import Report

RULE = "import-encoding"

#: Letters that tell the old code pages apart: what a text in such an encoding is full of.
_PAGES = (
    ("cp1253", frozenset("αβγδεζηθικλμνξοπρστυφχψωςάέήίόύώΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩΆΈΉΊΌΎΏ")),
    ("cp1250", frozenset("ăâîşţĂÂÎŞŢčďěňřšťůžŽŠČłąęśźżćńőűáéíóöúüäß")),
    ("cp1252", frozenset("àâäáãåæçèéêëìíîïñòóôöõøùúûüÿœßÀÂÄÁÉÈÊÖÜØÆÅÇ")),
)


def decode(file: ImportFile, report: Report) -> str | None:
    """Return a text file's text, line ends as they are, without a byte-order mark.

    None, with an `import-encoding` at its line, for a file that is not UTF-8 and whose encoding was not named.
    """
    if file.encoding:
        return _named(file, report)
    data = file.data
    if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or data[:64].count(0) > 8:
        report.add(RULE, "the file is UTF-16, which Moodle refuses", file.at(1), _hint("utf-16"))
        return None
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        guess = guess_encoding(data)
        message = f"the file is not UTF-8 but probably {guess}: {_shown(data, error.start, guess)}"
        report.add(RULE, message, file.at(line), _hint(guess))
        return None


def guess_encoding(data: bytes) -> str:
    """Return the code page, of those used in Europe, that makes the most letters of the bytes above 127."""
    sample = bytes(byte for byte in data[:200_000] if byte > 0x7F)
    best, most = "cp1252", -1
    for page, letters in _PAGES:
        hits = sum(char in letters for char in sample.decode(page, "replace"))
        if hits > most:
            best, most = page, hits
    return best


def control_line(text: str) -> int:
    """Return the line of the first control character that no text holds, 0 where there is none."""
    for place, char in enumerate(text):
        if (char < " " and char not in "\t\n\r\f\v") or char in "\ufffe\uffff":
            return text.count("\n", 0, place) + 1
    return 0


def _named(file: ImportFile, report: Report) -> str | None:
    try:
        codec = codecs.lookup(file.encoding)
        text = file.data.decode(codec.name)
    except LookupError:
        report.add(RULE, f"no encoding is called {file.encoding!r}", file.at(), "for example: cp1253, utf-16, latin-1")
        return None
    except UnicodeDecodeError as error:
        line = file.data[: error.start].count(b"\n") + 1
        report.add(RULE, f"the file is not {file.encoding}", file.at(line), "leave --encoding out to have it guessed")
        return None
    return text.removeprefix("\ufeff")


def _hint(guess: str) -> str:
    return f"save it as UTF-8, or add --encoding {guess}"


def _shown(data: bytes, start: int, guess: str) -> str:
    words = data[max(0, start - 20) : start + 20].decode(guess, "replace")
    return "«" + " ".join("".join(c if c.isprintable() else " " for c in words).split()) + "»"
