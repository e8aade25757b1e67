"""`type: numerical`: type a number."""

from __future__ import annotations

from machina_scorm.units.questions import QuestionType
from machina_scorm.units.questions.answers import read_number

TYPE = QuestionType("numerical", read_number)
