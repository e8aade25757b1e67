"""machina-scorm: a course written once, as SCORM packages, quizzes and decks in many languages."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("machina-scorm")
except PackageNotFoundError:  # run from a checkout that was never installed
    __version__ = "0+uninstalled"
