"""The way back: what somebody changed in a deck, as findings, and as files that a person may apply.

`compare` tells what was changed; `markdown` writes a changed paragraph as a text of the course; `catalog` and `patch`
write files, `report` the words for who decides.  Nothing here writes into a course.
"""
