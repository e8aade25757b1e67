"""Words: when two texts are the same to a reader, and which words of them differ."""

from __future__ import annotations

import re
import unicodedata
from difflib import SequenceMatcher

_TOKEN = re.compile(r"\w+|\s+|[^\w\s]")
_BLANKS = re.compile(r"\s+")
#: What programs put in the place of what was typed, or add unseen. Of dashes only the double hyphen is such.
_AUTOCORRECT = str.maketrans(
    {
        **dict.fromkeys("‘’‚‛′`´", "'"),
        **dict.fromkeys("“”„‟″«»", '"'),
        **dict.fromkeys("\u00ad\u200b\u200c\u200d\u200e\u200f\u2060\ufeff", ""),
        "…": "...",
        "‑": "-",
    }
)


def key(text: str) -> str:
    """Return what two texts share that differ in white space, quotation marks and invisible characters only."""
    plain = unicodedata.normalize("NFC", text).translate(_AUTOCORRECT).replace("--", "–")
    return _BLANKS.sub(" ", plain).strip()


def tokens(text: str) -> list[str]:
    """Return a text as words, runs of white space and single signs; joined they are the text."""
    return _TOKEN.findall(text)


def token_key(token: str) -> str:
    """Return what makes two tokens the same."""
    return " " if token.isspace() else unicodedata.normalize("NFC", token).translate(_AUTOCORRECT)


Opcode = tuple[str, int, int, int, int]


def compare(old: list[str], new: list[str]) -> list[Opcode]:
    """Return difflib's opcodes for two lists of tokens."""
    one, two = [token_key(token) for token in old], [token_key(token) for token in new]
    return list(SequenceMatcher(None, one, two, autojunk=False).get_opcodes())


def likeness(old: str, new: str) -> float:
    """Return how alike two texts are, 0…1, by their words and by their letters."""
    one, two = key(old), key(new)
    if not one or not two:
        return 0.0
    by_words = SequenceMatcher(None, one.split(), two.split(), autojunk=False).ratio()
    letters = SequenceMatcher(None, one, two, autojunk=False)
    # Letters say little of long texts and cost much: any two sentences share most of theirs.
    if len(one) + len(two) > 400 or letters.quick_ratio() < 0.6:
        return by_words
    return max(by_words, letters.ratio() * 0.85)


def marked(old: str, new: str, gone: str = "[-{}-]", come: str = "{{+{}+}}", around: int = 0) -> str:
    """Return both texts as one, the words that differ in the marks of `git diff --word-diff`.

    With `around`, of long stretches that are equal only so many characters before and after a change are shown.
    """
    before, after = tokens(old), tokens(new)
    parts: list[str] = []
    codes = _whole(compare(before, after), before)
    for number, (name, i1, i2, j1, j2) in enumerate(codes):
        one, two = "".join(before[i1:i2]), "".join(after[j1:j2])
        if name == "equal":
            parts.append(_around(two, around, number == 0, number + 1 == len(codes)))
        else:
            parts += [gone.format(one)] * bool(one) + [come.format(two)] * bool(two)
    return "".join(parts)


def _around(text: str, around: int, first: bool, last: bool) -> str:
    """Return the ends of a stretch that did not change, with an ellipsis for what is between them or outside."""
    if not around or len(text) <= 2 * around + 10:
        return text
    head, tail = ("" if first else text[:around].rsplit(" ", 1)[0]), ("" if last else text[-around:].partition(" ")[2])
    return f"{head}{' … ' if head and tail else '…' if head else '… '}{tail}"


def _whole(codes: list[Opcode], before: list[str]) -> list[Opcode]:
    """Join changes that only a blank divides, so that a reader sees phrases and no confetti."""
    found: list[Opcode] = []
    for number, code in enumerate(codes):
        name, _, i2, _, j2 = code
        blank = name == "equal" and not "".join(before[code[1] : i2]).strip()
        between = bool(found) and found[-1][0] != "equal" and number + 1 < len(codes)
        if (blank and between) or (found and name != "equal" and found[-1][0] != "equal"):
            found[-1] = ("replace", found[-1][1], i2, found[-1][3], j2)
        else:
            found.append(code)
    return found
