"""A fuzzing run of one reader, coverage-guided: `python tests/imports/fuzz_readers.py gift -runs=2000`.

A process of its own, because atheris ends it. It fails on any exception: a reader answers every input with problems.
"""

from __future__ import annotations

import sys

import atheris

with atheris.instrument_imports(include=["machina_scorm.imports", "machina_scorm.dialect"]):
    from machina_scorm.imports import ImportFile, read_data, readers

    readers()  # loads every reader now, so that its branches are counted

NAMES = {"gift": "bank.gift", "moodle-xml": "bank.xml", "aiken": "bank.txt", "table": "bank.csv"}


def main(form: str, options: list[str]) -> None:
    """Fuzz the reader named `form` until libFuzzer's `options` end the run."""

    def one(data: bytes) -> None:
        read_data(ImportFile(NAMES[form], data, ""), form)

    atheris.Setup([sys.argv[0], *options], one)
    atheris.Fuzz()


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2:])
