"""The companion plugin as a zip that Moodle's "Install plugins" page takes."""

from __future__ import annotations

from machina_scorm.package.archive import pack
from machina_scorm.resources import resource_bytes

#: The folder that Moodle expects in the zip: the plugin's name without its type (admin/tool/installaddon).
_FOLDER = "machina"


def plugin_zip() -> bytes:
    """Return the zip; the same plugin gives the same bytes."""
    files = resource_bytes("moodle/local_machina")
    own = {path: data for path, data in files.items() if not any(part.startswith(".") for part in path.split("/"))}
    return pack({f"{_FOLDER}/{path}": data for path, data in own.items()})
