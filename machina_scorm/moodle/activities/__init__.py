"""One file per Moodle activity."""
