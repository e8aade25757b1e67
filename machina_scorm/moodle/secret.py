"""Tokens: where they come from, and how they stay out of everything that is printed.

Not here: what is sent with them (client.py).
"""

from __future__ import annotations

import os
import re
import stat
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from machina_scorm.errors import MoodleError

#: What stands where a token would.
MASK = "•••"
#: Moodle's are 32 hexadecimal digits (lib/external/classes/util.php, md5); other services' need not be.
_SHAPE = re.compile(r"[A-Za-z0-9]{16,128}")


class Token:
    """A secret that no printing, logging or comparing gives away."""

    __slots__ = ("_value",)

    def __init__(self, value: str) -> None:
        self._value = value

    def reveal(self) -> str:
        """Return the secret itself: only for the body of a request."""
        return self._value

    def redact(self, text: str) -> str:
        """Return `text` with the mask in the token's place."""
        return text.replace(self._value, MASK) if self._value else text

    def __repr__(self) -> str:
        return f"Token({MASK})"

    __str__ = __repr__

    def __reduce__(self) -> str:
        raise TypeError("a token is not to be stored")


@dataclass(frozen=True, slots=True)
class TokenSource:
    """Where a token comes from. `kind` is `env`, `file` or `keyring`; `name` a variable, a path or a service."""

    kind: str
    name: str

    def __str__(self) -> str:
        match self.kind:
            case "file":
                return f"the file {self.name}"
            case "keyring":
                return f"the keyring's entry {self.name!r}"
        return f"the environment variable {self.name}"


def variable_of(site: str) -> str:
    """Return the environment variable that holds a site's token where its profile names none: MACHINA_TOKEN_<SITE>."""
    return "MACHINA_TOKEN_" + re.sub(r"[^A-Z0-9]+", "_", site.upper())


def read_token(source: TokenSource, site: str, root: Path, environment: Mapping[str, str] | None = None) -> Token:
    """Return a site's token.

    Raises MoodleError where there is none, where others can read the file, and where the file lies in the course's
    folder `root`, which is copied and shared. Never says what it found.
    """
    match source.kind:
        case "file":
            found = _from_file(Path(source.name).expanduser(), root)
        case "keyring":
            found = _from_keyring(source.name, site)
        case _:
            found = (os.environ if environment is None else environment).get(source.name, "")
    value = found.strip()
    if not value:
        hint = f"put the token of the site into {source}; `machina moodle doctor --help` says how to get one"
        raise MoodleError("there is no token", site, hint)
    if not _SHAPE.fullmatch(value):
        hint = "a token is letters and digits alone, 32 of them; copy it again"
        raise MoodleError(f"what {source} holds is no token", site, hint)
    return Token(value)


def _from_file(path: Path, root: Path) -> str:
    path = path if path.is_absolute() else root / path
    try:
        real = path.resolve(strict=True)
        if real.is_relative_to(root.resolve()):
            hint = "move it to your home folder: the course's folder is copied and shared"
            raise MoodleError("a token lies in the course's folder", str(path), hint)
        if os.name == "posix" and stat.S_IMODE(real.stat().st_mode) & 0o077:
            raise MoodleError("others can read the token", str(path), f"chmod 600 {path}")
        return real.read_text("utf-8")
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is no text"
        raise MoodleError(f"the token cannot be read: {reason}", str(path), "check token.file in the profile") from None


def _from_keyring(service: str, site: str) -> str:
    try:
        import keyring  # an optional extra: few machines have one
        import keyring.errors
    except ImportError:
        hint = "pip install 'machina-scorm[keyring]', or use token.env"
        raise MoodleError("the package keyring is not installed", site, hint) from None
    try:
        return keyring.get_password(service, site) or ""
    except keyring.errors.KeyringError as error:  # none on this machine, locked, refused by its user
        hint = "unlock it, or use token.env or token.file: a machine without a desktop seldom has a keyring"
        raise MoodleError(f"the keyring does not open ({type(error).__name__})", site, hint) from None
