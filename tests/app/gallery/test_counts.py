"""How much there is, in all and by folder."""

from collections.abc import Callable
from pathlib import Path

from app.core.text import quote
from app.domain.photo import Counts
from app.gallery import faces, people, photos
from app.gallery.counts import by_folder, counts
from app.gallery.database import Database
from app.gallery.records import NewFace, PhotoFile

MakeFace = Callable[..., NewFace]
MakePhoto = Callable[[Path | str], PhotoFile]


def test_people_photos_and_faces_are_counted(
    db: Database, make_face: MakeFace, make_photo: MakePhoto
) -> None:
    with db.write() as session:
        assert counts(session) == Counts(people=0, photos=0, faces=0, unnamed=0, aside=0, failed=0)
        ann, _ = people.create(session, "Ann")
        _, first, _ = photos.record(session, make_photo("/a/1.jpg"), [make_face(), make_face()])
        photos.record(session, make_photo("/a/b/2.jpg"), [make_face()], person_id=ann)
        photos.record_failure(session, Path("/a/3.jpg"), quote("broken"))
        faces.ignore(session, first[:1])
        gone, _ = faces.add(session, [make_face()])
        faces.remove(session, gone)
        assert counts(session) == Counts(people=1, photos=3, faces=3, unnamed=1, aside=1, failed=1)
        assert by_folder(session) == {
            Path("/a"): {"photos": 2, "faces": 2, "failed": 1},
            Path("/a/b"): {"photos": 1, "faces": 1, "failed": 0},
        }
        assert photos.failures(session)[0][1:] == (Path("/a/3.jpg"), "broken")
        assert photos.paths_of(session, [*first, *gone]) == dict.fromkeys(first, Path("/a/1.jpg"))
