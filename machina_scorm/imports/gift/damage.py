"""What a GIFT file says other than its author meant: escapes forgotten, lines lost."""

from __future__ import annotations

import re
from collections.abc import Iterator

from machina_scorm.imports import quoted
from machina_scorm.imports.gift.blocks import PLACEHOLDERS, Block, hold, shown
from machina_scorm.imports.stored import HUNDRED, Draft, Stored

#: What follows the `n` of LaTeX commands that begin with the escape for a new line; the short ones count in formulas.
_TEX = (
    "eq", "abla", "otin", "leq", "geq", "gtr", "cong", "subseteq", "supseteq", "rightarrow", "Rightarrow",
    "leftarrow", "olimits", "onumber", "ormalsize", "atural", "ewline", "ewcommand",
)  # fmt: skip
_SHORT = ("u", "e", "i", "ot", "eg", "exists", "less", "sim", "mid", "parallel", "prec", "succ")
_NEW = hold("\\n")
_TEX_COMMAND = re.compile(_NEW + "(" + "|".join(sorted(_TEX, key=len, reverse=True)) + ")(?![A-Za-z])")
_IN_FORMULA = re.compile(r"(?:\$|\\[(\[])[^$\n]*" + _NEW + "(" + "|".join(_SHORT) + ")(?![A-Za-z])")
_FOLDERS = r"(?:\\[\w.$-]+)*" + _NEW + r"\w"
_PATH = re.compile(rf"(?<![A-Za-z])[A-Z][:{hold(chr(92) + ':')}]{_FOLDERS}|\\\\\w+{_FOLDERS}")
_ENTITY = re.compile(r"&#(?:\d+|[xX][0-9a-fA-F]+);")
_HASH_NAME = re.compile(r"(?<![A-Za-z])[CFJ]#(?=\s*(?:[=~]|$))")
_HASH_CODE = re.compile(r"#\s*(?:include|define|ifdef|ifndef|endif|pragma|import)\b")
_PERCENT = re.compile(r"\s*%\s*-?[\d.,]+\s*%")
_WORDS = frozenset({"true", "false", "t", "f", "yes", "no", "wahr", "falsch", "vrai", "faux", "vero", "falso"})


def check_block(block: Block, text: str, draft: Draft) -> None:
    """Name what the lines lose: `text` is the block as it is read."""
    if block.zero:
        hint = "Moodle takes a line `0` for an empty one and ends the question; put the 0 into a line with words"
        draft.add("moodle-gift-line-zero", "a line that is only `0` ends the question", hint, block.line)
    raw = "\n".join(line.raw for line in block.lines)
    for code in PLACEHOLDERS:
        if code in raw:
            hint = f"write it otherwise: Moodle turns {code} into {shown(PLACEHOLDERS[code])!r}"
            draft.add("moodle-gift-placeholder", f"Moodle's own code {code} stands in the text", hint)
    for line in block.lines:
        held = hold(line.raw)
        if any(pattern.search(held) for pattern in (_TEX_COMMAND, _IN_FORMULA, _PATH)):
            hint = "double the backslash: \\\\n is a backslash and an n"
            message = f"`\\n` becomes a new line here: {quoted(line.raw)}"
            draft.add("moodle-gift-backslash-n", message, hint, line.number)
    _check_listings(block, draft)
    _check_hashes(text, draft)


def _check_listings(block: Block, draft: Draft) -> None:
    """Lines inside `<pre>` or a fence, and comment lines inside the text."""
    inside, stem, told = False, True, False
    for line in sorted((*block.lines, *block.comments), key=lambda one: one.number):
        if line in block.comments:
            started = line.number > block.line
            if started and (inside or stem):
                hint = "Moodle drops the line; write it on one line with the others, with \\n between"
                message = f"a line beginning with // inside the question: {quoted(line.raw)}"
                draft.add("moodle-gift-comment-line", message, hint, line.number)
            continue
        if not told and inside and line.raw[:1] in " \t" and not line.text.lower().startswith("</pre"):
            told = True
            hint = "Moodle trims every line; write the listing on one line with \\n between"
            message = f"the indentation of a listing is lost: {quoted(line.raw)}"
            draft.warn("moodle-gift-indent", message, hint, line.number)
        lower = line.raw.lower()
        if "<pre" in lower:
            inside = True
        if "</pre" in lower:
            inside = False
        if line.text.startswith("```"):
            inside = not inside
        if "{" in line.raw.replace("\\{", ""):
            stem = False


def _check_hashes(text: str, draft: Draft) -> None:
    start, end = text.find("{"), text.find("}")
    body = text[start + 1 : end] if 0 <= start < end else ""
    if body.startswith("#"):
        body = body[1:]
    for pattern in (_ENTITY, _HASH_NAME, _HASH_CODE):
        found = pattern.search(body)
        if found:
            hint = "write \\# where the sign belongs to the answer"
            message = (
                f"`#` ends the answer and begins its feedback: {quoted(shown(body[max(0, found.start() - 20) :]))}"
            )
            draft.add("moodle-gift-hash", message, hint)
            return


def check_question(stored: Stored, body: str, after: str, draft: Draft) -> None:
    """Name what the answers say other than meant; `after` is the text behind the answer block."""
    if "{" in after:
        hint = "one answer block is all that a GIFT question has; for braces of the text write \\{ and \\}"
        draft.add("moodle-gift-second-block", f"a second block in braces stays text: {quoted(shown(after))}", hint)
    if stored.type == "shortanswer" and len(stored.answers) == 1 and body.startswith("="):
        hint = "with another option behind ~ it would be one to choose"
        draft.info("moodle-gift-one-answer", "one answer behind = makes it a short answer to type", hint)
    for rule, message, hint in (*_check_choice(stored), *_check_short(stored, body)):
        draft.add(rule, message, hint)


def _check_choice(stored: Stored) -> Iterator[tuple[str, str, str]]:
    if stored.type != "multichoice":
        return
    right = [a for a in stored.answers if a.fraction == HUNDRED]
    partly = sum(a.fraction for a in stored.answers if 0 < a.fraction < HUNDRED)
    if stored.single and len(right) > 1:
        texts = ", ".join(quoted(a.text.text) for a in right)
        hint = "write \\= for the sign; for several right options give them all weights, ~%50%"
        yield "moodle-gift-two-right", f"more than one option is wholly right: {texts}", hint
    elif stored.single and partly >= HUNDRED - 1 and right:
        message = f"one `=` among weights makes this single choice and {quoted(right[-1].text.text)} right"
        yield "moodle-gift-equals-in-option", message, "write \\= for the sign"
    for answer in stored.answers:
        if _PERCENT.match(answer.text.text) and (answer.fraction == HUNDRED or answer.fraction == 0):
            message = f"the weight is taken for text: {quoted(answer.text.text)}"
            hint = "a weight stands behind `~`, with a decimal point: ~%33.33333%"
            rule = "moodle-gift-equals-weight" if answer.fraction else "moodle-gift-weight"
            yield rule, message, hint


def _check_short(stored: Stored, body: str) -> Iterator[tuple[str, str, str]]:
    if stored.type != "shortanswer":
        return
    first = stored.answers[0].text.text if stored.answers else ""
    if not body.startswith("=") and first.casefold() in _WORDS:
        hint = "for true or false write {T} or {F}, in capitals; for a short answer begin it with ="
        yield "moodle-gift-truth-word", f"{quoted(first)} becomes a short answer to type", hint
    elif not body.startswith("=") and any(sign in first for sign in ";(){}<>/\\"):
        hint = "write \\{ and \\} for braces of the text; an answer begins with ="
        yield "moodle-gift-braces-as-answers", f"what stands in braces becomes the answer: {quoted(first)}", hint
