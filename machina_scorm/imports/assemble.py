"""From drafts to what a reader returns: judged, lowered, with ids."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from machina_scorm.imports import Imported, ImportFile
from machina_scorm.imports.ids import give_ids
from machina_scorm.imports.judge import judge
from machina_scorm.imports.lower import lower
from machina_scorm.imports.pictures import Pictures
from machina_scorm.imports.stored import Draft
from machina_scorm.model.questions import Question
from machina_scorm.problems import Report


def assemble(file: ImportFile, drafts: Sequence[Draft], categories: Iterable[str], report: Report) -> Imported:
    """Return the questions of `drafts` that are sound, and every problem; `report` has those of the whole file."""
    judge(drafts)
    pictures = Pictures()
    found: list[tuple[Question, str]] = []
    for draft in drafts:
        if draft.stored is not None:
            question = lower(draft, pictures)
            if question is not None and not draft.report.errors:
                found.append((question, draft.stored.name))
        report.extend(draft.report.problems)
    stored = tuple(draft.stored for draft in drafts if draft.stored is not None)
    if not stored and not categories and not report.errors:
        report.add("import-no-question", "there is no question in the file", file.at(1), "choose another file")
    return Imported(
        give_ids(found), tuple(report), tuple(dict.fromkeys(categories)), tuple(one.type for one in stored), stored
    )
