"""Moodle activities, one file each: what is to be there, in the plugin's words (moodle/local_machina/classes/local/kind/mod)."""
