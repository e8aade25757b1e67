"""The preview: a local web page that lists a course and plays it as Moodle would.

`workshop` keeps the course built, `app` answers requests, `server` speaks HTTP, `listing` and `pages` make the pages,
`attempts` keeps what an LMS would keep. The LMS itself runs in the browser: templates/preview/lms.js. Not here: how
artefacts are made (pipeline), what the pages say (templates/preview).
"""
