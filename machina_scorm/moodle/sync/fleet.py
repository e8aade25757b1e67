"""Many sites at once: bounded connections, a bounded time for all, and nobody waits for the one that hangs."""

from __future__ import annotations

import queue
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from typing import TypeVar

from machina_scorm.errors import MachinaError, MoodleError

Site = TypeVar("Site")
Result = TypeVar("Result")

#: How many sites are talked to at a time, where nobody says otherwise.
USUAL_JOBS = 16


def over_sites(
    sites: Sequence[Site],
    work: Callable[[Site], Result],
    jobs: int = USUAL_JOBS,
    within: float = 0,
    *,
    clock: Callable[[], float] = time.monotonic,
) -> Iterator[tuple[Site, Result | MachinaError]]:
    """Do the work on every site and yield each with its result, or the error that ended it, as they come.

    `jobs` is the number of connections, `within` the seconds for all of them, 0 for no limit: sites that have not
    answered by then are yielded with an error, and what comes of them is not waited for. An error that is no
    MachinaError is a fault of the program and raised.
    """
    waiting: queue.SimpleQueue[int] = queue.SimpleQueue()
    answers: queue.SimpleQueue[tuple[int, Result | BaseException]] = queue.SimpleQueue()
    over = threading.Event()
    for number in range(len(sites)):
        waiting.put(number)

    def worker() -> None:
        while not over.is_set():
            try:
                number = waiting.get_nowait()
            except queue.Empty:
                return
            try:
                answers.put((number, work(sites[number])))
            except BaseException as error:  # noqa: BLE001 raised again in the thread that asked
                answers.put((number, error))

    # Threads that hang in a connection must not hold up the end of the program.
    for _ in range(min(jobs, len(sites))):
        threading.Thread(target=worker, daemon=True).start()
    until = clock() + within if within else 0.0
    left = set(range(len(sites)))
    try:
        while left:
            try:
                number, result = answers.get(timeout=max(0.0, until - clock()) if until else None)
            except queue.Empty:
                for number in sorted(left):
                    message = f"no answer within {within:.0f} seconds"
                    yield sites[number], MoodleError(message, hint="try again, or give it more time with --within")
                return
            left.discard(number)
            if isinstance(result, BaseException) and not isinstance(result, MachinaError):
                raise result
            yield sites[number], result
    finally:
        over.set()
