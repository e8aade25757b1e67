"""Which of a course's languages a file is in, whatever its program calls them: fr, fr-FR, FR_fr."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from machina_scorm.exchange.bundle import Bundle, gathered
from machina_scorm.problems import Report
from machina_scorm.source import Source

RULE = "import-language"


def match_language(code: str, known: Iterable[str]) -> str:
    """Return the known code that means the same language, "" if there is none or more than one could be meant."""
    wanted, codes = _plain(code), {_plain(each): each for each in known}
    if wanted in codes:
        return codes[wanted]
    base = wanted.partition("-")[0]
    alike = [each for plain, each in codes.items() if plain.partition("-")[0] == base]
    return alike[0] if len(alike) == 1 else ""


def choose(
    bundles: Sequence[Bundle],
    code: str,
    known: Sequence[str],
    source_language: str,
    many: bool,
    name: str,
    report: Report,
) -> tuple[tuple[str, Bundle], ...]:
    """Return language and bundle of what is to be taken from a file; nothing, with `import-language`, if it is unclear.

    `code` is the user's word on the language or "". `many`: a file may hold several languages, and all are taken.
    """
    place = Source(name)
    listed = ", ".join(known)
    wrong = sorted({b.source_language for b in bundles if not _reads(b.source_language, source_language)})
    fitting = [bundle for bundle in bundles if _reads(bundle.source_language, source_language)]
    if wrong and not fitting:
        report.add(RULE, f"the file translates from {', '.join(wrong)}, the course is in {source_language}", place)
        return ()
    said = list(dict.fromkeys(bundle.language for bundle in fitting if bundle.language))
    meant = {each: match_language(each, known) for each in said}
    if code:
        others = [each for each in said if meant[each] != code]
        if said and len(others) == len(said):
            report.add(RULE, f"the file is in {', '.join(others)}, not in {code}", place, "is it the right file?")
            return ()
        return ((code, _joined(fitting, {"", *(each for each in said if meant[each] == code)})),)
    found = list(dict.fromkeys(meant[each] for each in said if meant[each]))
    if not found:
        shown = f"the language of the file is {', '.join(said)}" if said else "the file does not say its language"
        report.add(RULE, shown, place, f"say it by --lang, one of: {listed}")
        return ()
    if len(said) > 1 and not many:
        hint = f"choose one by --lang: {', '.join(found)}"
        report.add(RULE, f"the file holds several languages: {', '.join(said)}", place, hint)
        return ()
    return tuple(
        (each, _joined(fitting, {*(one for one in said if meant[one] == each), *([] if many else [""])}))
        for each in found
    )


def _reads(language: str, own: str) -> bool:
    return not language or bool(match_language(language, (own,)))


def _joined(bundles: Iterable[Bundle], languages: set[str]) -> Bundle:
    fitting = [bundle for bundle in bundles if bundle.language in languages]
    courses = [bundle.course for bundle in fitting if bundle.course]
    items = (pair for bundle in fitting for pair in bundle)
    return Bundle(courses[0] if courses else "", "", "", gathered(items))


def _plain(code: str) -> str:
    return code.replace("_", "-").casefold()
