"""The one door to HTTP.  Sends a call or a file to a Moodle site and returns the answer, or raises why there is none.

What a function is for and what its answer means is not known here: see api.py and core_route.py.

Moodle answers almost everything with HTTP 200 (webservice/rest/locallib.php): a refusal is an object with `exception`
and `errorcode`, of upload.php one with `error`, or a file's entry with `errortype`. `exception` is the name of a PHP
class, which versions rename; only `errorcode` is compared.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any, TypeVar
from urllib.parse import urlsplit

import requests

from machina_scorm import __version__
from machina_scorm.errors import AccessError, FunctionError, TransportError
from machina_scorm.moodle.connection import check_address, new_session
from machina_scorm.moodle.multipart import Multipart, Payload
from machina_scorm.moodle.parameters import Value, flatten
from machina_scorm.moodle.secret import Token

T = TypeVar("T")

#: Refusals that pass by themselves, before anything was done: an upgrade, another write, a site under load.
_PASSING = frozenset({"upgraderunning", "locked", "locktimeout", "dbconnectionfailed", "sitemaintenance"})
#: Refusals that are about who asks, and what to do about each.
_ACCESS = {
    "invalidtoken": "the token is unknown to the site: make a new one and put it where the profile says",
    "accessexception": "the token's service does not hold this function, or its user may not use the service",
    "nopermissions": "give the token's user the capability that is named",
    "requireloginerror": "the token's user may not enter this course: enrol it, or give it the role in the category",
    "servicenotavailable": "the service is switched off, or not for this user: see External services on the site",
    "servicerequireslogin": "the token is used up: make a new one",
    "enablewsdescription": "switch web services on: Site administration → Advanced features",
    "usernotallowed": "let the token's user use the service: External services → Authorised users",
    "invalidiptoken": "the token is for other network addresses than this machine's",
    "webservicesnotenabled": "switch web services on: Site administration → Advanced features",
    "passwordisexpired": "the password of the token's user has run out",
    "wsaccessusersuspended": "the token's user is suspended",
    "wsaccessuserdeleted": "the token's user is deleted",
    "wsaccessuserunconfirmed": "the token's user is not confirmed",
    "missingrequiredcapability": "give the token's user the capability that is named",
}
_LONGEST_ANSWER = 64 * 1024 * 1024
_LONGEST_MESSAGE = 300


@dataclass(frozen=True, slots=True)
class Timeouts:
    """Seconds: to connect, between two bytes of the answer, and for a call with all its tries."""

    connect: float = 10
    read: float = 120
    total: float = 600


class Client:
    """A site, entered by a token. Safe to hand to one thread at a time."""

    def __init__(
        self,
        url: str,
        token: Token,
        timeouts: Timeouts | None = None,
        *,
        session: requests.Session | None = None,
        tries: int = 4,
        sleep: Callable[[float], None] = time.sleep,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        check_address(url)
        self.url = url.rstrip("/")
        self._token, self._timeouts, self._tries = token, timeouts or Timeouts(), tries
        self._session = session or new_session()
        self._sleep, self._clock = sleep, clock

    def __repr__(self) -> str:
        return f"Client({self.url})"

    def read(self, function: str, parameters: Mapping[str, Value] | None = None) -> Any:
        """Call a function that writes nothing; tried again where that may help.

        Raises TransportError, FunctionError, AccessError.
        """
        until = self._clock() + self._timeouts.total
        return self._trying(until, lambda: self._call(function, parameters or {}, until))

    def write(
        self, function: str, parameters: Mapping[str, Value], confirm: Callable[[], T | None] | None = None
    ) -> Any | T:
        """Call a function that writes.

        Where the connection broke after the site may have acted, `confirm` reads again: what it returns is the result,
        None means that nothing was written and the call may be sent again. Without `confirm` the error is raised.
        Raises like `read`.
        """
        until = self._clock() + self._timeouts.total

        def sent() -> Any:
            try:
                return self._call(function, parameters, until)
            except TransportError as error:
                if not error.reached or not error.retryable:
                    raise
                try:
                    found = confirm() if confirm else None
                except TransportError:
                    raise _final(error) from None  # nobody knows: sending it again could do it twice
                if found is not None:
                    return found
                if confirm is None:
                    raise _final(error) from None
                raise

        return self._trying(until, sent)

    def upload(self, payload: Payload, draft: int = 0, folder: str = "/") -> int:
        """Send a file into a draft area of the token's user, a new one for 0, and return the area's id.

        The answer must name the file and its size as they were sent. A name that is there already, from a try whose
        answer was lost, is refused by the site (`filenameexist`) and taken for arrived: the plugin compares the SHA-1
        of all it is given. Source: webservice/upload.php.
        """
        until = self._clock() + self._timeouts.total
        return self._trying(until, lambda: self._upload(payload, draft, folder, until))

    def reachable(self) -> tuple[float, float]:
        """Return the seconds that the site's web-service door takes, and the site's clock minus this one's.

        The second is NaN where the site does not say its time. Raises TransportError.
        """
        began = self._clock()
        answer = self._post("/webservice/rest/server.php", data={"moodlewsrestformat": "json"}, until=began + 60)
        took = self._clock() - began
        answer.close()
        return took, _offset(answer.headers.get("Date", ""))

    def _trying(self, until: float, act: Callable[[], T]) -> T:
        for number in range(1, self._tries + 1):
            try:
                return act()
            except TransportError as error:
                if not error.retryable or number == self._tries or self._clock() >= until:
                    raise
                pause = error.after
            except FunctionError as error:
                if error.errorcode not in _PASSING or number == self._tries or self._clock() >= until:
                    raise
                pause = 0.0
            wait = max(pause, 2.0 ** (number - 1) * (0.5 + random.random() / 2))  # spreads many clients
            if self._clock() + wait >= until:
                raise TransportError("the site does not answer in time", self.url, "try again later", retryable=True)
            self._sleep(wait)
        raise AssertionError("unreachable")

    def _call(self, function: str, parameters: Mapping[str, Value], until: float) -> Any:
        fields = [("wstoken", self._token.reveal()), ("wsfunction", function), ("moodlewsrestformat", "json")]
        # Texts as they are stored, not as a page would show them (lib/external/classes/util.php).
        fields.append(("moodlewssettingraw", "1"))
        answer = self._post("/webservice/rest/server.php", data=[*fields, *flatten(parameters)], until=until)
        value = self._json(answer, until)
        self._refuse(value, function)
        return value

    def _upload(self, payload: Payload, draft: int, folder: str, until: float) -> int:
        fields = (("token", self._token.reveal()), ("itemid", str(draft)), ("filepath", folder))
        body = Multipart(fields, payload)
        try:
            headers = {"Content-Type": body.content_type}
            answer = self._post("/webservice/upload.php", data=body, headers=headers, until=until)
        finally:
            body.close()
        value = self._json(answer, until)
        self._refuse(value, "upload")
        entry = value[0] if isinstance(value, list) and len(value) == 1 and isinstance(value[0], dict) else None
        if entry is None:
            raise TransportError("the site does not say what became of the file", payload.name, retryable=True)
        if draft and entry.get("errortype") == "filenameexist":
            return draft
        self._refuse(entry, "upload")
        if entry.get("filename") != payload.name:
            hint = "give the file a name of letters, digits, - and _"
            raise TransportError(f"the site calls it {self._shown(entry.get('filename'))!r}", payload.name, hint)
        if str(entry.get("filesize", payload.size)) != str(payload.size) or not str(entry.get("itemid")).isdigit():
            raise TransportError("the file did not arrive as it was sent", payload.name, "try again", retryable=True)
        return int(entry["itemid"])

    def _post(
        self, path: str, *, until: float, headers: Mapping[str, str] | None = None, data: Any
    ) -> requests.Response:
        left = until - self._clock()
        if left <= 0:
            raise TransportError("the site does not answer in time", self.url, retryable=True, reached=False)
        limits = (min(self._timeouts.connect, left), min(self._timeouts.read, left))
        sent = {"User-Agent": f"machina-scorm/{__version__}", "Accept": "application/json", **(headers or {})}
        try:
            # `verify` of the session gives way to REQUESTS_CA_BUNDLE; of the call it does not (requests/sessions.py).
            answer = self._session.post(
                self.url + path,
                data=data,
                headers=sent,
                timeout=limits,
                stream=True,
                allow_redirects=False,
                verify=self._session.verify,
            )
        except requests.RequestException as error:
            raise self._broken(error) from None  # the request, with its token, would be in the chain
        if answer.status_code != 200:
            with answer:
                raise self._unwelcome(answer)
        return answer

    def _json(self, answer: requests.Response, until: float) -> Any:
        found = bytearray()
        try:
            with answer:
                for chunk in answer.iter_content(65536):
                    found += chunk
                    if len(found) > _LONGEST_ANSWER:
                        raise TransportError("the answer has no end", self.url)
                    if self._clock() > until:
                        raise TransportError("the answer does not end in time", self.url, retryable=True)
        except requests.RequestException as error:
            raise self._broken(error) from None
        try:
            return json.loads(found)
        except (ValueError, RecursionError):
            start = self._shown(bytes(found[:200]).decode("utf-8", "replace"))
        if start.lstrip().startswith(("<", "﻿<")):
            message, hint = "a web page came instead of an answer", "is the address that of the Moodle site itself?"
        else:
            message, hint = f"the answer is cut off or no JSON: {start[:60]!r}", "try again"
        raise TransportError(message, self.url, hint, retryable=True) from None

    def _refuse(self, value: Any, function: str) -> None:
        """Raise what an answer's object says went wrong."""
        if not isinstance(value, dict) or not value.keys() & {"exception", "errorcode", "errortype", "error"}:
            return
        code = self._shown(value.get("errorcode") or value.get("errortype") or "unknown")
        message = self._shown(value.get("message") or value.get("error") or code)
        if value.get("debuginfo"):
            message += f" ({self._shown(value['debuginfo'])})"
        if code in _ACCESS:
            raise AccessError(f"{function}: {message}", self.url, _ACCESS[code], errorcode=code)
        raise FunctionError(f"{function}: {message} [{code}]", self.url, errorcode=code)

    def _broken(self, error: requests.RequestException) -> TransportError:
        """Return what a failed connection means; its text, which may hold the address, is masked."""
        where = self.url
        if isinstance(error, requests.exceptions.SSLError):
            if "ingerprint" in str(error):
                hint = "was it renewed? Ask the site's technicians for its SHA-256 fingerprint and mend pin:"
                return TransportError(
                    "the site's certificate is not the one that pin: names", where, hint, reached=False
                )
            hint = "the certificate must be valid and for this address; ca_file: names one of your own authority"
            return TransportError("the site cannot prove who it is", where, hint, reached=False)
        if isinstance(error, requests.exceptions.ConnectTimeout):
            hint = "is the address right, and the site up?"
            return TransportError("the site cannot be reached in time", where, hint, retryable=True, reached=False)
        if isinstance(error, requests.exceptions.Timeout):
            return TransportError("the site does not answer in time", where, "try again later", retryable=True)
        if "NameResolutionError" in repr(error):
            host = urlsplit(where).hostname
            hint = "is the address right, and this computer online?"
            return TransportError(f"no site is found by the name {host}", where, hint, retryable=True, reached=False)
        reached = not _never_sent(error)
        hint = "is the address right, and the site up?" if not reached else "try again"
        message = "the site cannot be reached" if not reached else "the connection broke"
        return TransportError(message, where, hint, retryable=True, reached=reached)

    def _unwelcome(self, answer: requests.Response) -> TransportError:
        """Return what an answer of another status than 200 means."""
        status = answer.status_code
        if 300 <= status < 400:
            target = urlsplit(answer.headers.get("Location", ""))
            there = self._shown(f"{target.scheme}://{target.netloc}{target.path}") if target.netloc else "a log-in page"
            return TransportError(
                f"the site sends us on to {there}", self.url, "put the right address into the profile"
            )
        if status in (404, 410):
            hint = "the address is that of the page one logs in at, without /login; switch web services on"
            return TransportError("there is no web service at this address", self.url, hint)
        if status in (401, 403):
            hint = "a proxy or firewall before the site forbids it: ask the site's technicians to let it through"
            return TransportError(f"forbidden (HTTP {status})", self.url, hint)
        if status == 413:
            hint = "the web server's limit is below Moodle's: ask for client_max_body_size or LimitRequestBody"
            return TransportError("the file is too big for the web server", self.url, hint)
        if status != 429 and status < 500:
            return TransportError(f"the site answers with HTTP {status}", self.url)
        later = answer.headers.get("Retry-After", "")
        after = float(later) if later.isascii() and later.isdigit() else 0.0
        message = f"the site failed (HTTP {status})"
        return TransportError(message, self.url, "try again later", retryable=True, after=after)

    def _shown(self, value: object) -> str:
        """Return a site's text as one short line without the token and without control characters."""
        text = self._token.redact(" ".join(str(value).split()))
        text = "".join(each for each in text if each.isprintable())
        return text if len(text) <= _LONGEST_MESSAGE else text[:_LONGEST_MESSAGE] + "…"


def _final(error: TransportError) -> TransportError:
    """Return the error as one that must not be tried again: the site may have acted."""
    return TransportError(error.message, error.where, "see what the site has, then try again", retryable=False)


def _never_sent(error: BaseException) -> bool:
    """Tell whether a connection failed before it was made (urllib3's NewConnectionError, deep in the arguments)."""
    names = {"NewConnectionError", "NameResolutionError", "ConnectTimeoutError", "ProxyError"}
    seen: list[object] = [error]
    for each in seen:
        if type(each).__name__ in names:
            return True
        if isinstance(each, BaseException) and len(seen) < 20:
            seen += [*each.args, getattr(each, "reason", None)]
    return False


def _offset(date: str) -> float:
    try:
        return parsedate_to_datetime(date).timestamp() - time.time()
    except ValueError:
        return float("nan")
