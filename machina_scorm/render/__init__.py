"""Fragments of the localised model: HTML, MathML, SVG, plain text.  Opens no file of a course, makes no document."""
