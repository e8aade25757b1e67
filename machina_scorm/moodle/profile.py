"""Site profiles, moodle/sites/<site>.yaml: where a site is, how to enter it, what of the course it gets.

Never a secret: a profile says where the token is kept (secret.py).
"""

from __future__ import annotations

import re
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TypeVar

from machina_scorm.errors import MoodleError
from machina_scorm.moodle.choice import OWNABLE, PARTS, Choice, Naming, QuizChoice, unknown_fields
from machina_scorm.moodle.client import Client, Timeouts
from machina_scorm.moodle.connection import check_address, new_session
from machina_scorm.moodle.secret import TokenSource, read_token, variable_of
from machina_scorm.problems import Report
from machina_scorm.source import Source
from machina_scorm.yamlfile import Node, read_yaml

#: Where profiles are, below the course's folder.
SITES_FOLDER = "moodle/sites"
_USUAL = Timeouts()
_USUAL_CHOICE = Choice()
_NOWHERE = Source("")
_T = TypeVar("_T")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Thresholds:
    """What is more than a plan may do unasked: per cent of a site's items, where it has at least `least` of them."""

    updates: int = 30
    deletions: int = 30
    least: int = 10


@dataclass(frozen=True, slots=True)
class Profile:
    """A site. Empty `languages` or `units` stand for all of the course; `pin` is a certificate's SHA-256.

    `choice` is what decides the courses that the site gets. `on_drift` says what becomes of what teachers changed:
    keep, overwrite or fail. A `canary` is written before all others. `named` says where languages and units stand:
    (`language` or `unit`, which one, place).
    """

    name: str
    url: str
    token: TokenSource
    namespace: str = ""
    timeouts: Timeouts = _USUAL
    ca_file: str = ""
    pin: str = ""
    category: str = ""
    languages: tuple[str, ...] = ()
    units: tuple[str, ...] = ()
    read_only: bool = False
    source: Source = _NOWHERE
    choice: Choice = _USUAL_CHOICE
    on_drift: str = "keep"
    thresholds: Thresholds = Thresholds()
    groups: tuple[str, ...] = ()
    canary: bool = False
    named: tuple[tuple[str, str, Source], ...] = field(default=(), compare=False)


def read_profile(text: str, name: str, source: Source, report: Report) -> Profile | None:
    """Read a profile; None where it is broken. Rules: those of read_yaml, `site-address`, `site-naming`."""
    root = read_yaml(text, source, "site", report)
    if root is None:
        return None
    url = root.text("url")
    try:
        check_address(url)
    except MoodleError as error:
        report.add("site-address", error.message, root["url"].source, error.hint)
        return None
    choice = _choice(root, report)
    if choice is None:
        return None
    return Profile(
        name,
        url.rstrip("/"),
        _token(root.get("token"), name),
        root.text("namespace"),
        _timeouts(root.get("timeout")),
        root.text("ca_file"),
        root.text("pin"),
        root.text("category"),
        choice.languages,
        choice.units,
        _flag(root, "read_only", False),
        source,
        choice,
        root.text("on_drift", "keep"),
        _thresholds(root.get("thresholds")),
        _texts(root, "groups"),
        _flag(root, "canary", False),
        tuple((key[:-1], node.raw, node.source) for key in ("languages", "units") for node in root.items(key)),
    )


def read_profiles(root: Path, report: Report, groups: Collection[str] = ()) -> tuple[Profile, ...]:
    """Read the profiles of all of the course's sites, or of those in one of `groups`, the canaries first.

    Those that are broken are left out; why is in `report`. Raises MoodleError where a file cannot be read at all.
    """
    found = (find_profile(root, name, report) for name in site_names(root))
    chosen = (each for each in found if each and (not groups or set(groups) & set(each.groups)))
    return tuple(sorted(chosen, key=lambda profile: (not profile.canary, profile.name)))


def check_profile(profile: Profile, languages: Collection[str], units: Collection[str], report: Report) -> None:
    """Report languages and units that the course does not have (rules `site-language`, `site-unit`)."""
    known = {"language": languages, "unit": units}
    for kind, name, place in profile.named:
        if name not in known[kind]:
            hint = f"there are: {', '.join(known[kind])}"
            report.add(f"site-{kind}", f"the course has no {kind} {name!r}", place, hint)


def choice_of(profile: Profile, course: str) -> Choice:
    """Return what of a profile decides its courses; `course` is the course's id, the namespace where none is named."""
    return replace(profile.choice, namespace=profile.namespace or course)


def find_profile(root: Path, name: str, report: Report) -> Profile | None:
    """Return the profile of a site by its name; None where it is broken. Raises MoodleError where there is none."""
    shown = f"{SITES_FOLDER}/{name}.yaml"
    path = root / shown
    if not _NAME.fullmatch(name) or not path.is_file():
        known = ", ".join(site_names(root)) or "none yet"
        hint = f"sites of this course: {known}; docs/moodle.md says how to add one"
        raise MoodleError(f"there is no site {name!r}", SITES_FOLDER, hint)
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError):
        raise MoodleError("the profile cannot be read", shown, "save it as UTF-8 text") from None
    return read_profile(text, name, Source(shown, 1), report)


def site_names(root: Path) -> Sequence[str]:
    """Return the names of the course's sites, sorted."""
    return sorted(path.stem for path in (root / SITES_FOLDER).glob("*.yaml") if not path.name.startswith("."))


def connect(profile: Profile, root: Path) -> Client:
    """Return a client for a site. Raises MoodleError where its token or authority is not to be had."""
    ca_file = None
    if profile.ca_file:
        ca_file = (root / Path(profile.ca_file).expanduser()).resolve()
        if not ca_file.is_file():
            raise MoodleError(f"there is no file {profile.ca_file}", str(profile.source), "check ca_file")
    token = read_token(profile.token, profile.name, root)
    return Client(profile.url, token, profile.timeouts, session=new_session(ca_file, profile.pin))


def _choice(root: Node, report: Report) -> Choice | None:
    naming = root.get("naming")
    wrong = False
    for key in ("fullname", "shortname") if naming else ():
        assert naming is not None
        for unknown in unknown_fields(naming.text(key)):
            known = "there are {course}, {unit}, {number}, {title}, {language}, {LANG}"
            report.add("site-naming", f"naming.{key} has no field {{{unknown}}}", naming[key].source, known)
            wrong = True
    if wrong:
        return None
    names = Naming(naming.text("fullname"), naming.text("shortname")) if naming else Naming()
    return Choice(
        root.text("namespace"),
        root.text("category"),
        _texts(root, "languages"),
        _texts(root, "units"),
        root.text("granularity", "unit"),
        names,
        _flag(root, "visible", None),
        _flag(root, "completion", True),
        _number(root, "pass_grade", None),
        _quiz(root.get("quiz")),
        _refused(root.get("parts"), PARTS),
        _refused(root.get("owned"), OWNABLE),
    )


def _quiz(node: Node | None) -> QuizChoice:
    if node is None:
        return QuizChoice()
    asked = node.get("questions")
    return QuizChoice(
        int(asked.value) if asked and asked.value != "all" else 0,
        _flag(node, "essays", False),
        _number(node, "attempts", None),
        _number(node, "minutes", 0),
        _number(node, "grade", 100),
        _flag(node, "shuffle", False),
    )


def _thresholds(node: Node | None) -> Thresholds:
    if node is None:
        return Thresholds()
    return Thresholds(_number(node, "updates", 30), _number(node, "deletions", 30), _number(node, "from", 10))


def _refused(node: Node | None, known: Collection[str]) -> frozenset[str]:
    """Return what of `known` a map says false to."""
    return frozenset(key for key in known if node and (each := node.get(key)) and each.value is False)


def _texts(node: Node, key: str) -> tuple[str, ...]:
    return tuple(each.raw for each in node.items(key))


def _flag(node: Node, key: str, default: _T) -> bool | _T:
    found = node.get(key)
    return default if found is None else bool(found.value)


def _number(node: Node, key: str, default: _T) -> int | _T:
    found = node.get(key)
    return default if found is None else int(found.value)


def _token(node: Node | None, site: str) -> TokenSource:
    if node is None:
        return TokenSource("env", variable_of(site))
    kind = next(iter(node.value))
    return TokenSource(kind, node.text(kind))


def _timeouts(node: Node | None) -> Timeouts:
    given = {key: float(each.value) for key, each in node.value.items()} if node else {}
    return Timeouts(*(given.get(key, getattr(_USUAL, key)) for key in ("connect", "read", "total")))
