"""Cues → sentences → cues."""

from __future__ import annotations

import time
import unicodedata
from collections.abc import Iterable

import pytest
from caption_cases import FILES, cues, shown, translated, vtt, words
from hypothesis import given
from hypothesis import strategies as st

from machina_scorm.captions import check_pace, is_translated, merged, pace_of, retimed, write_vtt
from machina_scorm.captions.ends import sentence_ends
from machina_scorm.captions.markup import TAG, columns, visible
from machina_scorm.captions.words import split
from machina_scorm.model.captions import CaptionFile, Cue


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("The error is 3.14. Not more.", "en", ["The error is 3.14.", "Not more."]),
        ("Some, e.g. trees, fit. Others, i.e. x, not.", "en", ["Some, e.g. trees, fit.", "Others, i.e. x, not."]),
        ("1. Collect data. 2. Train.", "en", ["1. Collect data.", "2. Train."]),
        ("There are 42. The rest is noise.", "en", ["There are 42.", "The rest is noise."]),
        ("Am 1. Mai beginnt es. Z.B. hier.", "de", ["Am 1. Mai beginnt es.", "Z.B. hier."]),
        ("Dr. Who and J. Smith see Fig. 3. Good.", "en", ["Dr. Who and J. Smith see Fig. 3.", "Good."]),
        ("Is it? Yes! Well… maybe. Or… Not.", "en", ["Is it?", "Yes!", "Well… maybe.", "Or…", "Not."]),
        ("“Is it?” she asked. “Yes.” Good.", "en", ["“Is it?” she asked.", "“Yes.”", "Good."]),
        ("The answer is no. No. 5 is better.", "en", ["The answer is no.", "No. 5 is better."]),
        ("Τι είναι; Ένα μοντέλο, π.χ. μια ευθεία.", "el", ["Τι είναι;", "Ένα μοντέλο, π.χ. μια ευθεία."]),
        ("One; Two.", "en", ["One; Two."]),
        ("机器学习是什么？它很有用。真的！", "zh", ["机器学习是什么？", "它很有用。", "真的！"]),
        ("See <i>this one.</i> And that.", "en", ["See <i>this one.</i>", "And that."]),
        ("Use numpy.array here. Go to example.org now.", "en", ["Use numpy.array here.", "Go to example.org now."]),
    ],
)  # fmt: skip
def test_where_sentences_end(text: str, language: str, expected: list[str]) -> None:
    ends = list(sentence_ends(text, language))
    assert [text[a:b].strip() for a, b in zip([0, *ends], [*ends, len(text)], strict=True)] == expected


def test_cues_become_sentences() -> None:
    file = cues("A model with an error|of 3.14 is,", "e.g. in training, good. And", "then? We stop")
    assert words(file) == ["A model with an error of 3.14 is, e.g. in training, good.", "And then?", "We stop"]
    first, second, _ = merged(file, "en")
    assert [share.cue for share in first.shares] == [0, 1] and [share.cue for share in second.shares] == [1, 2]
    assert first.text.source.line == 3 and second.text.source.line == 6
    assert first.text.note == "visible 8.0 s, about 128 characters"
    assert (first.text.role, first.text.msgctxt, first.text.plain) == ("caption", None, True)


def test_a_pause_a_voice_and_brackets_end_a_sentence() -> None:
    assert words(cues("we wait", "and go on", gap=3)) == ["we wait", "and go on"]
    assert words(cues("we wait", "and go on", gap=2)) == ["we wait and go on"]
    assert words(cues("we wait", "[music]", "and go on")) == ["we wait", "[music]", "and go on"]
    assert words(cues("- yes|- no", "maybe")) == ["- yes", "- no maybe"]
    spoken = merged(cues("<v Ann>I think", "<v Ann>so<v Bob>but I", "do not"), "en")
    assert [(each.voice, each.text.md) for each in spoken] == [
        ("<v Ann>", "I think so"),
        ("<v Bob>", "but I"),
        ("", "do not"),
    ]


def test_tags_and_entities_are_shown_to_the_translator_in_pairs() -> None:
    assert words(cues("R&amp;D is <i>very</i>", "<i>good</i> &lt;3. &lt;i> Oh <i>a b.|C d.</i>", "<b>E", "f</b>")) == [
        "R&D is <i>very good</i> <3.",
        "&lt;i> Oh <i>a b.</i>",
        "<i>C d.</i>",
        "<b>E</b> f",
    ]


def test_text_without_any_full_stop_is_cut_between_cues() -> None:
    file = cues(*(f"and number {n} goes on" for n in range(100)))
    found = merged(file, "en")
    assert all(len(each.shares) <= 12 and columns(each.text.md) < 450 for each in found)
    assert " ".join(each.text.md for each in found) == " ".join(f"and number {n} goes on" for n in range(100))


ENGLISH = cues(
    "A neural network learns from examples,",
    "which is why it needs a great many of them, and why|they must be of good quality.",
    "It gets better with every one. But not",
    "for ever.",
)


def test_german() -> None:
    assert shown(
        ENGLISH,
        "Ein neuronales Netz lernt aus Beispielen, weshalb es sehr viele davon braucht und diese von guter "
        "Qualität sein müssen.",
        "Mit jedem wird es besser.",
        "Aber nicht unbegrenzt.",
    ) == [
        "Ein neuronales Netz lernt aus Beispielen,",
        "weshalb es sehr viele davon braucht|und diese von guter Qualität sein müssen.",
        "Mit jedem wird es besser. Aber nicht",
        "unbegrenzt.",
    ]


def test_greek() -> None:
    assert shown(
        ENGLISH,
        "Ένα νευρωνικό δίκτυο μαθαίνει από παραδείγματα, γι’ αυτό χρειάζεται πάρα πολλά, και μάλιστα καλής ποιότητας.",
        "Με το καθένα βελτιώνεται.",
        "Όχι όμως για πάντα.",
    ) == [
        "Ένα νευρωνικό δίκτυο μαθαίνει",
        "από παραδείγματα, γι’ αυτό χρειάζεται|πάρα πολλά, και μάλιστα καλής ποιότητας.",
        "Με το καθένα βελτιώνεται. Όχι όμως",
        "για πάντα.",
    ]


def test_chinese_is_broken_between_characters() -> None:
    assert shown(
        ENGLISH,
        "神经网络从样本中学习，因此它需要大量的样本，而且样本的质量必须很好。",
        "样本越多，效果越好。",
        "但不会永远如此。",
    ) == [
        "神经网络从样本中学习，",
        "因此它需要大量的样本，|而且样本的质量必须很好。",
        "样本越多，效果越好。但不会",
        "永远如此。",
    ]


def test_a_number_stays_with_its_unit() -> None:
    file = cues("It takes about", "twenty minutes now.")
    assert shown(file, "Es dauert 20 min nun.") == ["Es dauert", "20 min nun."]
    assert shown(file, "Es dauert etwa 20 % mehr Zeit.")[0].rpartition(" ")[2] != "20"


def test_a_tag_over_two_cues_is_closed_and_opened_again() -> None:
    file = cues("This is very", "important now.")
    assert shown(file, "Das <i>ist sehr wichtig jetzt</i>.") == ["Das <i>ist sehr</i>", "<i>wichtig jetzt</i>."]


def test_hostile_translations_become_text() -> None:
    file = cues("One.")
    assert shown(file, "a & b < c --> d <script>x</script>") == ["a &amp; b &lt; c --&gt; d &lt;script>x&lt;/script>"]


def test_too_few_words_stay_longer() -> None:
    file = cues("A very long", "sentence about", "nothing. Good.")
    track = retimed(file, translated(merged(file, "en"), "Unsinn!", "Gut."))
    assert [(cue.start, cue.end, cue.lines) for cue in track.cues] == [
        (0, 8000, ("Unsinn!",)),
        (8000, 12000, ("Gut.",)),
    ]


def test_what_is_not_translated_is_marked_and_stays_in_its_cues() -> None:
    file = cues("The first one is here.", "We, of course,", "wait 20 s for it.")
    one, two = merged(file, "en")
    mixed = translated((one,), "Das erste.") + translated((two,), two.text.md, lang="en")
    assert ["|".join(cue.lines) for cue in retimed(file, mixed).cues] == [
        "Das erste.",
        "<lang en>We, of course,</lang>",
        "<lang en>wait 20 s for it.</lang>",
    ]
    assert [is_translated(each) for each in mixed] == [True, False]


def test_positions_notes_and_voices_stay() -> None:
    text = (
        "WEBVTT\nLanguage: en\n\nSTYLE\n::cue {}\n\nNOTE x\n\na\n00:00:01.000 --> 00:00:03.000 line:0\n"
        "<v Ann>Hi.</v>\n<v Bob>Yes.\n"
    )
    file = vtt(text)
    assert write_vtt(retimed(file, translated(merged(file, "en"), "Hallo.", "Ja."))) == (
        "WEBVTT\n\nSTYLE\n::cue {}\n\nNOTE x\n\na\n00:00:01.000 --> 00:00:03.000 line:0\n"
        "<v Ann>Hallo.</v>\n<v Bob>Ja.</v>\n"
    )


def letters(lines: Iterable[str]) -> list[str]:
    return sorted(unicodedata.normalize("NFC", unicodedata.normalize("NFD", "".join(sorted("".join(lines))))))


def bare(text: str) -> str:
    return "".join(visible(text).split())


@given(FILES)
def test_nothing_is_lost_between_cues_and_sentences(file: CaptionFile) -> None:
    sentences = merged(file, "en")
    again = retimed(file, sentences)
    before, after = (letters(bare(line) for cue in each.cues for line in cue.lines) for each in (file, again))
    assert after == before
    assert all(cue.end > cue.start for cue in again.cues)


WORDS = ("model", "3.14", "it", "learns.", "Why?", "e.g.", "data,", "<i>so</i>")
PLAIN = st.lists(st.sampled_from(WORDS), min_size=1, max_size=8)


@given(st.lists(PLAIN, min_size=1, max_size=8))
def test_a_source_is_spread_over_its_cues_as_it_was(texts: list[list[str]]) -> None:
    file = cues(*(" ".join(text) for text in texts))
    sentences = merged(file, "en")
    again = retimed(file, translated(sentences, *(each.text.md for each in sentences), lang="en"))
    assert [visible(" ".join(cue.lines)) for cue in again.cues] == [visible(" ".join(text)) for text in texts]


@given(
    st.lists(
        st.sampled_from(["a", "model", "机器", "学习，", "20", "km", "<i>", "</i>", "&", "überanpassung"]), max_size=40
    ),
    st.lists(st.integers(0, 80), min_size=1, max_size=6),
)
def test_pieces_joined_are_the_text(parts: list[str], shares: list[int]) -> None:
    text = " ".join(parts)
    pieces = split(text, tuple(shares), 84)
    assert len(pieces) == len(shares)
    assert TAG.sub("", "".join("".join(pieces).split())) == TAG.sub("", "".join(text.split()))


@given(st.lists(st.sampled_from(["a", "net", "model", "learning"]), min_size=1, max_size=14))
def test_lines_are_short_enough(parts: list[str]) -> None:
    file = cues(" ".join(parts)[:84])
    for line in retimed(file, merged(file, "en")).cues[0].lines:
        assert columns(line) <= 46
    if columns(" ".join(parts)) <= 76:
        assert max(columns(line) for line in retimed(file, merged(file, "en")).cues[0].lines) <= 42


def test_speed_and_length() -> None:
    slow, fast = Cue(0, 4000, ("a" * 68,)), Cue(0, 4000, ("a" * 70, "b" * 20))
    assert not pace_of(slow, "en").is_fast and not pace_of(slow, "en").is_long
    assert pace_of(fast, "en").is_fast and pace_of(fast, "en").is_long
    assert pace_of(Cue(0, 1000, ("机器学习机器学习机器",)), "zh-CN").is_fast
    assert not pace_of(Cue(0, 1000, ("机器学习机器学习机",)), "zh").is_fast
    assert pace_of(Cue(0, 60_000, ("机" * 43,)), "zh").is_long
    rules = [problem.rule for problem in check_pace(CaptionFile((slow, fast)), "en")]
    assert rules == ["caption-speed", "caption-length"]
    assert pace_of(Cue(0, 1000, ("<v A long name><i>hi</i> &amp;",)), "en").columns == 4


def test_a_hostile_file_takes_no_time() -> None:
    start = time.perf_counter()
    file = cues(*(["<i>a b. 机器 " + "x" * 200] * 1000))
    retimed(file, merged(file, "en"))
    one = cues("a", "b", "c", "d.")
    retimed(one, translated(merged(one, "en"), "机" * 5_000))
    retimed(one, translated(merged(one, "en"), "<i>" * 2_000 + "</" * 2_000))
    assert time.perf_counter() - start < 60
