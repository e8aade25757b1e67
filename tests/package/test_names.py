"""Names for files, manifests and interactions."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from machina_scorm.package.names import file_name, identifier, interaction_id


def test_file_names_are_plain_and_told_apart() -> None:
    assert file_name("Modèle 1.svg") == "Modele-1.svg"
    assert file_name("../etc/passwd") == "passwd"
    assert file_name("Μοντέλο.svg") == "file.svg"
    assert file_name("A.svg", {"a.svg", "a-2.svg"}) == "A-3.svg"


def test_identifiers_come_from_keys() -> None:
    assert identifier("machina", "lu1/l1-introduction") == "machina-lu1-l1-introduction"
    assert identifier("2024") == "id-2024"
    assert interaction_id("lu1/l1-introduction/q-rules") == "lu1.l1_introduction.q_rules"


@given(st.text(), st.sets(st.text(max_size=5), max_size=3))
def test_any_name_becomes_a_safe_one(name: str, taken: set[str]) -> None:
    made = file_name(name, taken)
    assert re.fullmatch(r"[A-Za-z0-9_][A-Za-z0-9._-]*", made)
    assert made not in taken and made.lower() not in taken


@given(st.lists(st.text(), min_size=1))
def test_any_key_becomes_an_ncname(parts: list[str]) -> None:
    assert re.fullmatch(r"[A-Za-z_][A-Za-z0-9_-]*", identifier(*parts))
