"""A site with a course of the tests' own."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import pytest
from fake import FakeSite

from machina_scorm.moodle import api, core_route
from machina_scorm.moodle.client import Client
from machina_scorm.moodle.items import Module
from machina_scorm.moodle.values import CourseState, Outcome, Run, SiteFacts


@dataclass
class Door:
    """A site with a course of the tests' own, and a run that may write into it."""

    client: Client
    namespace: str
    run: Run
    course: int
    course_key: str
    facts: SiteFacts
    fake: FakeSite | None = None
    core: Client | None = None

    def key(self, name: str) -> str:
        return f"mx:{self.namespace}/{name}"

    def apply(self, module: Module, **how: Any) -> Outcome:
        return api.apply_module(self.client, self.run, self.course, module, api.How(**how))

    def section(self, name: str) -> str:
        key = self.key(name)
        (done,) = api.apply_sections(self.client, self.run, self.course, [(key, {"name": name})])
        assert done.status in ("created", "unchanged")
        return key

    def state(self) -> CourseState:
        (state,) = api.get_state(self.client, self.namespace, [self.course])
        return state

    def delete_as_teacher(self, cmid: int) -> None:
        if self.fake:
            self.fake.delete_module(cmid)
        elif self.core:
            self.core.write("core_course_delete_modules", {"cmids": [cmid]})
        else:
            pytest.skip("MACHINA_TEST_CORE_TOKEN is not set: nobody can delete as a teacher does")

    def rename_as_teacher(self, cmid: int, key: str, name: str) -> None:
        if self.fake:
            self.fake.courses[self.course].modules[cmid].values["name"] = name
        elif self.core:
            core_route.name_activity(self.core, self.course, cmid, name)
        else:
            pytest.skip("MACHINA_TEST_CORE_TOKEN is not set: nobody can rename as a teacher does")
