"""Names go out beside photos and come in again from there, each once, and undo takes all of it back."""

import shutil
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from app.core.errors import GalleryError, UsageError
from app.domain.box import Box
from app.domain.handover import PlannedName
from app.domain.region import Region
from app.services.handover import names_in, sources
from app.services.handover.names_out import Wanted, write_names
from app.services.people import browse, corrections
from app.services.workspace import Workspace, activity
from app.xmp import files, names, rdf
from tests.app.services.handover.conftest import Add
from trainer.pictures import decoding

_LEFT, _RIGHT = Box(40, 60, 80, 100), Box(250, 60, 80, 100)


def _everyone(workspace: Workspace) -> dict[str, int]:
    return {person.name: person.faces for person in browse.everyone(workspace)}


def _unname(workspace: Workspace) -> None:
    for person in browse.everyone(workspace):
        corrections.assign(workspace, browse.faces_of_person(workspace, person.id), None)
        corrections.remove_person(workspace, person.id)


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(1, 9))
def test_names_that_went_out_come_in_again(workspace: Workspace, album: Path, add: Add, turn: int) -> None:
    ids = add("a.jpg", (_LEFT, "Ana"), (_RIGHT, "Bo"), (Box(150, 200, 60, 60), None), turn=turn)
    before = (album / "a.jpg").read_bytes()
    written = write_names(workspace, Wanted())
    assert (written.photos, written.names, written.written, written.failed) == (1, 2, 1, [])
    assert (album / "a.jpg").read_bytes() == before
    assert write_names(workspace, Wanted()).same == 1
    _unname(workspace)
    plan = sources.plan(workspace, album)
    assert [(one.name, one.faces) for one in plan.people] == [("Ana", (ids[0],)), ("Bo", (ids[1],))]
    changes = names_in.take_over(workspace, plan.people, "album")
    assert changes.faces == set(ids[:2])
    assert str(changes.label) == "Took over the names of 2 faces from album"
    assert _everyone(workspace) == {"Ana": 1, "Bo": 1}
    assert [one.same for one in sources.plan(workspace, album).people] == [1, 1]
    activity.undo(workspace)
    assert _everyone(workspace) == {}
    activity.redo(workspace)
    assert _everyone(workspace) == {"Ana": 1, "Bo": 1}


@pytest.mark.slow
def test_what_was_said_here_stays(workspace: Workspace, album: Path, add: Add) -> None:
    first, second, third = (
        add("a.jpg", (_LEFT, "Ana"))[0],
        add("b.jpg", (_LEFT, "Ana"))[0],
        add("c.jpg", (_LEFT, "Ana"))[0],
    )
    write_names(workspace, Wanted())
    corrections.deny(workspace, [first], browse.find(workspace, "Ana"))
    corrections.name(workspace, [second], "Bo", apart=True)
    corrections.set_aside(workspace, [third], ignored=True)
    corrections.assign(workspace, [third], None)
    corrections.set_aside(workspace, [third], ignored=True)
    (planned,) = sources.plan(workspace, album).people
    assert (planned.faces, planned.kept, planned.usable) == ((), 3, False)
    with pytest.raises(GalleryError, match="nothing to take over"):
        names_in.take_over(workspace, [PlannedName("Ana", (first, second))], "album")
    assert activity.history(workspace, 1, None)[0].kind != "names"


def test_what_has_no_face_or_is_not_in_the_library_is_counted(
    workspace: Workspace, album: Path, add: Add
) -> None:
    add("a.jpg", (_LEFT, "Ana"))
    write_names(workspace, Wanted())
    shutil.move(album / "a.jpg.xmp", album / "b.jpg.xmp")
    add("b.jpg", (_RIGHT, None))
    shutil.copy(album / "b.jpg.xmp", album / "c.xmp")
    shutil.copy(album / "b.jpg", album / "c.jpg")
    (album / "d.jpg").write_bytes(b"no picture")
    plan = sources.plan(workspace, album)
    (planned,) = plan.people
    assert (planned.faces, len(planned.places), plan.photos, plan.unknown) == ((), 1, 1, 1)
    assert [Path(one.path).name for one in plan.failed] == ["d.jpg"]
    with pytest.raises(UsageError):
        sources.plan(workspace, album / "gone")


@pytest.mark.slow
def test_a_name_where_no_face_was_found_is_kept_as_a_box_drawn_by_hand(
    workspace: Workspace, album: Path, add: Add
) -> None:
    (face,) = add("a.jpg", (_LEFT, "Ana"))
    write_names(workspace, Wanted())
    _unname(workspace)
    shutil.copy(album / "a.jpg.xmp", album / "b.jpg.xmp")
    shutil.copy(album / "a.jpg.xmp", album / "c.jpg.xmp")
    add("b.jpg", (_RIGHT, None))
    (gone,) = add("c.jpg", (_LEFT, None))
    corrections.remove_faces(workspace, [gone])
    (planned,) = sources.plan(workspace, album).people
    assert (planned.faces, len(planned.places), planned.kept, planned.count) == ((face,), 1, 1, 2)
    changes = names_in.take_over(workspace, [planned], "album")
    (drawn,) = browse.get_faces(workspace, changes.faces - {face})
    assert (drawn.origin, drawn.placed) == ("drawn", False)
    assert drawn.box.iou(_LEFT) > 0.9
    assert _everyone(workspace) == {"Ana": 2}
    assert sources.plan(workspace, album).people[0].same == 2
    with pytest.raises(GalleryError, match="nothing to take over"):
        names_in.take_over(workspace, [planned], "album")
    activity.undo(workspace)
    assert _everyone(workspace) == {}


def test_a_name_without_a_place_is_the_only_face_that_is_left(
    workspace: Workspace, album: Path, add: Add
) -> None:
    tags = (
        '<rdf:Description rdf:about="" xmlns:digiKam="http://www.digikam.org/ns/1.0/"><digiKam:TagsList>'
        "<rdf:Seq><rdf:li>People/Cy</rdf:li></rdf:Seq></digiKam:TagsList></rdf:Description></rdf:RDF>"
    )
    (face,) = add("a.jpg", (_LEFT, None))
    add("b.jpg", (_LEFT, None), (_RIGHT, None))
    for name in ("a.xmp", "b.xmp"):
        (album / name).write_text(rdf.EMPTY.decode().replace("</rdf:RDF>", tags), "utf-8")
    (planned,) = sources.plan(workspace, album).people
    assert (planned.name, planned.faces, planned.missing) == ("Cy", (face,), 1)


def _said(path: Path) -> tuple[set[str], set[str]]:
    said = names.read(path.read_bytes())
    return {region.name for region in said.regions}, set(said.tags)


@pytest.mark.parametrize("in_files", [False, True])
def test_what_was_written_goes_out_again_with_the_name_or_the_face(
    workspace: Workspace, album: Path, add: Add, in_files: bool
) -> None:
    ana, bo, cy = add("a.jpg", (_LEFT, "Ana"), (_RIGHT, "Bo"), (Box(150, 200, 60, 60), "Cy"), turn=6)

    def written() -> set[str]:
        data = files.header(album / "a.jpg").packets[0] if in_files else (album / "a.jpg.xmp").read_bytes()
        said = names.read(data)
        assert {region.name for region in said.regions} == set(said.tags)
        return set(said.tags)

    wanted = Wanted(in_files=in_files)
    write_names(workspace, wanted)
    assert written() == {"Ana", "Bo", "Cy"}
    corrections.assign(workspace, [ana], None)
    corrections.remove_faces(workspace, [bo])
    corrections.name(workspace, [cy], "Di", apart=True)
    assert write_names(workspace, Wanted(in_files=in_files, dry_run=True)).written == 1
    assert written() == {"Ana", "Bo", "Cy"}
    assert write_names(workspace, wanted).written == 1
    assert written() == {"Di"}
    corrections.assign(workspace, [cy], None)
    assert write_names(workspace, wanted).written == 1
    assert written() == set()
    assert write_names(workspace, wanted).photos == 0


def test_what_others_wrote_stays_when_a_name_is_taken_out(
    workspace: Workspace, album: Path, add: Add
) -> None:
    (ana,) = add("a.jpg", (_LEFT, "Ana"))
    area = Box(_LEFT.x / 400, _LEFT.y / 300, _LEFT.w / 400, _LEFT.h / 300)
    sidecar = album / "a.jpg.xmp"
    sidecar.write_bytes(names.write(rdf.EMPTY, [Region("Ana", area)], (400, 300)))
    before = sidecar.read_bytes()
    assert write_names(workspace, Wanted()).same == 1
    corrections.assign(workspace, [ana], None)
    write_names(workspace, Wanted())
    assert sidecar.read_bytes() == before

    (bo,) = add("b.jpg", (_RIGHT, "Bo"))
    other = album / "b.jpg.xmp"
    other.write_bytes(before)
    write_names(workspace, Wanted())
    assert _said(other) == ({"Ana", "Bo"}, {"Ana", "Bo"})
    named = other.read_bytes()
    other.write_bytes(named.replace(b">Bo<", b">Bob<"))  # another program calls him so
    corrections.assign(workspace, [bo], None)
    write_names(workspace, Wanted())
    assert _said(other)[0] == {"Ana", "Bob"}
    corrections.name(workspace, [bo], "Bo", apart=True)
    write_names(workspace, Wanted())
    assert "Bob" not in _said(other)[0]


def test_names_go_into_the_files_when_asked_and_the_gallery_knows_them_still(
    workspace: Workspace, album: Path, add: Add
) -> None:
    (face,) = add("a.jpg", (_LEFT, "Ana"), turn=6)
    path = album / "a.jpg"
    path.chmod(0o640)
    before, pixels = path.read_bytes(), decoding.load(path)
    assert write_names(workspace, Wanted(in_files=True, dry_run=True)).written == 1
    assert path.read_bytes() == before
    assert write_names(workspace, Wanted(in_files=True)).written == 1
    assert write_names(workspace, Wanted(in_files=True)).same == 1
    assert np.array_equal(decoding.load(path), pixels)
    assert path.stat().st_mode & 0o777 == 0o640
    assert [one.name for one in names.read(files.header(path).packets[0]).regions] == ["Ana"]
    (stored,) = browse.get_faces(workspace, [face])
    assert stored.photo is not None
    kept = browse.photo(workspace, stored.photo)
    assert (kept.size, kept.mtime_ns) == (path.stat().st_size, path.stat().st_mtime_ns)
    assert sorted(one.name for one in album.iterdir()) == ["a.jpg"]


@pytest.mark.parametrize("in_files", [True, False])
def test_another_picture_in_a_photos_place_gets_no_names(
    workspace: Workspace, album: Path, add: Add, in_files: bool
) -> None:
    add("a.jpg", (_LEFT, "Ana"))
    Image.new("RGB", (400, 300), "red").save(album / "a.jpg")
    before = (album / "a.jpg").read_bytes()
    result = write_names(workspace, Wanted(in_files=in_files))
    assert (result.written, [Path(one.path).name for one in result.failed]) == (0, ["a.jpg"])
    assert "something else" in result.failed[0].reason
    assert [one.name for one in album.iterdir()] == ["a.jpg"]
    assert (album / "a.jpg").read_bytes() == before


def test_other_files_keep_their_names_beside_them(workspace: Workspace, album: Path, add: Add) -> None:
    add("a.png", (_LEFT, "Ana"))
    add("b.jpg", (_LEFT, "Bo"))
    add("gone.jpg", (_LEFT, "Ana"))
    (album / "gone.jpg").unlink()
    result = write_names(workspace, Wanted(in_files=True))
    assert result.written == 1
    assert sorted(Path(one.path).name for one in result.failed) == ["a.png", "gone.jpg"]
    only = write_names(workspace, Wanted(people={browse.find(workspace, "Ana")}, folder=album))
    assert only.written == 1
    assert (album / "a.png.xmp").is_file()
    assert (album / "a.png.xmp").stat().st_mode & 0o777 == (album / "a.png").stat().st_mode & 0o666
