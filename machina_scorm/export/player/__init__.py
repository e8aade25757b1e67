"""The lesson as a learner sees it: one HTML page with its scripts, styles and figures, for every SCORM form.

Not: manifests and archives (package/), and which standard's run time is packed with it (export/scorm12, scorm2004).
"""
