"""The site whole: which function answers a call."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

import requests

from . import ownership, reading, writing
from .adapter import Adapter
from .core import Core
from .errors import Refused
from .parameters import checked
from .questions import apply_questions
from .state import State
from .tables import Fields

_PREFIX = "local_machina_"
_FUNCTIONS: dict[str, Callable[[State, Fields], object]] = {
    each.__name__: each
    for each in (
        *(reading.get_site, reading.get_state, reading.get_content, reading.get_log),
        *(reading.begin_run, reading.end_run, apply_questions),
        *(writing.apply_course, writing.apply_sections, writing.apply_order, writing.apply_module),
        *(writing.apply_question_category, writing.apply_quiz_slots),
        *(ownership.adopt, ownership.rename_key, ownership.retire),
    )
}


@dataclass
class FakeSite(State):
    """A site with the companion plugin, Moodle 4.5 by default."""

    core: Core = field(init=False)
    #: What takes effect once the next request has been answered (the fault `late`).
    late: Callable[[], object] | None = field(default=None, repr=False)

    def __post_init__(self) -> None:
        self.core = Core(self)

    def session(self) -> requests.Session:
        """Return a session whose requests end here."""
        session = requests.Session()
        session.mount("https://", Adapter(self))
        session.mount("http://", Adapter(self))
        return session

    def answer(self, function: str, fields: dict[str, str]) -> object:
        """Return what REST answers to a call."""
        if fields.get("wstoken") != self.token:
            raise Refused("invalidtoken", "Invalid token - token not found")
        self.calls.append(function)
        self.counts[function] += 1
        name = function.removeprefix(_PREFIX)
        if name != function and self.plugin and name in _FUNCTIONS:
            return _FUNCTIONS[name](self, checked(name, fields))
        act: Callable[[Fields], object] | None = getattr(self.core, function, None)
        if act is None or "_" not in function.lstrip("_"):
            raise Refused("invalidrecord", "Can't find data record in database table external_functions.")
        try:
            return act(fields)
        except KeyError as lacking:
            raise Refused("invalidparameter", f"Missing required key in single structure: {lacking}") from None
