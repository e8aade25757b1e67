"""The sources in units/: files → model.  No rendering, no translation, no output."""
