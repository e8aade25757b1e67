"""axe-core from the npm registry, run in a page: tests/axe/package-lock.json says which."""

from __future__ import annotations

import contextlib
import json
import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path
from typing import Any

import pytest

FOLDER = Path(__file__).parents[1] / "axe"
REQUIRED = os.environ.get("MACHINA_REQUIRE_BROWSER") == "1"

#: Every rule of WCAG 2.0, 2.1 and 2.2 at A and AA that axe knows.
TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
_RUN = """async tags => (await axe.run(document, {runOnly: tags, resultTypes: ['violations']})).violations
  .flatMap(rule => rule.nodes.map(node => `${rule.id}: ${node.target.join(' ')} ${node.any.concat(node.all, node.none)
    .map(check => check.message).join('; ')}`))"""


@cache
def source() -> str:
    """Return axe's script; skips the test where it cannot be had, which is a failure where a browser is required."""
    modules = FOLDER / "node_modules"
    if _version(modules / "axe-core/package.json") != _wanted():
        _install(modules)
    return (modules / "axe-core/axe.min.js").read_text(encoding="utf-8")


def _wanted() -> str:
    lock = json.loads((FOLDER / "package-lock.json").read_text(encoding="utf-8"))
    return str(lock["packages"]["node_modules/axe-core"]["version"])


def _version(package: Path) -> str:
    return str(json.loads(package.read_text(encoding="utf-8"))["version"]) if package.is_file() else ""


def _install(modules: Path) -> None:
    """Run `npm ci` beside the place and move the result there: tests may run in several processes."""
    npm = shutil.which("npm")
    if npm is None:
        _without("npm is missing: install Node.js 18 or newer to test accessibility")
    with tempfile.TemporaryDirectory(dir=FOLDER) as work:
        for name in ("package.json", "package-lock.json"):
            shutil.copy(FOLDER / name, work)
        command = [str(npm), "ci", "--ignore-scripts", "--no-audit", "--no-fund"]
        done = subprocess.run(command, cwd=work, capture_output=True, text=True, check=False)
        if done.returncode:
            _without(f"`npm ci` in tests/axe failed: {done.stderr.strip()[-300:]}")
        shutil.rmtree(modules, ignore_errors=True)
        with contextlib.suppress(OSError):  # another process was quicker
            (Path(work) / "node_modules").rename(modules)


def _without(reason: str) -> None:
    if REQUIRED:
        pytest.fail(reason)
    pytest.skip(reason)


def violations(page: Any) -> list[str]:
    """Return what axe finds in a page or frame as it stands."""
    page.evaluate(f"window.axe || (() => {{ {source()} }})()")
    found = page.evaluate(_RUN, TAGS)
    return [str(entry) for entry in found]
