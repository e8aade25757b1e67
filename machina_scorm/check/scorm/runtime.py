"""What the scripts of a package betray of how it speaks with the LMS: words found, not a run, so remarks only.

What goes wrong with which habit was measured on peers: research/authoring-peers.md, (b) and (c).
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from machina_scorm.check.scorm.manifest import Manifest
from machina_scorm.check.scorm.pages import Page
from machina_scorm.check.scorm.resources import sco_type
from machina_scorm.problems import Problem, Severity

#: Handlers of unload in scripts and attributes; `pagehide` and `visibilitychange` are what browsers promise to call.
_UNLOAD = re.compile(r"""["'](?:before)?unload["']|\bon(?:before)?unload\s*=|\.(?:before)?unload\s*\(""")
_INITIALIZE = {"1.2": ("LMSInitialize",), "2004": ("Initialize",)}
_FINISH = {"1.2": ("LMSFinish",), "2004": ("Terminate",)}
_STATUS = {"1.2": ("cmi.core.lesson_status", "lesson_status"), "2004": ("cmi.completion_status", "completion_status")}
_ZONED_TIME = re.compile(r"toISOString\s*\(")


def check_runtime(manifest: Manifest, pages: tuple[Page, ...], texts: Mapping[str, bytes]) -> Iterator[Problem]:
    """Yield what the scripts of the tracked parts never say, and what they say that does not last."""
    if not any(sco_type(resource) == "sco" for resource in manifest.all("resource")):
        if manifest.all("resource"):
            message = "no part is tracked: there is no SCO"
            hint = "the LMS can only note that it was opened; that may be meant"
            yield manifest.problem("runtime-untracked", message, hint, None, Severity.INFO)
        return
    script = "\n".join(_scripts(pages, texts))
    edition, other = manifest.edition, "2004" if manifest.edition == "1.2" else "1.2"

    def says(words: tuple[str, ...]) -> bool:
        return any(word in script for word in words)

    def remark(rule: str, message: str, hint: str, severity: Severity = Severity.INFO) -> Problem:
        return manifest.problem(rule, message, hint, None, severity)

    if not _calls(script, edition):
        if _calls(script, other):
            message = f"the scripts speak SCORM {other} only, the manifest says {edition}"
            hint = "the LMS offers the API that the manifest names: nothing will be recorded"
            yield remark("runtime-other-version", message, hint, Severity.WARNING)
        else:
            message = f"no script calls {_INITIALIZE[edition][0]}"
            hint = "a tracked part must open the session; if it loads its scripts from elsewhere this cannot be seen"
            yield remark("runtime-no-start", message, hint)
        return
    if not says(_FINISH[edition]):
        message = f"no script calls {_FINISH[edition][0]}"
        yield remark("runtime-no-finish", message, "attempts may stay open and the next part may not start")
    if not says(_STATUS[edition]):
        message = f"no script mentions {_STATUS[edition][0]}"
        yield remark("runtime-no-status", message, "the LMS decides alone what counts as completed")
    if _UNLOAD.search(script):
        message = "the scripts rely on unload or beforeunload"
        hint = "browsers on phones do not call it, Chrome is removing it: what is sent there can be lost"
        yield remark("runtime-unload", message, hint)
    if edition == "2004" and "cmi.interactions" in script and _ZONED_TIME.search(script):
        message = "timestamps may be written with toISOString()"
        yield remark("runtime-timestamp", message, "Moodle refuses times with a zone or milliseconds")


def _calls(script: str, edition: str) -> bool:
    """Tell whether the scripts open a session: 2004's word alone is too common, its API must be named too."""
    if edition == "1.2":
        return "LMSInitialize" in script
    return "API_1484_11" in script and "Initialize" in script


def _scripts(pages: tuple[Page, ...], texts: Mapping[str, bytes]) -> Iterator[str]:
    for path, data in texts.items():
        if path.lower().endswith((".js", ".mjs")):
            yield data.decode("utf-8", "replace")
    for page in pages:
        for script in page.elements("script"):
            yield script.text or ""
        for element in page.elements("body", "frameset", "html"):
            for name, value in element.attrib.items():
                if str(name).lower().startswith("on"):
                    yield f'{name!s}="{value!s}"'
