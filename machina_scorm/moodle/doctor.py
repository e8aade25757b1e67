"""Examine a site: can the course go there, and if not, who has to do what.  Reads only.

What the course needs is handed in (Needs); how it is printed is the command line's.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

from machina_scorm.errors import AccessError, FunctionError, MoodleError, TransportError
from machina_scorm.moodle import api
from machina_scorm.moodle.client import Client
from machina_scorm.moodle.profile import Profile
from machina_scorm.moodle.values import API, Outcome, Run, SiteFacts

#: The Moodle branches that the plugin is tried with: first and last.
BRANCHES = (401, 502)
_PLUGIN = (
    "`machina moodle plugin --zip machina.zip` writes the plugin; an administrator installs it under "
    "Site administration → Plugins → Install plugins"
)
_PAGE = "Site administration → Plugins → Local plugins → Prepare the site for machina-scorm"
_SETUP = f"an administrator of the site runs the plugin's set-up, by its page ({_PAGE}) or its command (cli/setup.php)"
#: What a refusal of the first call means, by its errorcode; Moodle's own words are about its insides.
_REFUSED = {
    "accessexception": "the token is not one of the plugin's service, or its user may not use web services",
    "nopermissions": "the token's user lacks the rights that the plugin needs",
    "servicenotavailable": "the plugin's service is switched off, or not for this user",
}
_CAPABILITIES = {
    "local/machina:view": "see what is managed",
    "local/machina:sync": "write managed content",
    "moodle/course:create": "make courses",
    "moodle/course:update": "change courses and sections",
    "moodle/course:manageactivities": "make activities",
    "moodle/course:setforcedlanguage": "force a course's language",
    "moodle/question:add": "add questions",
    "moodle/question:editall": "change questions",
    "moodle/question:managecategory": "make question categories",
    "mod/quiz:manage": "put questions into quizzes",
}
_MODULES = {
    "scorm": True,
    "quiz": True,
    "page": False,
    "label": False,
    "url": False,
    "resource": False,
    "folder": False,
}
_MB = 1024 * 1024


class Level(StrEnum):
    """How a check went: fine, worth knowing, worth mending, or the course cannot go there."""

    OK = "ok"
    NOTE = "note"
    WARNING = "warning"
    STOP = "stop"


@dataclass(frozen=True, slots=True)
class Finding:
    """One check: what was found, and what to do about it."""

    check: str
    level: Level
    found: str
    todo: str = ""


@dataclass(frozen=True, slots=True)
class Needs:
    """What the course asks of a site.

    `packs` is language → Moodle's language pack; `biggest` the largest file in bytes with its path; `qtypes` the
    question types of its banks.
    """

    packs: tuple[tuple[str, str], ...] = ()
    biggest: int = 0
    biggest_path: str = ""
    qtypes: tuple[str, ...] = ()


def examine(profile: Profile, client: Client, needs: Needs) -> Iterator[Finding]:
    """Yield what is found, in the order in which it is to be mended; it ends where nothing more can be asked."""
    try:
        took, offset = client.reachable()
    except TransportError as error:
        yield Finding("address", Level.STOP, error.message, error.hint)
        return
    slow = took > 5
    yield Finding(
        "address",
        Level.WARNING if slow else Level.OK,
        f"{profile.url} answers in {took:.1f} s",
        "a slow site makes long runs; try at another hour" if slow else "",
    )
    secure = profile.url.startswith("https://")
    said = "encrypted, the certificate is valid" if secure else "not encrypted: this machine itself"
    yield Finding("encryption", Level.OK if secure else Level.NOTE, said)
    try:
        facts = api.get_site(client)
    except AccessError as error:
        said, todo = _REFUSED.get(error.errorcode, error.message), error.hint
        if error.errorcode == "invalidtoken":
            said = f"the site does not know the token of {profile.token}"
            todo = f"has it run out, or is it another site's? For a new one {_SETUP} and ticks “Replace the token …”"
        elif error.errorcode in _REFUSED:
            todo = _SETUP
        yield Finding("token", Level.STOP, said, todo)
        return
    except FunctionError as error:
        yield from _without_plugin(error)
        return
    except TransportError as error:
        yield Finding("token", Level.STOP, error.message, error.hint)
        return
    yield Finding("token", Level.OK, f"{profile.token} is taken")
    yield from _site(facts, offset)
    yield from _rights(profile, client, facts)
    yield from _course(facts, needs)
    if profile.read_only:
        yield Finding("read only", Level.NOTE, "the profile says read_only: nothing is written to this site")


def _without_plugin(error: FunctionError) -> Iterator[Finding]:
    if error.errorcode in ("invalidrecord", "invalidrecordunknown"):
        yield Finding("plugin", Level.STOP, "the plugin is not installed", _PLUGIN)
        hand = "until then, `machina moodle kit` makes everything ready to be put in by hand"
        yield Finding("without plugin", Level.NOTE, "a token alone cannot make activities in Moodle", hand)
    else:
        yield Finding("site", Level.STOP, error.message, error.hint or "try again later")


def _site(facts: SiteFacts, offset: float) -> Iterator[Finding]:
    branch = int(facts.branch) if facts.branch.isdigit() else 0
    known = BRANCHES[0] <= branch <= BRANCHES[1]
    todo = "" if known else "the plugin is tried with Moodle 4.1 to 5.2; try it with a course of no importance first"
    yield Finding("Moodle", Level.OK if known else Level.WARNING, facts.release, todo)
    if facts.api == API:
        yield Finding("plugin", Level.OK, f"release {facts.plugin}")
    else:
        older = "older" if facts.api < API else "newer"
        todo = _PLUGIN if facts.api < API else "pip install --upgrade machina-scorm"
        yield Finding("plugin", Level.STOP, f"release {facts.plugin} is {older} than this toolkit", todo)
    if not math.isnan(offset) and abs(offset) > 300:
        todo = "set the clock of the one that is wrong: times of leases and due dates would be off"
        yield Finding("clock", Level.WARNING, f"the site's clock is {offset / 60:+.0f} minutes off this one's", todo)
    else:
        yield Finding("clock", Level.OK, "the same time here and there")
    where = (
        "in activities of their own (Moodle 5)" if facts.qbankmode == "module" else "in the courses (up to Moodle 4.5)"
    )
    yield Finding("question banks", Level.OK, where)
    if not facts.completion:
        todo = "Site administration → Advanced features → Enable completion tracking"
        yield Finding("completion", Level.WARNING, "completion tracking is switched off", todo)


def _rights(profile: Profile, client: Client, facts: SiteFacts) -> Iterator[Finding]:
    if not profile.category:
        if facts.category_capabilities and "local/machina:sync" not in facts.capabilities:
            ids = [f"#{one}" for one in facts.category_capabilities]
            todo = f'name the category in the profile, as category: "{ids[0]}"'
            yield Finding("category", Level.WARNING, f"may write in the categories {', '.join(ids)} only", todo)
            return
        missing = [name for name in _CAPABILITIES if name not in facts.capabilities]
        yield _capabilities("on the whole site", missing)
        return
    number = profile.category.removeprefix("#")
    if profile.category.startswith("#") and number in facts.category_capabilities:
        had = facts.category_capabilities[number]
        yield _capabilities(f"in category {profile.category}", [name for name in _CAPABILITIES if name not in had])
        return
    yield _tried(profile, client)


def _capabilities(where: str, missing: list[str]) -> Finding:
    if not missing:
        return Finding("rights", Level.OK, f"everything needed {where}")
    named = "\n".join(f"{name} ({_CAPABILITIES[name]})" for name in missing)
    return Finding("rights", Level.STOP, f"missing {where}:\n{named}", f"give them to the role, or {_SETUP}")


def _tried(profile: Profile, client: Client) -> Finding:
    """Ask by a dry run whether a course may be made in the category; nothing is written."""
    key = f"mx:{profile.namespace or 'machina'}/doctor"
    spec = {"fullname": "Doctor", "shortname": key, "category": profile.category}
    try:
        outcome: Outcome = api.apply_course(client, Run(profile.namespace or "machina", ""), key, spec, api.How(True))
    except MoodleError as error:
        return Finding("rights", Level.STOP, error.message, f"give the role in the category, or {_SETUP}")
    if outcome.reason == "no_category":
        todo = "make it on the site and give it this ID number, or mend category: in the profile"
        return Finding("category", Level.STOP, f"there is no category {profile.category!r}", todo)
    return Finding("rights", Level.OK, f"may make courses in category {profile.category}")


def _course(facts: SiteFacts, needs: Needs) -> Iterator[Finding]:
    lacking = [f"{pack} ({code})" for code, pack in needs.packs if pack not in facts.languages]
    if lacking:
        todo = "an administrator installs them: Site administration → Language → Language packs"
        yield Finding("languages", Level.STOP, f"language packs missing: {', '.join(lacking)}", todo)
    elif needs.packs:
        yield Finding("languages", Level.OK, f"{len(needs.packs)} of {len(needs.packs)} language packs are there")
    must = {name: hard for name, hard in _MODULES.items() if name not in facts.modules}
    if facts.qbankmode == "module" and "qbank" not in facts.modules:
        must["qbank"] = True
    if must:
        level = Level.STOP if any(must.values()) else Level.WARNING
        todo = "switch them on: Site administration → Plugins → Manage activities"
        yield Finding("activities", level, f"switched off: {', '.join(must)}", todo)
    else:
        yield Finding("activities", Level.OK, "all that the course uses are there")
    types = [name for name in needs.qtypes if name not in facts.qtypes]
    if types:
        todo = "switch them on: Site administration → Plugins → Manage question types"
        yield Finding("question types", Level.STOP, f"missing: {', '.join(types)}", todo)
    elif needs.qtypes:
        yield Finding("question types", Level.OK, "all that the banks use are there")
    yield _upload(facts, needs)
    if 0 < facts.maxinputvars < 1000:
        todo = "ask for max_input_vars = 5000 in php.ini, as Moodle recommends"
        yield Finding("max_input_vars", Level.WARNING, f"{facts.maxinputvars} is low", todo)
    if 0 < facts.maxexecutiontime < 30:
        todo = "ask for max_execution_time = 300 in php.ini; big packages take long to unpack"
        yield Finding("time limit", Level.WARNING, f"{facts.maxexecutiontime} s for a request", todo)


def _upload(facts: SiteFacts, needs: Needs) -> Finding:
    limit = facts.maxbytes
    if not needs.biggest:
        todo = "`machina build`, then look again"
        return Finding("upload limit", Level.NOTE, f"{limit / _MB:.0f} MB; nothing is built yet to compare with", todo)
    said = f"the biggest file has {needs.biggest / _MB:.1f} MB, the site takes {limit / _MB:.0f} MB"
    if 0 < limit < needs.biggest:
        todo = f"ask for upload_max_filesize and post_max_size in php.ini, or make {needs.biggest_path} smaller"
        return Finding("upload limit", Level.STOP, said, todo)
    return Finding("upload limit", Level.OK, said)
