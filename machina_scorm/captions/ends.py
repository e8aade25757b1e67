"""Where sentences end, in the scripts that have marks for it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator

from machina_scorm.captions.markup import TAG

_TAGS = rf"(?:{TAG.pattern})"
_CLOSING = rf"(?:[\"'”’»›)\]」』）】]|{_TAGS})*"
_END = re.compile(rf"(?P<mark>\.{{2,}}|[.!?…;؟।]+|[。！？｡])(?P<closing>{_CLOSING})(?P<space>[ \u00a0\u202f]*)")
_OPENING = re.compile(rf"(?:[\"'“‘„«‹(\[¿¡—–-]|{_TAGS}|\s)*")
_BEFORE_WORD = re.compile(r"[\s\"'“‘„«‹(\[>—–]")
_LONGEST = 40


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


#: Words that a full stop shortens and that never end a sentence.
_TITLES = _words(
    "mr mrs ms dr prof st vs cf fig figs eq eqs sec chap e.g i.e z.b d.h u.a o.ä p.ex c.-à-d π.χ δηλ βλ κ σ ca bzw "
    "evtl ggf inkl zzgl abb nr art cap ed eds vol pp approx resp incl jr sr dott sig"
)
#: Words that are often shortened and may end one: they do before a capital letter.
_WORDS_BEFORE_NUMBERS = _words("no nos nr p s pag str")
#: Languages that write ordinal numbers with a full stop: “am 1. Mai”.
_ORDINALS = _words("de da nb nn no fi is cs sk pl hu sl hr sr bs et lv tr")


def sentence_ends(text: str, language: str) -> Iterator[int]:
    """Yield the position behind each sentence of `text`, closing marks, tags and spaces included.

    Full stops in `3.14`, `e.g.`, `J. Smith` and behind a number that begins a sentence (`1.`) end none; `;` ends one in
    Greek only. The end of `text` is not yielded.
    """
    main = language.partition("-")[0].lower()
    begin = 0
    for match in _END.finditer(text):
        if match.end() >= len(text) or (";" in match["mark"] and main != "el"):
            continue
        if match["mark"] in ("。", "！", "？", "｡") or _ends(text, begin, match, main):
            begin = match.end()
            yield begin


def _ends(text: str, begin: int, match: re.Match[str], language: str) -> bool:
    if not match["space"]:
        return False
    opening = _OPENING.match(text, match.end())
    following = text[opening.end() : opening.end() + 1] if opening else ""
    mark = match["mark"]
    if following.islower() and (match["closing"] or not set(mark) & {"!", "?"}):
        return False
    if mark != ".":
        return True
    before = TAG.sub("", text[begin : match.start()])
    token = unicodedata.normalize("NFC", _BEFORE_WORD.split(before[-_LONGEST:])[-1])
    plain = token.lower()
    if plain.isdecimal():
        is_first = not before[: -len(plain)].strip(" -–—([“\"'")
        return not (is_first or (language in _ORDINALS and len(plain) <= 2))
    if plain in _TITLES or (len(plain) == 1 and token.isupper() and following.isalpha()):
        return False
    if re.fullmatch(r"(?:\w\.)+\w", plain):  # e.g., z.B., U.S.
        return False
    return not (plain in _WORDS_BEFORE_NUMBERS and following.isdecimal())
