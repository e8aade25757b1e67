"""A course's folder, and the fake sites that its profiles name."""

from __future__ import annotations

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from click.testing import CliRunner, Result
from fake import TOKEN, FakeSite

from machina_scorm.cli import main


@dataclass
class Roll:
    """A course's folder, and the sites that its profiles name."""

    root: Path
    sites: dict[str, FakeSite]

    def add(self, name: str, profile: str = "", **site: object) -> FakeSite:
        """Add a site and its profile."""
        fake = self.sites[name] = FakeSite(url=f"https://{name}.example.org", **site)  # type: ignore[arg-type]
        folder = self.root / "moodle/sites"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / f"{name}.yaml").write_text(f"url: {fake.url}\ntoken: {{env: TOKEN_OF_TESTS}}\n{profile}")
        return fake

    def run(self, command: str, *words: str, code: int = 0, typed: str = "") -> str:
        """Run a command of machina moodle and return what it printed; nothing of it may hold a token."""
        return self._run(command, *words, code=code, typed=typed).output

    def json(self, command: str, *words: str, code: int = 0) -> Any:
        """Run a command with --json and return what it printed for programs."""
        return json.loads(self._run(command, *words, "--json", code=code).stdout)

    def _run(self, command: str, *words: str, code: int, typed: str = "") -> Result:
        done = CliRunner().invoke(
            main, ["moodle", command, *words, "--project", str(self.root)], catch_exceptions=False, input=typed
        )
        assert TOKEN not in done.output
        for file in (path for path in self.root.rglob("*") if path.is_file()):
            assert TOKEN.encode() not in file.read_bytes(), file
        assert done.exit_code == code, done.output
        return done

    def plan(self, *words: str, code: int = 0) -> str:
        return self.run("plan", "--no-build", *words, code=code)

    def apply(self, *words: str, code: int = 0) -> str:
        return self.run("apply", "--yes", *words, code=code)
