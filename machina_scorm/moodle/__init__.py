"""Moodle sites: observed, compared with what was built, and changed.  Sees artefacts and identities, never Markdown."""
