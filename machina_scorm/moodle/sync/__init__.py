"""Plan, review, apply: what a site is to have is compared with what it has, and the difference is written.

changes.py says what a plan is; compare.py makes it of values; read.py reads a site; planfile.py keeps it;
execute.py does it on one site, with journal.py; fleet.py works on many sites at once.
"""
