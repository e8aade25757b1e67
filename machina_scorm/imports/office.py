"""Word and Excel files of strangers: opened only if the package is sound, small and free of document types."""

from __future__ import annotations

from machina_scorm.imports import ImportFile
from machina_scorm.imports.limits import open_package
from machina_scorm.problems import Report

#: How an Office file of before 2007 begins (OLE2).
OLD = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def holds(data: bytes, part: str) -> bool:
    """Tell whether the bytes are a zip that names a part; cheap, looks at the directory at the end only."""
    return data.startswith(b"PK") and part.encode() in data[-100_000:]


def is_safe(file: ImportFile, report: Report) -> bool:
    """Tell whether an Office package can be opened; the reason is in `report`.

    No part of it may have a document type: Office writes none (ECMA-376 part 2, 8.1.1), and entities come from there.
    """
    if file.data.startswith(OLD):
        hint = "open it and save it in the new format (.docx, .xlsx, .pptx)"
        report.add("import-old-office", "the file is of the old Office format, or has a password", file.at(), hint)
        return False
    with open_package(file, report) as package:
        if package is None:
            return False
        for name in package.names:
            if not name.lower().endswith((".xml", ".rels", ".vml")):
                continue
            data = package.read(name, report)
            if data is None:
                return False
            head = data.replace(b"\0", b"") if data.startswith((b"\xff\xfe", b"\xfe\xff")) else data
            if b"<!DOCTYPE" in head:
                message = f"{name} in it declares a document type"
                report.add("import-xml-entity", message, file.at(), "do not trust this file")
                return False
    return True
