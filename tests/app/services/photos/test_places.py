"""Where photos were taken: kept only where that is asked for, shown in tables, and forgotten again."""

import csv
import json
from pathlib import Path

import numpy as np
from PIL import Image

from app.domain.box import Box
from app.domain.photo import north_east
from app.gallery import faces, people, photos
from app.services.handover.tables import write_table
from app.services.photos.importing import import_folder
from app.services.photos.reading import absolute
from app.services.photos.upkeep import forget_places
from app.services.workspace import Workspace
from app.vision.image_io import tags
from tests.app.services.handover.conftest import new_face

_GPS = 0x8825


def _taken_at(path: Path, **gps: object) -> None:
    """Write a photo of nothing with what a GPS said."""
    exif = Image.Exif()
    exif.get_ifd(_GPS).update({int(tag[1:]): value for tag, value in gps.items()})
    shade = int(np.random.default_rng(len(path.name)).integers(255))
    Image.new("RGB", (90, 60), (shade, 80, 40)).save(path, exif=exif)


def _place(workspace: Workspace, path: Path) -> str | None:
    with workspace.db.read() as session:
        found = photos.lookup(session, absolute(path))
    assert found is not None
    return found.place


def test_it_is_read_from_the_tags_where_they_make_sense(tmp_path: Path) -> None:
    path = tmp_path / "a.jpg"
    for gps, said in (
        ({"t1": "N", "t2": (48.0, 51.0, 30.132), "t3": "E", "t4": (2.0, 17.0, 40.128)}, (48.85837, 2.29448)),
        ({"t1": "S", "t2": (33.0, 51.402, 0.0), "t3": "W", "t4": (151.5, 0.0, 0.0)}, (-33.8567, -151.5)),
        ({"t1": "N", "t2": (0.0, 0.0, 0.0), "t3": "E", "t4": (0.0, 0.0, 0.0)}, None),
        ({"t1": "N", "t2": (95.0, 0.0, 0.0), "t3": "E", "t4": (2.0, 0.0, 0.0)}, None),
        ({"t1": "N", "t2": (48.0, 0.0, 0.0)}, None),
        ({}, None),
    ):
        _taken_at(path, **gps)
        assert tags(path.read_bytes()).place == said


def test_a_text_that_tells_no_place_is_none() -> None:
    assert north_east("48.5 -2.25") == (48.5, -2.25)
    assert [north_east(text) for text in (None, "", "x", "1", "1 2 3", "nan 2", "99 2")] == [None] * 7


def test_it_is_kept_only_when_asked_for_and_forgotten_again(workspace: Workspace, tmp_path: Path) -> None:
    album, home = tmp_path / "album", tmp_path / "album" / "home.jpg"
    album.mkdir()
    _taken_at(home, t1="N", t2=(48.0, 51.0, 30.132), t3="E", t4=(2.0, 17.0, 40.128))
    _taken_at(album / "nowhere.jpg")
    import_folder(workspace, album)
    assert _place(workspace, home) is None
    table = tmp_path / "table.csv"
    with workspace.db.write() as session:
        photo = photos.lookup(session, absolute(home))
        assert photo is not None
        ana, _ = people.get_or_create(session, "Ana")
        faces.add(session, [new_face(workspace, Box(9, 9, 20, 20), 1)], photo_id=photo.id, person_id=ana)
    write_table(workspace, table)
    assert "north" not in table.read_text(encoding="utf-8")

    import_folder(workspace, album, places=True)
    assert north_east(_place(workspace, home)) == (48.85837, 2.29448)
    assert _place(workspace, album / "nowhere.jpg") == ""
    write_table(workspace, table, overwrite=True)
    [row] = csv.DictReader(table.read_text(encoding="utf-8-sig").splitlines())
    assert (row["north"], row["east"]) == ("48.85837", "2.29448")
    write_table(workspace, tmp_path / "table.json")
    document = json.loads((tmp_path / "table.json").read_text(encoding="utf-8"))
    assert document["people"][0]["faces"][0]["north"] == 48.85837

    assert len(forget_places(workspace).photos) == 2
    assert _place(workspace, home) is None
