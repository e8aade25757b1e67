"""Addresses and TLS: what a site's address may be, and the session that proves who answers there."""

from __future__ import annotations

import ipaddress
import ssl
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import requests
from requests.adapters import HTTPAdapter

from machina_scorm.errors import MoodleError


def check_address(url: str) -> None:
    """Raise MoodleError unless `url` is https, or http to this machine itself, and holds neither name nor password."""
    try:
        parts = urlsplit(url)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        raise MoodleError("no web address", "url", "as https://moodle.example.org") from None
    if parts.scheme not in ("http", "https") or not host:
        raise MoodleError(f"{url!r} is no web address", "url", "as https://moodle.example.org")
    if parts.username or parts.password or parts.query or parts.fragment:
        raise MoodleError("the address holds more than an address", "url", "no user name, no ? and no # in it")
    if parts.scheme == "http" and not is_loopback(host):
        hint = f"write https://{parts.netloc}{parts.path}; a token sent without encryption can be read on its way"
        raise MoodleError("the address is not https", "url", hint)


def is_loopback(host: str) -> bool:
    """Tell whether a host is this machine itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class _PinnedAdapter(HTTPAdapter):
    """Accepts one certificate only, by its SHA-256 fingerprint, besides what is checked anyway."""

    def __init__(self, fingerprint: str) -> None:
        self._fingerprint = fingerprint
        super().__init__()

    def init_poolmanager(self, *args: Any, **more: Any) -> None:
        """Hand the fingerprint to urllib3."""
        super().init_poolmanager(*args, assert_fingerprint=self._fingerprint, **more)


def _as_it_is(request: requests.PreparedRequest) -> requests.PreparedRequest:
    return request


def new_session(ca_file: Path | None = None, fingerprint: str = "") -> requests.Session:
    """Return a session that verifies certificates, by the system's authorities or those in `ca_file`.

    `fingerprint` is the SHA-256 of the one certificate to accept, in hexadecimal digits.
    Raises MoodleError where `ca_file` holds no certificate.
    """
    session = requests.Session()
    # An authentication of our own: else ~/.netrc would add one, and send it to the site.
    session.auth = _as_it_is
    if ca_file:
        try:
            ssl.create_default_context(cafile=str(ca_file))
        except OSError:
            raise MoodleError("ca_file holds no certificate", str(ca_file), "it must be a PEM file") from None
        session.verify = str(ca_file)
    if fingerprint:
        session.mount("https://", _PinnedAdapter(fingerprint.replace(":", "").lower()))
    return session
