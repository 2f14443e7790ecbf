"""Forgetting leaves no trace in any file, even if it was cut off."""

import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from sqlalchemy import text

from app.gallery import people
from app.services.models import catalogue
from app.services.people import privacy
from app.services.recognise.identify import identify
from app.services.workspace import Workspace

Kith = Callable[..., Any]


def _traces(workspace: Workspace, name: str) -> list[bytes]:
    """All that the gallery holds of a person, as it would lie in a file."""
    query = (
        "SELECT c.image, c.landmarks, f.landmarks, e.vector, CAST(p.path AS BLOB) FROM face f"
        " JOIN person ON person.id = f.person_id JOIN chip c ON c.face_id = f.id"
        " JOIN embedding e ON e.face_id = f.id LEFT JOIN photo p ON p.id = f.photo_id"
        " WHERE person.name = :name"
    )
    with workspace.db.read() as session:
        rows = session.execute(text(query), {"name": name}).all()
    found = {bytes(value) for row in rows for value in row if value}
    # a long value is spread over pages: a part from its middle is enough to tell
    return [value[len(value) // 2 :][:64] for value in found] + [name.encode()]


def _found(folder: Path, traces: list[bytes]) -> list[bytes]:
    data = b"\0".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())
    return [trace for trace in traces if trace in data]


def test_nothing_of_a_forgotten_person_is_left_after_retraining(
    retrained: Path, lfw: dict[str, list[Path]]
) -> None:
    with Workspace.open(retrained) as workspace:
        catalogue.switch(workspace, catalogue.everything(workspace)[-1])
        traces = _traces(workspace, "Tony Blair")
        assert len(traces) > 5 * 4
    assert len(_found(retrained, traces)) == len(traces)
    with Workspace.open(retrained) as workspace:
        privacy.forget(workspace, "Tony Blair")
        assert _found(retrained, traces) == []
    assert _found(retrained, traces) == []
    with Workspace.open(retrained) as workspace:
        probes = {photos[8]: name for name, photos in lfw.items()}
        named = {picture.path: picture.faces[0].name for picture in identify(workspace, probes)}
    assert named.pop(lfw["Tony Blair"][8]) is None
    assert sum(name == probes[path] for path, name in named.items()) >= 8


def test_merged_undone_and_renamed_the_person_is_found_all_the_same(kith: Kith, known: Path) -> None:
    with Workspace.open(known) as workspace:
        traces = _traces(workspace, "Tony Blair")
    assert kith("rename", "Tony Blair", "Sir Tony").code == 0
    assert kith("merge", "Colin Powell", "Sir Tony").code == 0
    assert kith("undo").code == 0
    assert kith("forget", "Sir Tony").code == 0
    assert _found(known, [*traces, b"Sir Tony"]) == []
    assert len(kith("people", "--json").document["people"]) == 9
    assert kith("forget", "Sir Tony").code == 2


def test_a_forget_that_was_cut_off_is_made_up_for(known: Path, tmp_path: Path) -> None:
    with Workspace.open(known) as workspace:
        traces = _traces(workspace, "Tony Blair")
        with workspace.db.write() as session:
            (person,) = people.named(session, "Tony Blair")
            people.forget(session, person)
        cut_off = Path(shutil.copytree(known, tmp_path / "cut off"))  # as a kill after the commit leaves it
    assert _found(cut_off, traces) != []
    with Workspace.open(cut_off):
        assert _found(cut_off, traces) == []


def test_a_scrub_that_another_program_holds_up_stays_due(known: Path) -> None:
    with Workspace.open(known) as workspace:
        traces = _traces(workspace, "Tony Blair")
        with workspace.db.write() as session:
            people.forget(session, people.named(session, "Tony Blair")[0])
        with workspace.db.read() as reader:
            reader.execute(text("SELECT count(*) FROM face")).scalar()  # a reader that stays
            with Workspace.open(known) as other:  # opens all the same
                assert other.db.scrub_due()
        with Workspace.open(known) as other:
            assert not other.db.scrub_due()
    assert _found(known, traces) == []
