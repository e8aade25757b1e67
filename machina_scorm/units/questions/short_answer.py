"""`type: short-answer`: type a word."""

from __future__ import annotations

from machina_scorm.units.questions import QuestionType
from machina_scorm.units.questions.answers import read_text_entry

TYPE = QuestionType("short-answer", read_text_entry)
