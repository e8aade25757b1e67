"""A browser, and a platform that plays a package on 127.0.0.1: shared by all browser tests."""

from __future__ import annotations

import functools
import http.server
import io
import json
import os
import shutil
import subprocess
import threading
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest

REQUIRED = os.environ.get("MACHINA_REQUIRE_BROWSER") == "1"
ARGUMENTS = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
HERE = Path(__file__).parent


def _chromium() -> str | None:
    names = ("chromium", "chromium-browser", "google-chrome")
    return os.environ.get("MACHINA_CHROMIUM") or next((path for name in names if (path := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    path = _chromium()
    if path is None:
        reason = "no Chromium found: install it (apt-get install chromium) or name it in MACHINA_CHROMIUM"
        if REQUIRED:
            pytest.fail(reason)
        pytest.skip(reason)
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def scorm_again(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The scripts of scorm-again, an LMS's run time by others, as the lock file in tests/scorm-again/ names it."""
    npm = shutil.which("npm")
    folder = tmp_path_factory.mktemp("scorm-again")
    reason = "npm is missing: install Node (apt-get install nodejs npm)" if npm is None else ""
    if npm:
        for name in ("package.json", "package-lock.json", ".npmrc"):
            shutil.copy(HERE.parent / "scorm-again" / name, folder / name)
        made = subprocess.run([npm, "ci"], cwd=folder, capture_output=True, text=True, timeout=300, check=False)
        if made.returncode:
            reason = f"`npm ci` in tests/scorm-again failed, is the registry in reach? {made.stderr[-400:]}"
    if reason and REQUIRED:
        pytest.fail(reason)
    if reason:
        pytest.skip(reason)
    return folder / "node_modules/scorm-again/dist"


class _Quiet(http.server.SimpleHTTPRequestHandler):
    def log_message(self, *args: object) -> None:
        pass


@dataclass
class Platform:
    """A learner's browser with the LMS open and the lesson in its frame. `hosts` are the hosts that were asked."""

    page: Any
    url: str
    hosts: set[str] = field(default_factory=set)
    faults: list[str] = field(default_factory=list)

    @property
    def sco(self) -> Any:
        """The lesson's frame, once it is ready."""
        frame = self.page.frame_locator("#sco")
        frame.locator("html.js #progress-text:not(:empty)").wait_for()
        return frame

    @property
    def frame(self) -> Any:
        return next(frame for frame in self.page.frames if "package/" in frame.url)

    def reload(self) -> None:
        """Leave and come back."""
        self.page.goto(self.url)
        assert self.sco

    def leave(self) -> None:
        """Put another page into the frame, as Moodle does."""
        self.page.evaluate("document.getElementById('sco').src = 'about:blank'")
        self.page.wait_for_function("document.getElementById('sco').contentDocument.URL === 'about:blank'")

    @property
    def store(self) -> dict[str, Any]:
        kept = self.page.evaluate("sessionStorage.getItem('lms')")
        return dict(json.loads(kept)) if kept else {"cmi": {}, "calls": [], "errors": []}

    @property
    def cmi(self) -> dict[str, str]:
        return self.store["cmi"]

    @property
    def errors(self) -> list[list[Any]]:
        """What the LMS refused, but for what it may not have (401 in both standards)."""
        return [error for error in self.store["errors"] if error[-1] != 401]

    def count(self, call: str) -> int:
        return sum(1 for name, *_ in self.store["calls"] if name == call)

    def interactions(self) -> list[dict[str, str]]:
        found: dict[int, dict[str, str]] = {}
        for key, value in self.cmi.items():
            if key.startswith("cmi.interactions."):
                number, _, name = key.removeprefix("cmi.interactions.").partition(".")
                found.setdefault(int(number), {})[name] = value
        return [found[number] for number in sorted(found)]


@pytest.fixture
def platform(browser: Any, tmp_path: Path) -> Iterator[Callable[..., Platform]]:
    """Return a function that opens a package: platform(data, options={}, **browser context options).

    `again` is the folder of scorm-again's scripts, where that is to be the LMS.
    """
    closing: list[Callable[[], None]] = []

    def play(
        data: bytes, options: dict[str, Any] | None = None, again: Path | None = None, **context_options: Any
    ) -> Platform:
        root = tmp_path / "site"
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            archive.extractall(root / "package")
            is_2004 = b">2004 4th Edition<" in archive.read("imsmanifest.xml")
        shutil.copy(HERE / ("lms2004.html" if is_2004 else "lms12.html"), root / "lms.html")
        if again:
            shutil.copy(HERE / "lms-again.html", root / "lms.html")
            shutil.copy(again / ("scorm2004.min.js" if is_2004 else "scorm12.min.js"), root / "scorm-again.js")
        (root / "favicon.ico").write_bytes(b"")
        handler = functools.partial(_Quiet, directory=str(root))
        server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        context = browser.new_context(**{"viewport": {"width": 1000, "height": 800}, **context_options})
        page = context.new_page()
        page.set_default_timeout(5000)
        url = f"http://127.0.0.1:{server.server_port}/lms.html?options={quote(json.dumps(options or {}))}"
        learner = Platform(page, url)
        page.on("request", lambda request: learner.hosts.add(request.url.split("/")[2] if "//" in request.url else ""))
        page.on("pageerror", lambda error: learner.faults.append(str(error)))
        page.on("console", lambda entry: learner.faults.append(entry.text) if entry.type == "error" else None)
        closing.extend([server.server_close, server.shutdown, context.close])
        learner.reload()
        return learner

    yield play
    for close in reversed(closing):
        close()
