"""What the tests of the command line share."""

from collections.abc import Iterator

import pytest

from app.core import language


@pytest.fixture
def german() -> Iterator[None]:
    """Speak German in this process."""
    language.use("de")
    yield
    language.use("en")
