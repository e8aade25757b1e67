"""Artefact: bytes with a name and an identity."""

from __future__ import annotations

from dataclasses import dataclass

from machina_scorm.problems import Problem


@dataclass(frozen=True, slots=True, order=True)
class Identifier:
    """A name under which an LMS keeps learners' records. `kind`: manifest, organization, item, resource, interaction,
    objective.
    """

    kind: str
    id: str


@dataclass(frozen=True, slots=True)
class Artefact:
    """A file that was made. `name` is its file name; `problems` is what the format could not hold.

    `beside` are small files (name, bytes) that stand beside it and go where it goes.
    """

    name: str
    data: bytes
    problems: tuple[Problem, ...] = ()
    beside: tuple[tuple[str, bytes], ...] = ()
