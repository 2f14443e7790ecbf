import pytest
from sqlalchemy.exc import OperationalError

from app.core.errors import GalleryError
from app.core.text import quote
from app.gallery.sqlite import driver, journal_mode, known_errors


@pytest.mark.parametrize(
    ("version", "mode"),
    [
        ((3, 40, 1), "DELETE"),
        ((3, 51, 2), "DELETE"),
        ((3, 51, 3), "WAL"),
        ((3, 53, 4), "WAL"),
        ((4, 0, 0), "WAL"),
    ],
)
def test_journal_mode(version: tuple[int, ...], mode: str) -> None:
    assert journal_mode(version) == mode


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("database or disk is full", "disk is full"),
        ("attempt to write a readonly database", "read-only"),
        ("database disk image is malformed", "damaged"),
        ("no such column: face.x", "damaged"),
    ],
)
def test_known_errors_say_why(text: str, why: str) -> None:
    with pytest.raises(GalleryError, match=why) as caught, known_errors(GalleryError, quote("It failed")):
        raise OperationalError("SELECT 1", {}, driver.OperationalError(text))
    assert caught.value.what == "It failed"
    assert caught.value.remedy


def test_other_errors_pass() -> None:
    with (
        pytest.raises(driver.OperationalError, match="syntax error"),
        known_errors(GalleryError, quote("It failed")),
    ):
        raise driver.OperationalError('near "SELEC": syntax error')
