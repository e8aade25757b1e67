"""`type: single`: pick the one right option."""

from __future__ import annotations

from machina_scorm.units.questions import QuestionType
from machina_scorm.units.questions.answers import read_single

TYPE = QuestionType("single", read_single)
