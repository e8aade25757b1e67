"""Certificates, against a real server on this machine: an authority of one's own, a pinned certificate, neither."""

from __future__ import annotations

import http.server
import shutil
import ssl
import subprocess
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from machina_scorm.errors import MoodleError, TransportError
from machina_scorm.moodle.client import Client
from machina_scorm.moodle.connection import new_session
from machina_scorm.moodle.secret import Token

pytestmark = pytest.mark.skipif(shutil.which("openssl") is None, reason="openssl makes the certificates")


class _Site(http.server.BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        self.rfile.read(int(self.headers["Content-Length"]))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(b'"hello"')

    def log_message(self, *_: object) -> None:
        pass


def _openssl(folder: Path, *arguments: str) -> str:
    done = subprocess.run(["openssl", *arguments], cwd=folder, check=True, capture_output=True, text=True)
    return done.stdout


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, Path, str]]:
    """A site's address, the file of its authority, the fingerprint of its certificate."""
    folder = tmp_path_factory.mktemp("tls")
    key = ("-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes")
    signing = ("-addext", "keyUsage=critical,keyCertSign")
    _openssl(folder, "req", "-x509", *key, "-keyout", "ca.key", "-out", "ca.pem", "-subj", "/CN=Own", *signing)
    _openssl(folder, "req", *key, "-keyout", "site.key", "-out", "site.csr", "-subj", "/CN=localhost")
    (folder / "names").write_text("subjectAltName=DNS:localhost\n")
    authority = ("-CA", "ca.pem", "-CAkey", "ca.key", "-CAcreateserial")
    _openssl(folder, "x509", "-req", "-in", "site.csr", *authority, "-out", "site.pem", "-extfile", "names")
    shown = _openssl(folder, "x509", "-in", "site.pem", "-noout", "-fingerprint", "-sha256")
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "site.pem", folder / "site.key")
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), _Site)
    server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"https://localhost:{server.server_port}", folder / "ca.pem", shown.partition("=")[2].strip()
    server.shutdown()
    server.server_close()


def _ask(url: str, ca_file: Path | None, pin: str = "") -> object:
    return Client(url, Token("a" * 32), session=new_session(ca_file, pin), tries=1).read("hello")


@pytest.mark.parametrize("bundle", ["", "elsewhere"])
def test_an_authority_of_ones_own(
    site: tuple[str, Path, str], bundle: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    url, ca_file, pin = site
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    if bundle:  # as many a company's machine has it: not to be used instead of ca_file
        other = tmp_path / "other.pem"
        _openssl(
            tmp_path, "req", "-x509", "-newkey", "rsa:2048", "-nodes", "-keyout", "k", "-out", str(other), "-subj", "/"
        )
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(other))
    assert _ask(url, ca_file) == "hello"
    assert _ask(url, ca_file, pin) == _ask(url, ca_file, pin.replace(":", "").lower()) == "hello"


def test_nobody_else_is_believed(site: tuple[str, Path, str]) -> None:
    url, ca_file, pin = site
    for pinned in ("", pin):
        with pytest.raises(TransportError, match="cannot prove who it is"):
            _ask(url, None, pinned)
    with pytest.raises(TransportError, match="not the one that pin: names"):
        _ask(url, ca_file, "0" * 64)
    with pytest.raises(TransportError, match="cannot prove who it is"):
        _ask(url.replace("localhost", "127.0.0.1"), ca_file)


def test_an_authority_that_is_none(tmp_path: Path) -> None:
    (tmp_path / "ca.pem").write_text("no certificate")
    with pytest.raises(MoodleError, match="holds no certificate"):
        new_session(tmp_path / "ca.pem")
