"""Quiz: a test whose questions come from a bank (api.apply_quiz_slots puts them in)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from machina_scorm.moodle.items import Common, Module


def quiz(
    key: str,
    name: str,
    common: Common,
    settings: Mapping[str, Any] | None = None,
    *,
    pass_grade: float | None = None,
    feedback: Sequence[tuple[float, str]] = (),
    review: Mapping[str, Sequence[str]] | None = None,
) -> Module:
    """Return a quiz without questions.

    `settings` are columns of Moodle's table quiz (`grade`, `attempts`, `timelimit` in seconds). `feedback` is
    (from per cent, HTML), falling and ending with 0. `review` says what learners see when: option → during,
    immediately, open, closed.
    """
    spec = common.spec(
        name,
        settings=dict(settings) if settings else None,
        gradepass=pass_grade,
        feedback=[{"from": start, "text": text} for start, text in feedback] or None,
        review={option: list(when) for option, when in review.items()} if review else None,
    )
    return Module(key, "quiz", spec)
