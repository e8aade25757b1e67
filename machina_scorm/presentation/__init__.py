"""Presentations: a .pptx of anybody's as plain values – slides, shapes, paragraphs, runs.

What is here reads; it decides nothing about courses, and opens no file that was not checked (see imports/deck.py).
"""

from machina_scorm.presentation.items import Item, items_of
from machina_scorm.presentation.read import UNREADABLE, read_presentation, read_slide
from machina_scorm.presentation.values import (
    Box,
    Formula,
    Other,
    Paragraph,
    Picture,
    Presentation,
    Run,
    Shape,
    Slide,
    TableShape,
    TextShape,
)

__all__ = [
    "UNREADABLE",
    "Box",
    "Formula",
    "Item",
    "Other",
    "Paragraph",
    "Picture",
    "Presentation",
    "Run",
    "Shape",
    "Slide",
    "TableShape",
    "TextShape",
    "items_of",
    "read_presentation",
    "read_slide",
]
