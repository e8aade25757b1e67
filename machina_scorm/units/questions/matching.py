"""`type: matching`: give each prompt its match."""

from __future__ import annotations

from machina_scorm.model.questions import Match, Pair
from machina_scorm.model.text import Text
from machina_scorm.units.questions import QuestionType
from machina_scorm.units.questions.answers import check_new
from machina_scorm.units.questions.reading import Reader
from machina_scorm.yamlfile import Node

#: Moodle's qtype_match_subquestions.answertext.
LONGEST_MATCH = 255


def read(node: Node, reader: Reader) -> Match:
    """Read `pairs` and `distractors`; two prompts may share a match, a distractor may fit none."""
    pairs: list[Pair] = []
    for number, pair in enumerate(node.items("pairs"), start=1):
        text = reader.answer(pair)
        check_new(text, (other.text for other in pairs), pair, reader)
        pairs.append(Pair(str(number), text, _match(pair["match"], reader)))
    if len(pairs) < 2:
        reader.add("question-too-few-options", "fewer than two pairs", node, "add a pair, or use `type: single`")
    taken = {pair.match.md for pair in pairs}
    distractors: list[Text] = []
    for distractor in node.items("distractors"):
        text_only = _match(distractor, reader)
        if text_only.md and text_only.md in taken:
            hint = "a distractor fits no prompt; reword or remove it"
            reader.add("question-distractor-match", f"{text_only.md!r} is a match already", distractor, hint)
        taken.add(text_only.md)
        distractors.append(text_only)
    return Match(tuple(pairs), tuple(distractors))


def _match(node: Node, reader: Reader) -> Text:
    text = reader.line(node)
    if len(text.md) > LONGEST_MATCH:
        message = f"a match of {len(text.md)} characters"
        reader.add("question-match-long", message, node, f"{LONGEST_MATCH} at most; put the long text into `text`")
    return text


TYPE = QuestionType("matching", read)
