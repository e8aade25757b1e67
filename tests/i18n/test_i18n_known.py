"""The languages that the toolkit knows: each entry is sound, and each is found by what people call it."""

from __future__ import annotations

import gettext
import re

import pytest
import yaml
from hypothesis import given
from hypothesis import strategies as st

from machina_scorm.i18n.known import KNOWN_LANGUAGES_FILE, find_language, nearest_languages, read_known, variants
from machina_scorm.i18n.languages import read_languages
from machina_scorm.i18n.plural import plural_table, same_plurals
from machina_scorm.model.edition import Language
from machina_scorm.partner import known_languages, languages_text
from machina_scorm.problems import Report
from machina_scorm.resources import resource
from machina_scorm.source import Source

KNOWN = known_languages()
OFFICIAL = {
    *("bg", "cs", "da", "de", "el", "en", "es", "et", "fi", "fr", "ga", "hr", "hu", "it"),
    *("lt", "lv", "mt", "nl", "pl", "pt", "ro", "sk", "sl", "sv"),
}
RTL = {"ar", "fa", "he"}


def test_the_table_is_sound_and_repeats_nothing() -> None:
    report = Report()
    more = read_known(resource(KNOWN_LANGUAGES_FILE).read_text("utf-8"), Source(KNOWN_LANGUAGES_FILE, 1), report)
    own = read_known(resource("i18n/languages.yaml").read_text("utf-8"), Source("i18n/languages.yaml", 1), report)
    assert not list(report)
    assert len(KNOWN) == len(more) + len(own)
    assert [each.language for each in KNOWN[:6]] == [each.language for each in own]
    names = [name for each in KNOWN for name in dict.fromkeys(each.names)]
    assert len(names) == len(set(names)), "two languages are called the same"


def test_every_official_language_of_the_union_is_there() -> None:
    assert not OFFICIAL - {each.language.code for each in KNOWN}
    assert {each.language.code for each in KNOWN if each.language.direction == "rtl"} == RTL


@pytest.mark.parametrize("language", [each.language for each in KNOWN], ids=lambda language: language.code)
def test_plural_forms_choose_among_as_many_as_they_say(language: Language) -> None:
    match = re.fullmatch(r"nplurals=(\d); plural=(.+);", language.plural)
    assert match
    choose = gettext.c2py(match[2])
    assert {choose(number) for number in range(201)} == set(range(int(match[1])))


@pytest.mark.parametrize(
    ("code", "numbers"),
    [
        ("pl", {1: 0, 2: 1, 5: 2, 12: 2, 22: 1, 112: 2}),
        ("ru", {1: 0, 2: 1, 5: 2, 11: 2, 21: 0, 111: 2}),
        ("pt-BR", {0: 0, 1: 0, 2: 1}),
        ("cs", {1: 0, 4: 1, 5: 2}),
        ("sl", {1: 0, 2: 1, 3: 2, 5: 3, 101: 0}),
        ("lv", {0: 0, 1: 1, 11: 0, 21: 1, 2: 2}),
        ("ga", {1: 0, 2: 1, 3: 2, 7: 3, 11: 4}),
        ("ja", {0: 0, 1: 0, 2: 0}),
        ("ar", {0: 0, 1: 1, 2: 2, 3: 3, 11: 4, 100: 5}),
    ],
)
def test_plural_forms_are_the_languages_own(code: str, numbers: dict[int, int]) -> None:
    table = plural_table(next(each.language.plural for each in KNOWN if each.language.code == code))
    assert {number: table[number] for number in numbers} == numbers


def test_one_rule_in_two_hands_is_one_rule() -> None:
    ours = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<10 || n%100>=20) ? 1 : 2);"
    poedit = "nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2)"
    assert same_plurals(ours, poedit)
    assert not same_plurals(ours, "nplurals=2; plural=(n != 1);")
    assert not same_plurals("nplurals=2; plural=0;", "nplurals=1; plural=0;")


@given(st.text("nplurals=;012%&|?:()!<> /", max_size=60))
def test_no_formula_breaks_the_comparison(text: str) -> None:
    assert isinstance(same_plurals(text, "nplurals=2; plural=(n != 1);"), bool)
    assert isinstance(same_plurals(f"nplurals=2; plural={text};", f"nplurals=2; plural={text};"), bool)


@pytest.mark.parametrize(
    ("wanted", "code"),
    [
        ("es", "es"),
        ("ES", "es"),
        ("spanish", "es"),
        ("español", "es"),
        ("Espanol", "es"),
        ("pt-BR", "pt-BR"),
        ("pt_br", "pt-BR"),
        ("PT-BR", "pt-BR"),
        ("portuguese (brazil)", "pt-BR"),
        ("no", "nb"),
        ("zh_cn", "zh-Hans"),
        ("日本語", "ja"),
        ("sr", "sr"),
        ("sr_lt", "sr-Latn"),
        (" Français ", "fr"),
    ],
)
def test_a_language_is_found_by_what_people_call_it(wanted: str, code: str) -> None:
    found = find_language(wanted, KNOWN)
    assert found is not None and found.language.code == code


@pytest.mark.parametrize(
    ("wanted", "codes"),
    [
        ("portugese", {"pt", "pt-BR"}),
        ("zh", {"zh-Hans", "zh-Hant"}),
        ("es-CO", {"es", "es-MX"}),
        ("norwegian", {"nb", "nn"}),
    ],
)
def test_an_unknown_name_is_answered_with_the_nearest(wanted: str, codes: set[str]) -> None:
    assert find_language(wanted, KNOWN) is None
    assert codes <= {each.language.code for each in nearest_languages(wanted, KNOWN)}


@given(st.text(max_size=12))
def test_any_word_has_an_answer(wanted: str) -> None:
    assert len(nearest_languages(wanted, KNOWN)) <= 5
    find_language(wanted, KNOWN)


def test_regional_forms_are_of_one_script() -> None:
    codes = ["pt", "pt-BR", "zh-Hans", "zh-Hant", "sr", "sr-Latn", "es"]
    assert list(variants("pt-BR", codes)) == ["pt"] and list(variants("pt", codes)) == ["pt-BR"]
    assert not list(variants("zh-Hant", codes)) and not list(variants("sr", codes))


def test_every_entry_reads_back_as_it_was() -> None:
    text = languages_text(KNOWN)
    report = Report()
    assert read_languages(text, Source("i18n/languages.yaml", 1), report) == tuple(each.language for each in KNOWN)
    assert not list(report) and "\u202f" not in text  # a space that nobody sees is written out
    assert yaml.safe_load(text)["languages"][0]["code"] == "en"
