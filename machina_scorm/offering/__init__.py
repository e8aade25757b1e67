"""Offering: the courses that a site is to have, composed of the localised course and of what is built of it.

The door is compose.py.  Nothing here talks to a site; moodle/ compares what is composed with what a site has.
"""
