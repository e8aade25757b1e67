"""The checks of finished question banks: what a site would refuse or take with another meaning is found."""

from __future__ import annotations

import pytest

from machina_scorm.check.quiz import check_gift, check_moodle_xml

GOOD = "// [id:a/b]\n::q::[html]x{=a ~b}\n"


def gift(text: str) -> list[str]:
    return [problem.rule for problem in check_gift(text.encode("utf-8"), "x.gift.txt")]


@pytest.mark.parametrize(
    "text",
    [
        GOOD,
        "::q::[html]x{=%50%a#no =b#yes ####all}",
        "::q::[html]x{~%33.33333%a ~%33.333%b ~%33.33333%c ~%-100%d}",
        "::q::[html]x{TRUE#wrong#right####all}",
        "::q::[html]x{#=3.1:0.05#f =%50%-1..2 ~#no}",
        "::q::[html]x{=a -> b =c -> d = -> e}",
        "::q::[html]a \\{ b {}",
        "$CATEGORY: $course$/top/A\n\n::q::[html]before {=a} after",
        "\ufeff::q::[html]x{\r\n=a\r\n~b\r\n}\r\n",
    ],
)
def test_sound_gift(text: str) -> None:
    assert gift(text) == []


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("::q::x{=a ~b}", "gift-format"),
        ("[html]x{=a ~b}", "gift-name"),
        (f"::{'n' * 256}::[html]x{{=a ~b}}", "gift-name"),
        ("::q::[html]f() { return } {=a ~b}", "gift-braces"),
        ("::q::[html]only text", "gift-braces"),
        ("::q::[html]x{=a ~b\n\n~c}", "gift-braces"),
        ("::q::[html]x{=a\n0\n~b}", "gift-braces"),
        ("::q::[html]x{=x = 5 ~b}", "gift-two-right"),
        ("::q::[html]x{~a ~b}", "gift-no-full-mark"),
        ("::q::[html]x{~%50%a ~%40%b}", "gift-no-full-mark"),
        ("::q::[html]x{~%33,33333%a ~%66.66667%b}", "gift-weight"),
        ("::q::[html]x{~%33%a ~%66.66667%b}", "gift-weight"),
        ("::q::[html]x{=%100%a ~b}", "gift-weight"),
        ("::q::[html]x{=a ~[html]}", "gift-option-empty"),
        ("::q::[html]x{~%100%a}", "gift-options"),
        ("::q::[html]x{true}", "gift-truth"),
        ("::q::[html]x{=a->b}", "gift-options"),
        ("::q::[html]x{=a -> b =c -> #d}", "gift-match"),
        ("::q::[html]x{=a -> b =c -> }", "gift-match"),
        ("::q::[html]x{=%50%a}", "gift-no-full-mark"),
        ("::q::[html]x{#3,14}", "gift-number"),
        ("::q::[html]x{#many}", "gift-number"),
        ("::q::[html]x{#0}", "gift-number"),
        ("::q::[html]x{>3 ~b}", "gift-ordering"),
        ("::q::[html]a &&058; b{=a ~b}", "gift-placeholder"),
        ("$CATEGORY: A\n::q::[html]x{=a ~b}", "gift-category"),
        (f"// [id:{'i' * 101}]\n::q::[html]x{{=a ~b}}", "gift-id"),
        (f"{GOOD}\n{GOOD}", "gift-id-duplicate"),
    ],
)
def test_damage_in_gift_is_found(text: str, rule: str) -> None:
    assert rule in gift(text)


def test_gift_that_is_no_utf8() -> None:
    assert [problem.rule for problem in check_gift("::q::é{}".encode("latin-1"), "x")] == ["gift-utf8"]


def test_gift_problems_stand_at_their_question() -> None:
    found = list(check_gift(f"{GOOD}\n\n\n::q::[html]x{{true}}".encode(), "x.gift.txt"))
    assert [str(problem.source) for problem in found] == ["x.gift.txt:6"]


HEADERS = '<name><text>q</text></name><questiontext format="html"><text>x</text></questiontext>'


def xml(inner: str, kind: str = "multichoice", headers: str = HEADERS) -> list[str]:
    text = f'<quiz><question type="{kind}">{headers}{inner}</question></quiz>'
    return [problem.rule for problem in check_moodle_xml(text.encode("utf-8"), "x.moodle.xml")]


def answer(text: str, fraction: str = "100", more: str = "") -> str:
    return f'<answer fraction="{fraction}"><text>{text}</text>{more}</answer>'


MC = answer("a") + answer("b", "0")
IMAGE = '<text>&lt;img src="@@PLUGINFILE@@/a%20b.png"&gt;</text>'
FILE = '<file name="a b.png" path="/" encoding="base64">AA==</file>'


@pytest.mark.parametrize(
    ("kind", "inner"),
    [
        ("multichoice", f"<single>true</single>{MC}"),
        ("multichoice", f"<single>false</single>{''.join(answer(c, '33.33333') for c in 'abc')}"),
        ("multichoice", f'{MC}<hint format="html">{IMAGE}{FILE}</hint>'),
        ("truefalse", answer("true", "0") + answer("false")),
        ("numerical", answer("1.5", more="<tolerance>0.1</tolerance>") + answer("*", "0")),
        (
            "matching",
            "".join(f"<subquestion>{t}<answer><text>m</text></answer></subquestion>" for t in ("<text>a</text>",) * 2),
        ),
        ("ordering", answer("a", "1") + answer("b", "2") + "<shownumcorrect>1</shownumcorrect>"),
        ("essay", ""),
    ],
)
def test_sound_xml(kind: str, inner: str) -> None:
    assert xml(inner, kind) == []


@pytest.mark.parametrize(
    ("kind", "inner", "rule"),
    [
        ("multichoice", f"<single>False</single>{MC}", "xml-flag"),
        ("multichoice", answer("a"), "xml-answers"),
        ("multichoice", answer("a") + answer(" ", "0"), "xml-answers"),
        ("multichoice", answer("a", "90") + answer("b", "0"), "xml-no-full-mark"),
        ("multichoice", "<single>false</single>" + answer("a", "50") + answer("b", "-50"), "xml-no-full-mark"),
        ("multichoice", answer("a") + answer("b", "33"), "xml-fraction"),
        ("multichoice", answer("a") + answer("b", "33,33333"), "xml-fraction"),
        ("multichoice", f"{MC}<defaultgrade>1,5</defaultgrade>", "xml-number"),
        ("multichoice", f"{MC}<penalty>2</penalty>", "xml-number"),
        ("multichoice", f"{MC}<hint>{IMAGE}</hint>", "xml-file-missing"),
        ("multichoice", f"{MC}<hint><text>no picture</text>{FILE}</hint>", "xml-file-unused"),
        ("multichoice", f"{MC}{FILE}", "xml-file-lost"),
        ("multichoice", MC + '<hint><text>x</text><file name="a" path="">AA==</file></hint>', "xml-file-name"),
        ("multichoice", f"{MC}<generalfeedback><text><b>x</b></text></generalfeedback>", "xml-text"),
        ("multichoice", f"{MC}<idnumber> a</idnumber>", "xml-idnumber"),
        ("multichoice", f"{MC}<idnumber>{'a' * 101}</idnumber>", "xml-idnumber"),
        ("truefalse", answer("Σωστό") + answer("Λάθος", "0"), "xml-truth"),
        ("truefalse", answer("true") + answer("false"), "xml-truth"),
        ("shortanswer", answer("a", "50"), "xml-no-full-mark"),
        ("numerical", answer("3,14"), "xml-number"),
        ("numerical", answer("3", more="<tolerance>0,1</tolerance>"), "xml-number"),
        ("matching", "<subquestion><text>a</text><answer><text/></answer></subquestion>" * 2, "xml-match-empty"),
        ("ordering", answer("a", "1") + answer("b", "2"), "xml-ordering"),
        ("cloze", "", "xml-gaps"),
        ("gapselect", "", "xml-gaps"),
        ("riddle", "", "xml-type"),
        ("category", "<category><text/></category>", "xml-category"),
        ("category", "<category><text>a</text></category><info><text>b</text></info>", "xml-category"),
    ],
)
def test_damage_in_xml_is_found(kind: str, inner: str, rule: str) -> None:
    assert rule in xml(inner, kind)


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("a [[1]] b [[3]]", "xml-gaps"),
        ("{1:MC:=only}", "xml-answers"),
        ("{1:SA:%50%half}", "xml-no-full-mark"),
    ],
)
def test_damage_in_a_text_with_gaps_is_found(text: str, rule: str) -> None:
    headers = f"<name><text>q</text></name><questiontext><text>{text}</text></questiontext>"
    kind = "gapselect" if text.startswith("a") else "cloze"
    assert rule in xml("<selectoption><text>x</text></selectoption>" * 2 * (kind == "gapselect"), kind, headers)


def test_an_idnumber_is_unique_in_its_category() -> None:
    def question(idnumber: str) -> str:
        return f'<question type="essay">{HEADERS}<idnumber>{idnumber}</idnumber></question>'

    def category(name: str) -> str:
        return f'<question type="category"><category><text>{name}</text></category></question>'

    def rules(*parts: str) -> list[str]:
        return [problem.rule for problem in check_moodle_xml(f"<quiz>{''.join(parts)}</quiz>".encode(), "x")]

    assert rules(category("a"), question("1"), category("b"), question("1")) == []
    assert rules(category("a"), question("1"), question("1")) == ["xml-idnumber-duplicate"]


def test_what_is_no_quiz() -> None:
    assert [problem.rule for problem in check_moodle_xml(b"<quiz>&nbsp;</quiz>", "x")] == ["xml-syntax"]
    assert [problem.rule for problem in check_moodle_xml(b"<quiz/>", "x")] == ["xml-empty"]
