"""What goes wrong between a client and a site, and at which of its requests.

    site.faults = ["500", "", "cut"]                    the next request, none, the third
    site.faults = Faults().at(7, "cut")                 the seventh request from now, whatever it is
    site.faults = Faults().at(2, "html", "apply_module")     the second apply_module from now
    site.faults = Faults().since(5, "token")            every request from the fifth on
    site.faults = Faults().every("503", "get_state")    every get_state
    site.faults = Faults().hook(4, process.kill, after=True)    no fault: do that at the fourth, its effect done

To meet every step of an apply, let it run once (`site.faults.seen` is the number of its requests), then once for each
number and fault. Requests are counted from the moment that `site.faults` is set, uploads (`upload`) among them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field

#: Nothing has taken effect. `timeout` is a stall; `late` one whose effect comes after the next request was answered.
BEFORE = (
    *("connect", "tls", "reset", "timeout", "late", "500", "502", "503", "404", "403", "413", "429", "redirect"),
    *("html", "empty", "upgrade", "maintenance", "locked", "token", "kill"),
)
#: The effect is there and the answer is not; with `half` the connection breaks in the middle of it.
AFTER = (
    "cut",
    "timeout after",
    "500 after",
    "502 after",
    "html after",
    "empty after",
    "truncated",
    "half",
    "kill after",
)
#: What passes by itself: with it at any one request, an apply must end as without it.
PASSING = (
    *("connect", "reset", "timeout", "late", "500", "502", "503", "429", "html", "empty", "upgrade", "locked"),
    *("cut", "timeout after", "500 after", "502 after", "html after", "empty after", "truncated", "half"),
)


class Killed(BaseException):
    """The client was killed here (`kill`, `kill after`): no `except Exception` and no clean-up of its sees it."""


@dataclass
class _Rule:
    what: str
    function: str = ""
    first: int = 1
    last: float = float("inf")
    act: Callable[[], object] | None = None
    after: bool = False
    met: int = 0

    def meets(self, function: str) -> bool:
        if self.function not in ("", function.removeprefix("local_machina_")):
            return False
        self.met += 1
        return self.first <= self.met <= self.last


@dataclass
class Faults:
    """A schedule. `queue` holds one fault for each of the next requests, "" for none."""

    queue: list[str] = field(default_factory=list)
    #: Seconds: what a 429 says in Retry-After, and how long a real server stalls.
    retry_after: int = 2
    stall: float = 5.0
    seen: int = 0
    functions: Counter[str] = field(default_factory=Counter)
    #: (number of the request, function, fault) that were met.
    met: list[tuple[int, str, str]] = field(default_factory=list)
    _rules: list[_Rule] = field(default_factory=list)

    def at(self, number: int, what: str, function: str = "", times: int = 1) -> Faults:
        """Let it happen at the request of this number, from 1, among those of the function."""
        return self._add(_Rule(_known(what), function, number, number + times - 1))

    def since(self, number: int, what: str, function: str = "") -> Faults:
        """Let it happen at every request from this number on."""
        return self._add(_Rule(_known(what), function, number))

    def every(self, what: str, function: str = "") -> Faults:
        return self.since(1, what, function)

    def hook(self, number: int, act: Callable[[], object], function: str = "", *, after: bool = False) -> Faults:
        """Call something at a request, before its effect or after it and before the answer."""
        return self._add(_Rule("", function, number, number, act, after))

    def _add(self, rule: _Rule) -> Faults:
        self._rules.append(rule)
        return self

    def __eq__(self, other: object) -> bool:
        return self.queue == other if isinstance(other, list) else self is other

    __hash__ = None  # type: ignore[assignment]

    def take(self, function: str) -> Taken:
        """Count a request and return what happens to it."""
        self.seen += 1
        self.functions[function] += 1
        what = _known(self.queue.pop(0)) if self.queue else ""
        met = [rule for rule in self._rules if rule.meets(function)]
        what = next((rule.what for rule in met if rule.what), what)
        if what:
            self.met.append((self.seen, function, what))
        return Taken(
            what,
            tuple(one.act for one in met if one.act and not one.after),
            tuple(one.act for one in met if one.act and one.after),
        )


@dataclass(frozen=True)
class Taken:
    """What happens to one request."""

    what: str
    before: Iterable[Callable[[], object]] = ()
    after: Iterable[Callable[[], object]] = ()


def _known(what: str) -> str:
    if what and what not in BEFORE + AFTER:
        raise ValueError(f"there is no fault {what!r}")
    return what
