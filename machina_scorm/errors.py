"""The error tree.  Findings that a build collects are not errors: see problems.py.

MachinaError
├── ProjectError      the project as a whole cannot be read
├── SourceError       a source file cannot be read
├── CatalogError      a translation catalog cannot be read
├── ExportError       an artefact cannot be made
│   └── TemplateError the template it is made in cannot be used; carries every reason as a Problem
├── CheckFailed       problems were found and listed; carries the Report
└── MoodleError       a Moodle site cannot do, or did not do, what was asked
    ├── TransportError    no answer, or none that Moodle gives (`retryable`: another try may help)
    └── FunctionError     Moodle refused a call (`errorcode`)
        └── AccessError       … because the token or its user may not do it
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from machina_scorm.problems import Problem, Report


class MachinaError(Exception):
    """A mistake that the user can mend: what is wrong, where, and how to mend it."""

    def __init__(self, message: str, where: str = "", hint: str = "") -> None:
        self.message, self.where, self.hint = message, where, hint
        place = f"{where}: " if where else ""
        super().__init__(f"{place}{message}" + (f" — {hint}" if hint else ""))


class ProjectError(MachinaError):
    """The project as a whole cannot be read (no course.yaml, no such language)."""


class SourceError(MachinaError):
    """A source file cannot be read."""


class CatalogError(MachinaError):
    """A translation catalog cannot be read."""


class ExportError(MachinaError):
    """An artefact cannot be made from a sound course (a template without layouts)."""


class TemplateError(ExportError):
    """A template cannot be used; `problems` says why, each at the template or at a line of its map."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        self.problems = problems
        first = problems[0]
        more = "".join(f"; {problem.message}" for problem in problems[1:])
        super().__init__(f"{first.message}{more}", str(first.source), problems[-1].hint)


class CheckFailed(MachinaError):
    """Problems were found; `report` lists them all."""

    def __init__(self, report: Report) -> None:
        self.report = report
        number = len(report.errors)
        super().__init__(f"{number} problem{'' if number == 1 else 's'} found")


class MoodleError(MachinaError):
    """A Moodle site cannot do, or did not do, what was asked.  Never holds a token."""


class TransportError(MoodleError):
    """No answer came, or none that Moodle gives.

    `retryable` says whether another try may help, `after` how many seconds the site asks for before it, `reached`
    whether the site may have acted on the request.
    """

    def __init__(
        self,
        message: str,
        where: str = "",
        hint: str = "",
        *,
        retryable: bool = False,
        reached: bool = True,
        after: float = 0,
    ) -> None:
        super().__init__(message, where, hint)
        self.retryable, self.reached, self.after = retryable, reached, after


class FunctionError(MoodleError):
    """Moodle refused a call.  `errorcode` is Moodle's own word for the reason (`invalidtoken`, `norun`)."""

    def __init__(self, message: str, where: str = "", hint: str = "", *, errorcode: str = "") -> None:
        super().__init__(message, where, hint)
        self.errorcode = errorcode


class AccessError(FunctionError):
    """The token, or the user that it stands for, may not do this."""
