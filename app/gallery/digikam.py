"""digiKam's database, read and never written: who is tagged in which picture, and where."""

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from errno import EFBIG
from pathlib import Path
from typing import Any

from app.core.errors import UsageError
from app.core.text import Text, quote, say
from app.gallery.sqlite import driver

_MOST_BYTES = 4_000_000_000
_NOBODY = "'unknownPerson', 'unconfirmedPerson', 'ignoredPerson'"
_REGIONS = f"""
SELECT r.identifier, r.specificPath, a.relativePath, i.name, t.name, p.value,
       n.width, n.height, n.orientation
FROM ImageTagProperties p
JOIN Images i ON i.id = p.imageid
JOIN Albums a ON a.id = i.album
JOIN AlbumRoots r ON r.id = a.albumRoot
JOIN Tags t ON t.id = p.tagid
LEFT JOIN ImageInformation n ON n.imageid = i.id
WHERE p.property = 'tagRegion'
  AND t.id NOT IN (SELECT tagid FROM TagProperties WHERE property IN ({_NOBODY}))
"""  # noqa: S608 - of constants
_TAGGED = f"""
SELECT r.identifier, r.specificPath, a.relativePath, i.name, t.name, NULL, NULL, NULL, NULL
FROM ImageTags g
JOIN Images i ON i.id = g.imageid
JOIN Albums a ON a.id = i.album
JOIN AlbumRoots r ON r.id = a.albumRoot
JOIN Tags t ON t.id = g.tagid
WHERE t.id IN (SELECT tagid FROM TagProperties WHERE property = 'person')
  AND t.id NOT IN (SELECT tagid FROM TagProperties WHERE property IN ({_NOBODY}))
  AND NOT EXISTS (SELECT 1 FROM ImageTagProperties p
                  WHERE p.imageid = g.imageid AND p.tagid = g.tagid AND p.property = 'tagRegion')
"""  # noqa: S608 - of constants
_TABLES = (
    *("AlbumRoots", "Albums", "Images", "ImageInformation", "Tags", "TagProperties", "ImageTags"),
    "ImageTagProperties",
)


@dataclass(frozen=True, slots=True)
class Tagged:
    """Somebody who is tagged in a picture.

    Attributes:
        root: What digiKam knows the collection by, such as `volumeid:?path=%2Fhome%2Fana%2FPictures`.
        within: The collection's folder on its volume.
        album: The picture's folder in the collection.
        file: The picture's name.
        name: Who.
        region: Where, as digiKam writes it (`<rect x="..."/>`), or None.
        width: Of the picture as it is stored, in pixels, or None.
        height: Of the same.
        orientation: Its EXIF orientation, or None.
    """

    root: str
    within: str
    album: str
    file: str
    name: str
    region: str | None
    width: int | None
    height: int | None
    orientation: int | None


def tagged(database: Path) -> list[Tagged]:
    """Read who is tagged in the pictures of a digiKam database: a copy of it, so that it is never touched.

    Raises:
        UsageError: It is not digiKam's, or cannot be read.
    """
    try:
        with _copied(database) as copy, closing(driver.connect(str(copy))) as connection:
            if not all(_is_plain(connection, table) for table in _TABLES):
                raise _none_of_its(database, say("its tables are not those of digiKam"))
            rows = [row for query in (_REGIONS, _TAGGED) for row in connection.execute(query)]
    except (OSError, driver.Error, UnicodeDecodeError) as error:
        raise _none_of_its(database, quote(error)) from error
    return [_tagged(*row) for row in rows]


def _is_plain(connection: Any, table: str) -> bool:
    """Whether a table is nothing but one: a view, or a column that is computed, may take for ever to read."""
    made = connection.execute(
        "SELECT type, sql FROM sqlite_master WHERE lower(tbl_name) = lower(?)", (table,)
    )
    others = any(kind == "view" or sql.startswith("CREATE VIRTUAL") for kind, sql in made if sql)
    columns = connection.execute(f"PRAGMA table_xinfo({table})").fetchall()
    return not others and not any(column[-1] for column in columns)


def _none_of_its(database: Path, why: Text) -> UsageError:
    return UsageError(
        say("{path} is no database of digiKam", path=database),
        why=why,
        remedy=say("It is called digikam4.db and lies in the topmost folder of your pictures"),
    )


def _tagged(*row: Any) -> Tagged:
    """A row as it should be: what is of another kind, as a hostile file may have it, is left out."""
    root, within, album, file, name, region = (one if isinstance(one, str) else "" for one in row[:6])
    width, height, orientation = (one if isinstance(one, int) else None for one in row[6:])
    return Tagged(root, within, album, file, name, region or None, width, height, orientation)


@contextmanager
def _copied(database: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="kith-digikam-") as folder:
        copy = Path(folder) / "copy.db"
        if database.stat().st_size > _MOST_BYTES:
            raise OSError(EFBIG, os.strerror(EFBIG))
        shutil.copyfile(database, copy)
        for suffix in ("-wal", "-journal"):
            log = database.with_name(database.name + suffix)
            if log.is_file():
                shutil.copyfile(log, copy.with_name(copy.name + suffix))
        yield copy
