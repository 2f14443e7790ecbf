"""digiKam's database, read and never written: who is tagged in which picture, and where."""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from app.core.errors import UsageError
from app.core.text import quote, say
from app.gallery.sqlite import driver

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
            rows = [row for query in (_REGIONS, _TAGGED) for row in connection.execute(query)]
    except (OSError, driver.Error) as error:
        raise UsageError(
            say("{path} is no database of digiKam", path=database),
            why=quote(error),
            remedy=say("It is called digikam4.db and lies in the topmost folder of your pictures"),
        ) from error
    return [_tagged(*row) for row in rows]


def _tagged(root: Any, within: Any, album: Any, file: Any, name: Any, *rest: Any) -> Tagged:
    return Tagged(
        str(root or ""), str(within or ""), str(album or ""), str(file or ""), str(name or ""), *rest
    )


@contextmanager
def _copied(database: Path) -> Iterator[Path]:
    with tempfile.TemporaryDirectory(prefix="kith-digikam-") as folder:
        copy = Path(folder) / "copy.db"
        shutil.copyfile(database, copy)
        for suffix in ("-wal", "-journal"):
            log = database.with_name(database.name + suffix)
            if log.is_file():
                shutil.copyfile(log, copy.with_name(copy.name + suffix))
        yield copy
