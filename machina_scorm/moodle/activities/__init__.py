"""Moodle activities, one file each: what is to be there, in the words of the plugin (its classes/local/kind/mod)."""
