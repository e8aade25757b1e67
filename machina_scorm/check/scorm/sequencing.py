"""Sequencing of SCORM 2004, and what Moodle makes of packages with several parts.

The vocabulary is that of IMS Simple Sequencing as ADL's test suite asks for it (SCORM 2004 4th Ed. SN 3 and CAM 5).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from lxml import etree

from machina_scorm.check.scorm.items import number
from machina_scorm.check.scorm.manifest import Manifest, children, label, local, space
from machina_scorm.check.scorm.resources import sco_type
from machina_scorm.package.manifest import ADLSEQ, IMSSS
from machina_scorm.problems import Problem, Severity

_BOOLEANS: Mapping[str, tuple[str, ...]] = {
    "controlMode": (
        *("choice", "choiceExit", "flow", "forwardOnly"),
        *("useCurrentAttemptObjectiveInfo", "useCurrentAttemptProgressInfo"),
    ),
    "deliveryControls": ("tracked", "completionSetByContent", "objectiveSetByContent"),
    "rollupRules": ("rollupObjectiveSatisfied", "rollupProgressCompletion"),
    "primaryObjective": ("satisfiedByMeasure",),
    "objective": ("satisfiedByMeasure",),
    "randomizationControls": ("reorderChildren",),
    "constrainedChoiceConsiderations": ("preventActivation", "constrainChoice"),
    "mapInfo": ("readSatisfiedStatus", "readNormalizedMeasure", "writeSatisfiedStatus", "writeNormalizedMeasure"),
}
_WORDS: Mapping[tuple[str, str], frozenset[str]] = {
    ("ruleConditions", "conditionCombination"): frozenset({"all", "any"}),
    ("rollupConditions", "conditionCombination"): frozenset({"all", "any"}),
    ("ruleCondition", "operator"): frozenset({"not", "noOp"}),
    ("rollupCondition", "operator"): frozenset({"not", "noOp"}),
    ("rollupRule", "childActivitySet"): frozenset({"all", "any", "none", "atLeastCount", "atLeastPercent"}),
    ("rollupAction", "action"): frozenset({"satisfied", "notSatisfied", "completed", "incomplete"}),
    ("randomizationControls", "randomizationTiming"): frozenset({"never", "once", "onEachNewAttempt"}),
    ("randomizationControls", "selectionTiming"): frozenset({"never", "once", "onEachNewAttempt"}),
}
_HIDE = frozenset({"previous", "continue", "exit", "exitAll", "abandon", "abandonAll", "suspendAll"})


def check_sequencing(manifest: Manifest) -> Iterator[Problem]:
    """Yield wrong words and numbers in the sequencing of a 2004 manifest, and what Moodle will not do with it."""
    if manifest.edition == "1.2":
        yield from _check_top_items(manifest)
        return
    held = [e for e in manifest.root.iter(etree.Element) if space(e) in (IMSSS, ADLSEQ)]
    for element in held:
        yield from _check_words(manifest, element)
    for element in manifest.all("hideLMSUI"):
        if (element.text or "").strip() not in _HIDE:
            message = f"hideLMSUI is {(element.text or '').strip()!r}"
            yield manifest.problem("sequencing-word", message, f"one of: {', '.join(sorted(_HIDE))}", element)
    yield from _check_references(manifest)
    if any(local(e) in ("sequencingRules", "rollupRules", "limitConditions", "randomizationControls") for e in held):
        message = "the package relies on sequencing rules; Moodle stores and does not follow them"
        hint = "expect every part to be open in any order there; other systems follow them"
        yield manifest.problem("moodle-sequencing", message, hint, held[0], Severity.INFO)
    yield from _check_parts(manifest)


def _check_words(manifest: Manifest, element: etree._Element) -> Iterator[Problem]:
    tag = local(element)
    for attribute in _BOOLEANS.get(tag, ()):
        value = element.get(attribute)
        if value is not None and value not in ("true", "false", "1", "0"):
            message = f"{attribute} of <{tag}> is {value!r}"
            yield manifest.problem("sequencing-word", message, "write true or false", element)
    for (name, attribute), words in _WORDS.items():
        value = element.get(attribute)
        if name == tag and value is not None and value not in words:
            message = f"{attribute} of <{tag}> is {value!r}"
            yield manifest.problem("sequencing-word", message, f"one of: {', '.join(sorted(words))}", element)
    if tag == "minNormalizedMeasure":
        measure = number(element.text or "")
        if measure is None or not -1 <= measure <= 1:
            hint = "write -1 to 1 with a decimal point; at a comma Moodle's import stops"
            message = f"minNormalizedMeasure is {(element.text or '').strip()!r}"
            yield manifest.problem("sequencing-number", message, hint, element)


def _check_references(manifest: Manifest) -> Iterator[Problem]:
    collected = {
        e.get("ID") for collection in manifest.all("sequencingCollection") for e in children(collection, "sequencing")
    }
    for element in manifest.all("sequencing"):
        target = element.get("IDRef")
        if target is not None and target not in collected:
            message = f"the sequencing {target} is not in the collection"
            yield manifest.problem("sequencing-dangling", message, "name one that is there", element)
        if target is not None:
            continue
        own = {
            e.get("objectiveID") for e in element.iter(etree.Element) if local(e) in ("primaryObjective", "objective")
        }
        for condition in element.iter(etree.Element):
            wanted = condition.get("referencedObjective")
            if wanted is not None and wanted not in own:
                message = f"a rule asks for the objective {wanted}, which is not among its own"
                yield manifest.problem("sequencing-dangling", message, "name one that is there", condition)


def _check_parts(manifest: Manifest) -> Iterator[Problem]:
    scos = {e.get("identifier") for e in manifest.all("resource") if sco_type(e) == "sco"}
    started = [item for item in manifest.all("item") if item.get("identifierref") in scos]
    if len(started) > 1:
        message = (
            f"{len(started)} tracked parts (SCOs): in Moodle 4.5 the second one's Initialize answers false, error 104"
        )
        hint = "for Moodle make one part with its own navigation, or SCORM 1.2; other systems play it"
        yield manifest.problem("moodle-several-scos", message, hint, started[1], Severity.WARNING)


def _check_top_items(manifest: Manifest) -> Iterator[Problem]:
    """Several items at the top of a 1.2 organization: Moodle's own navigation stops between them (exelearning#2222)."""
    for organization in manifest.all("organization"):
        top = children(organization, "item")
        if len(top) > 1:
            message = f"{len(top)} items stand at the top of {label(organization)}"
            hint = "put one item above them: Moodle's next and previous buttons stay within one top item"
            yield manifest.problem("moodle-top-items", message, hint, top[1], Severity.INFO)
