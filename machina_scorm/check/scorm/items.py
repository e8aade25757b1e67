"""Organizations and items: what a learner sees in the contents, and what starts when it is chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from decimal import Decimal, InvalidOperation
from itertools import accumulate

from lxml import etree

from machina_scorm.check.scorm.identifiers import MOODLE_LENGTH
from machina_scorm.check.scorm.manifest import CONTENT_SPACE, Manifest, children, label, local, space, text_of
from machina_scorm.package.manifest import TITLE_LENGTH
from machina_scorm.problems import Problem, Severity

_ORDER = ("title", "item", "metadata")
_ACTIONS = frozenset({"exit,message", "exit,no message", "continue,message", "continue,no message"})
_TIME12 = re.compile(r"\d{2,4}:\d{2}:\d{2}(\.\d{1,2})?")
_PARAMETERS = re.compile(r"[?&#]?[^\s\\<>\"?#]*")
_SCRIPT_SIGNS = re.compile(r"[&|~=<>{}(),*\s]+")
_QUOTED = re.compile(r"""["'“”][^"'“”]*["'“”]""")
_STATES = frozenset({"passed", "completed", "failed", "incomplete", "browsed", "not", "attempted", "p", "c", "f", "i"})


def check_items(manifest: Manifest) -> Iterator[Problem]:
    """Yield what is wrong with organizations and items."""
    yield from _check_organizations(manifest)
    resources = {element.get("identifier"): element for element in manifest.all("resource")}
    known = {element.get("identifier") for element in manifest.all("item")}
    for element in (*manifest.all("organization"), *manifest.all("item")):
        yield from _check_title(manifest, element)
        yield from _check_order(manifest, element)
    for item in manifest.all("item"):
        yield from _check_target(manifest, item, resources)
        yield from _check_attributes(manifest, item)
        yield from _check_12(manifest, item, known) if manifest.edition == "1.2" else _check_2004(manifest, item)


def _check_organizations(manifest: Manifest) -> Iterator[Problem]:
    found = manifest.all("organization")
    parents = children(manifest.root, "organizations")
    if not found or not parents:
        hint = "nothing can be started without one"
        yield manifest.problem("organization-missing", "there is no organization", hint, manifest.root)
        return
    default = parents[0].get("default")
    if default is None and len(found) == 1 and manifest.edition == "1.2":
        message = "no default organization is named"
        yield manifest.problem("organization-default", message, "name it", parents[0], Severity.WARNING)
    elif default not in {element.get("identifier") for element in found}:
        message = f"the default organization {default!r} does not exist"
        yield manifest.problem("organization-default", message, "name one that is there", parents[0])
    if len(found) > 1:
        hint = "Moodle shows each as a root; use one"
        yield manifest.problem("organization-many", f"{len(found)} organizations", hint, parents[0], Severity.INFO)
    for organization in found:
        if not children(organization, "item"):
            message = f"{label(organization)} has no item"
            yield manifest.problem("organization-missing", message, "give it one", organization)


def _check_title(manifest: Manifest, element: etree._Element) -> Iterator[Problem]:
    title, name = text_of(element, "title"), label(element)
    if not title:
        yield manifest.problem("title-missing", f"{name} has no title", "learners see the title", element)
    elif len(title) > TITLE_LENGTH:
        hint = f"{TITLE_LENGTH} at most; above {MOODLE_LENGTH} Moodle's import stops"
        severity = Severity.ERROR if manifest.edition == "1.2" or len(title) > MOODLE_LENGTH else Severity.WARNING
        message = f"the title of {name} has {len(title)} characters"
        yield manifest.problem("title-length", message, hint, element, severity)


def _check_order(manifest: Manifest, element: etree._Element) -> Iterator[Problem]:
    """Title, items, metadata, then what other namespaces add (imscp, itemType and organizationType)."""
    own = CONTENT_SPACE[manifest.edition]
    ranks = [_ORDER.index(local(c)) if space(c) == own and local(c) in _ORDER else 3 for c in children(element)]
    wrong = next(
        (at for at, (rank, top) in enumerate(zip(ranks, accumulate(ranks, max), strict=True)) if rank < top), None
    )
    if wrong is not None:
        tag = local(children(element)[wrong])
        hint = "the order is: title, items, metadata, then adlcp, adlnav and imsss"
        yield manifest.problem("item-order", f"<{tag}> of {label(element)} stands too late", hint, element)
    if len(children(element, "title")) > 1:
        yield manifest.problem("item-order", f"{label(element)} has several titles", "leave one", element)


def _check_target(
    manifest: Manifest, item: etree._Element, resources: dict[str | None, etree._Element]
) -> Iterator[Problem]:
    name, target = label(item), item.get("identifierref")
    leaf = not children(item, "item")
    if target and target not in resources:
        message = f"{name} points to {target}, which is no resource"
        yield manifest.problem("item-dangling", message, "name a resource that is there", item)
    elif target and not resources[target].get("href"):
        message = f"{name} starts {target}, which has no start page"
        yield manifest.problem("resource-start", message, "give the resource a href", item)
    if leaf and not target:
        yield manifest.problem("item-empty", f"{name} starts nothing", "give it an identifierref", item)
    if not leaf and target:
        message = f"{name} has items and a resource"
        yield manifest.problem("item-cluster", message, "it can have one only; give the resource an item", item)


def _check_attributes(manifest: Manifest, item: etree._Element) -> Iterator[Problem]:
    name, visible, parameters = label(item), item.get("isvisible"), item.get("parameters", "")
    if visible is not None and visible not in ("true", "false", "1", "0"):
        message = f"{name} has isvisible={visible!r}"
        yield manifest.problem("item-value", message, "write true or false", item)
    if parameters and not item.get("identifierref"):
        message = f"{name} has parameters and nothing to start"
        yield manifest.problem("item-parameters", message, "take them out", item, Severity.WARNING)
    if len(parameters) > 1000 or not _PARAMETERS.fullmatch(parameters):
        hint = "write ?name=value&other=value or #part, encoded, 1,000 characters at most"
        message = f"the parameters {parameters[:60]!r} of {name} cannot be put into an address"
        yield manifest.problem("item-parameters", message, hint, item, Severity.WARNING)


def _check_12(manifest: Manifest, item: etree._Element, known: set[str | None]) -> Iterator[Problem]:
    name = label(item)
    for child in children(item):
        value = (child.text or "").strip()
        match local(child):
            case "prerequisites":
                if child.get("type") != "aicc_script":
                    message = f"the prerequisites of {name} have the type {child.get('type')!r}"
                    yield manifest.problem("prerequisites", message, 'write type="aicc_script"', child)
                for other in _asked(value) - known:
                    message = f"the prerequisites of {name} ask for {other}, which is no item"
                    yield manifest.problem("prerequisites", message, "the item could never be opened", child)
            case "masteryscore":
                score = number(value)
                if score is None or not 0 <= score <= 100:
                    message = f"the mastery score of {name} is {value!r}"
                    yield manifest.problem("mastery-score", message, "write 0 to 100, with a decimal point", child)
            case "maxtimeallowed" if not _TIME12.fullmatch(value):
                message = f"the time allowed for {name} is {value!r}"
                yield manifest.problem("item-value", message, "write HHHH:MM:SS", child)
            case "timelimitaction" if value not in _ACTIONS:
                message = f"the time limit action of {name} is {value!r}"
                yield manifest.problem("item-value", message, f"one of: {'; '.join(sorted(_ACTIONS))}", child)
            case "datafromlms" if len(child.text or "") > 255:
                message = f"the launch data of {name} have {len(child.text or '')} characters"
                yield manifest.problem("item-value", message, "255 at most", child)


def _asked(script: str) -> set[str]:
    """Return the items that an AICC script names. Source: AICC CMI001, 4.2.3.4.2, as SCORM 1.2 CAM takes it over."""
    words = _SCRIPT_SIGNS.split(_QUOTED.sub(" ", script))
    return {word for word in words if word and not word.isdigit() and word.lower() not in _STATES}


def _check_2004(manifest: Manifest, item: etree._Element) -> Iterator[Problem]:
    name = label(item)
    for child in children(item):
        value = (child.text or "").strip()
        match local(child):
            case "timeLimitAction" if value not in _ACTIONS:
                message = f"the time limit action of {name} is {value!r}"
                yield manifest.problem("item-value", message, f"one of: {'; '.join(sorted(_ACTIONS))}", child)
            case "dataFromLMS" if len(child.text or "") > 4000:
                message = f"the launch data of {name} have {len(child.text or '')} characters"
                yield manifest.problem("item-value", message, "4,000 are sure to be kept", child, Severity.WARNING)
            case "completionThreshold":
                yield from _check_threshold(manifest, child, name)


def _check_threshold(manifest: Manifest, element: etree._Element, name: str) -> Iterator[Problem]:
    if (element.text or "").strip():
        hint = "write minProgressMeasure in its place: the value is that of the 3rd edition"
        yield manifest.problem("item-value", f"the completion threshold of {name} has a value", hint, element)
    for attribute in ("minProgressMeasure", "progressWeight"):
        value = element.get(attribute)
        measure = number(value) if value is not None else Decimal(1)
        if measure is None or not 0 <= measure <= 1:
            message = f"{attribute} of {name} is {value!r}"
            yield manifest.problem("item-value", message, "write 0 to 1, with a decimal point", element)
    if element.get("completedByMeasure", "false") not in ("true", "false", "1", "0"):
        message = f"completedByMeasure of {name} is {element.get('completedByMeasure')!r}"
        yield manifest.problem("item-value", message, "write true or false", element)


def number(text: str) -> Decimal | None:
    """Return a number with a decimal point; None for a comma, for words, for infinity."""
    try:
        value = Decimal(text.strip())
    except InvalidOperation:
        return None
    return value if value.is_finite() and "_" not in text else None
