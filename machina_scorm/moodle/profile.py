"""Site profiles, moodle/sites/<site>.yaml: where a site is, how to enter it, what of the course it gets.

Never a secret: a profile says where the token is kept (secret.py).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from machina_scorm.errors import MoodleError
from machina_scorm.moodle.client import Client, Timeouts
from machina_scorm.moodle.connection import check_address, new_session
from machina_scorm.moodle.secret import TokenSource, read_token, variable_of
from machina_scorm.problems import Report
from machina_scorm.source import Source
from machina_scorm.yamlfile import Node, read_yaml

#: Where profiles are, below the course's folder.
SITES_FOLDER = "moodle/sites"
_USUAL = Timeouts()
_NOWHERE = Source("")
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")


@dataclass(frozen=True, slots=True)
class Profile:
    """A site. Empty `languages` or `units` stand for all of the course; `pin` is a certificate's SHA-256."""

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


def read_profile(text: str, name: str, source: Source, report: Report) -> Profile | None:
    """Read a profile; None where it is broken. Rules: those of read_yaml, and `site-address`."""
    root = read_yaml(text, source, "site", report)
    if root is None:
        return None
    url = root.text("url")
    try:
        check_address(url)
    except MoodleError as error:
        report.add("site-address", error.message, root["url"].source, error.hint)
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
        tuple(str(node.value) for node in root.items("languages")),
        tuple(str(node.value) for node in root.items("units")),
        bool(root["read_only"].value) if root.get("read_only") else False,
        source,
    )


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


def _token(node: Node | None, site: str) -> TokenSource:
    if node is None:
        return TokenSource("env", variable_of(site))
    kind = next(iter(node.value))
    return TokenSource(kind, node.text(kind))


def _timeouts(node: Node | None) -> Timeouts:
    given = {key: float(each.value) for key, each in node.value.items()} if node else {}
    return Timeouts(*(given.get(key, getattr(_USUAL, key)) for key in ("connect", "read", "total")))
