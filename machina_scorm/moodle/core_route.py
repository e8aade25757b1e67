"""What an ordinary token can do on a site without the plugin: categories, courses, names, and looking at packages.

The results have the plugin's shape (Outcome); what core cannot do has the status `needsplugin`. Core has no leases, no
preconditions and no tombstones: an item is found by its ID number, and written only where it differs.
Sources: course/externallib.php, lib/external/externallib.php, mod/scorm/classes/external.php of Moodle 4.5.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from machina_scorm.errors import FunctionError, TransportError
from machina_scorm.moodle.client import Client
from machina_scorm.moodle.parameters import Value
from machina_scorm.moodle.values import FieldChange, Notice, Outcome

#: Course fields that core writes, as the plugin names them.
COURSE_FIELDS = frozenset(
    {
        *("category", "fullname", "shortname", "summary", "lang", "format", "enablecompletion", "visible"),
        *("startdate", "enddate", "showgrades"),
    }
)
_PLUGIN = "Moodle's own web services cannot do this: install the plugin, or put it in by hand (machina moodle kit)."


def needs_plugin(key: str, what: str) -> Outcome:
    """Return the result for what core cannot do: an activity, a question, a section's text."""
    return Outcome("needsplugin", key, notices=(Notice("needs_plugin", f"{what}: {_PLUGIN}"),))


def apply_category(client: Client, key: str, name: str, parent: int = 0, *, dry_run: bool = False) -> Outcome:
    """Make a course category with this ID number, or rename it.

    Calls: core_course_get_categories, core_course_create_categories, core_course_update_categories.
    """
    there = _category(client, key)
    if there is None:
        changes = (FieldChange("name", "", name),)
        if dry_run:
            return Outcome("wouldcreate", key, changes=changes)
        new: dict[str, Value] = {"name": name, "parent": parent, "idnumber": key}

        def confirm() -> list[Any] | None:
            found = _category(client, key)
            return [found] if found else None

        answer = client.write("core_course_create_categories", {"categories": [new]}, confirm)
        return Outcome("created", key, _id(answer), changes=changes)
    if there["name"] == name:
        return Outcome("unchanged", key, int(there["id"]))
    changes = (FieldChange("name", str(there["name"]), name),)
    if not dry_run:
        # Writing the same name twice is writing it once: it may be sent again.
        client.read("core_course_update_categories", {"categories": [{"id": int(there["id"]), "name": name}]})
    return Outcome("wouldupdate" if dry_run else "updated", key, int(there["id"]), changes=changes)


def apply_course(client: Client, key: str, spec: Mapping[str, Any], *, dry_run: bool = False) -> Outcome:
    """Make a course with this ID number, or change the fields in `spec` that differ.

    `spec` is as for the plugin; `category` is an ID number or `#` and a number. An update that Moodle refuses comes
    back as a warning with HTTP 200, and here as `blocked`. Core cannot take a forced language away.
    Calls: core_course_get_courses_by_field, core_course_create_courses, core_course_update_courses.
    """
    unknown = sorted(set(spec) - COURSE_FIELDS)
    if unknown:
        return needs_plugin(key, ", ".join(unknown))
    wanted = {name: int(value) if isinstance(value, bool) else value for name, value in spec.items()}
    if "category" in wanted:
        number = _category_id(client, str(wanted.pop("category")))
        if number is None:
            return _blocked(key, "no_category", f"there is no course category {spec['category']!r}")
        wanted["categoryid"] = number
    there = _course(client, key)
    if there is None:
        return _new_course(client, key, wanted, dry_run)
    differing = {name: value for name, value in wanted.items() if _plain(there.get(name)) != _plain(value)}
    if not differing:
        return Outcome("unchanged", key, int(there["id"]))
    changes = _changes(there, differing)
    if differing.get("lang") == "":
        return _blocked(key, "language_forced", f"a forced language cannot be taken away: {_PLUGIN}")
    if dry_run:
        return Outcome("wouldupdate", key, int(there["id"]), changes=changes)
    # The same fields twice are the same fields: it may be sent again.
    answer = client.read("core_course_update_courses", {"courses": [{"id": int(there["id"]), **differing}]})
    warnings = answer.get("warnings", []) if isinstance(answer, dict) else []
    if warnings:
        return _blocked(key, str(warnings[0].get("warningcode", "warning")), str(warnings[0].get("message", "")))
    return Outcome("updated", key, int(there["id"]), changes=changes)


def name_sections(
    client: Client, courseid: int, names: Mapping[int, str], *, dry_run: bool = False
) -> tuple[Outcome, ...]:
    """Give sections names, by their position (0 is the part above the first); the next one is added if it is missing.

    Core has no stable name for a section: whoever moves one moves its name along.
    Calls: core_course_get_contents, core_courseformat_update_course, core_update_inplace_editable.
    """
    course = client.read("core_course_get_courses_by_field", {"field": "id", "value": courseid})["courses"][0]
    sections = _sections(client, courseid)
    done = []
    for number, name in sorted(names.items()):
        key = f"section {number}"
        if number == len(sections):
            if dry_run:
                done.append(Outcome("wouldcreate", key, changes=(FieldChange("name", "", name),)))
                sections[number] = {}
                continue
            sections = _add_section(client, courseid, number)
        there = sections.get(number)
        if not there:
            done.append(_blocked(key, "no_section", f"the course has no section {number - 1} before it"))
            continue
        component = f"format_{course['format']}"
        done.append(_rename(client, key, component, "sectionname", int(there["id"]), there["name"], name, dry_run))
    return tuple(done)


def name_activity(client: Client, courseid: int, cmid: int, name: str, *, dry_run: bool = False) -> Outcome:
    """Give an activity a name. Calls: core_course_get_contents, core_update_inplace_editable."""
    key = f"activity {cmid}"
    for section in client.read("core_course_get_contents", {"courseid": courseid}):
        for module in section.get("modules", []):
            if int(module["id"]) == cmid:
                now = str(module["name"])
                return _rename(client, key, "core_course", "activityname", cmid, now, name, dry_run)
    return _blocked(key, "not_there", "the activity is not in this course")


def compare_packages(client: Client, courseid: int, packages: Mapping[str, str]) -> tuple[Outcome, ...]:
    """Compare the SCORM packages of a course with those built: name of the activity → SHA-1 of the package.

    `unchanged` is the same package; another, or none of this name, needs the plugin or a hand.
    Calls: mod_scorm_get_scorms_by_courses.
    """
    answer = client.read("mod_scorm_get_scorms_by_courses", {"courseids": [courseid]})
    there = {str(each["name"]): each for each in answer["scorms"]}
    done = []
    for name, sha1 in packages.items():
        found = there.get(name)
        if found and "sha1hash" not in found:
            done.append(
                _blocked(name, "no_hash", "the token's user may not see the package: it needs to manage the course")
            )
        elif found and found["sha1hash"] == sha1:
            place = (int(found["id"]), int(found["coursemodule"]))
            done.append(Outcome("unchanged", name, *place, extra={"sha1": sha1}))
        else:
            done.append(needs_plugin(name, "another package is there" if found else "there is no SCORM of this name"))
    return tuple(done)


def _sections(client: Client, courseid: int) -> dict[int, Any]:
    return {int(each["section"]): each for each in client.read("core_course_get_contents", {"courseid": courseid})}


def _add_section(client: Client, courseid: int, number: int) -> dict[int, Any]:
    """Add the section `number` at the end and return all of them."""

    def confirm() -> bool | None:
        return number in _sections(client, courseid) or None

    client.write("core_courseformat_update_course", {"action": "section_add", "courseid": courseid}, confirm)
    return _sections(client, courseid)


def _rename(
    client: Client, key: str, component: str, type_: str, id_: int, before: str, after: str, dry_run: bool
) -> Outcome:
    if before == after:
        return Outcome("unchanged", key, id_)
    change = (FieldChange("name", before, after),)
    if not dry_run:
        asked: dict[str, Value] = {"component": component, "itemtype": type_, "itemid": id_, "value": after}
        client.read("core_update_inplace_editable", asked)  # the same name twice is the same name
    return Outcome("wouldupdate" if dry_run else "updated", key, id_, changes=change)


def _new_course(client: Client, key: str, wanted: dict[str, Any], dry_run: bool) -> Outcome:
    changes = _changes({}, wanted)
    if dry_run:
        return Outcome("wouldcreate", key, changes=changes)
    new = {"fullname": key, "shortname": key, "categoryid": 1, **wanted, "idnumber": key}

    def confirm() -> list[Any] | None:
        found = _course(client, key)
        return [found] if found else None

    try:
        answer = client.write("core_course_create_courses", {"courses": [new]}, confirm)
    except FunctionError as error:
        return _blocked(key, error.errorcode, error.message)
    return Outcome("created", key, _id(answer), changes=changes)


def _course(client: Client, key: str) -> dict[str, Any] | None:
    found = client.read("core_course_get_courses_by_field", {"field": "idnumber", "value": key})["courses"]
    return dict(found[0]) if found else None


def _category(client: Client, key: str) -> dict[str, Any] | None:
    criteria = [{"key": "idnumber", "value": key}]
    found = client.read("core_course_get_categories", {"criteria": criteria, "addsubcategories": False})
    return dict(found[0]) if found else None


def _category_id(client: Client, key: str) -> int | None:
    if key.startswith("#") and key[1:].isdigit():
        return int(key[1:])
    found = _category(client, key)
    return int(found["id"]) if found else None


def _id(answer: Any) -> int:
    try:
        return int(answer[0]["id"])
    except (KeyError, TypeError, IndexError, ValueError):
        raise TransportError("the site does not say what it made") from None


def _changes(before: Mapping[str, Any], after: Mapping[str, Any]) -> tuple[FieldChange, ...]:
    return tuple(FieldChange(name, _plain(before.get(name)), _plain(value)) for name, value in after.items())


def _plain(value: object) -> str:
    """Return a value as Moodle's REST may give it: numbers and booleans are texts or numbers, as it comes."""
    return "" if value is None else str(int(value)) if isinstance(value, bool) else str(value)


def _blocked(key: str, code: str, message: str) -> Outcome:
    return Outcome("blocked", key, notices=(Notice(code, message),))
