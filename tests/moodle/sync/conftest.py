"""A site that has the tiny course, made once; every test gets a copy of it."""

from __future__ import annotations

import pytest
import tiny
from fake import FakeSite


@pytest.fixture(scope="session")
def there(tmp_path_factory: pytest.TempPathFactory) -> FakeSite:
    return tiny.site_with(tiny.tiny(), tmp_path_factory.mktemp("there"))


@pytest.fixture
def site(there: FakeSite) -> FakeSite:
    """A Moodle 4.5 that has the tiny course."""
    return tiny.copy_of(there)
