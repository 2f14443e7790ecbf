"""An error that no code expects is Kith's mistake, unless the gallery holds what does not belong there."""

from contextlib import closing
from pathlib import Path

import pytest

from app.core.errors import BugError, StorageError
from app.engine.protocol import Failed
from app.engine.replies import answer
from app.gallery import people
from app.gallery.database import Database
from app.gallery.sqlite import connect


@pytest.mark.logs_errors("request failed")
def test_a_damaged_gallery_is_told_from_a_mistake_of_kiths(tmp_path: Path) -> None:
    def births() -> list[int]:
        with closing(connect(file)) as connection:
            return [int(born) for (born,) in connection.execute("SELECT born FROM person")]

    with closing(Database.open(tmp_path)) as gallery, gallery.write() as session:
        file = gallery.file
        people.create(session, "Ann")
    sound = answer(1, births, tmp_path)  # nobody's birth is known
    assert isinstance(sound, Failed)
    assert isinstance(sound.error, BugError)
    with closing(connect(file)) as connection:
        connection.execute("UPDATE person SET born = x'00'")
    damaged = answer(2, births, tmp_path)
    assert isinstance(damaged, Failed)
    assert isinstance(damaged.error, StorageError)
    assert "kith doctor --repair" in damaged.error.text
    assert not damaged.details
