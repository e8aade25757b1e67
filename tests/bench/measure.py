"""The stop watch and the scales of the benchmark."""

from __future__ import annotations

import resource
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeVar

T = TypeVar("T")

#: How much memory any part may take, in MB.
MEMORY = 500.0


@dataclass(slots=True)
class Watch:
    """Prints what each step took and what of the wanted seconds that is."""

    wanted: dict[str, float] = field(default_factory=dict)
    total: float = 0.0

    def timed(self, what: str, work: Callable[[], T]) -> T:
        """Do `work` and return its value; its seconds count towards the total."""
        start = time.process_time()  # of one core, whatever else the machine does
        result = work()
        self.line(what, time.process_time() - start)
        return result

    def line(self, what: str, seconds: float) -> None:
        """Print a line for `what`, which took so many CPU seconds."""
        self.total += seconds
        limit = self.wanted.get(what)
        print(f"{what:28}{seconds:8.2f} s" + (f"  {seconds / limit:6.0%} of {limit:g} s" if limit else ""))


def print_memory() -> None:
    """Print the most memory that this process had (Linux: in KB, macOS: in bytes)."""
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1e6 if sys.platform == "darwin" else 1e3)
    print(f"{'memory':28}{used:8.0f} MB {used / MEMORY:6.0%} of {MEMORY:g} MB")
