"""Forgetting leaves no trace in any file, even if it was cut off or the disk is full."""

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.core import reserve
from app.core.errors import StorageError
from app.domain.access import What
from app.domain.consent import Consent
from app.gallery import forgetting, people, photos
from app.services.models import catalogue
from app.services.people import browse, privacy, rights
from app.services.photos.importing import import_folder
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
            forgetting.forget(session, person)
        cut_off = Path(shutil.copytree(known, tmp_path / "cut off"))  # as a kill after the commit leaves it
    assert _found(cut_off, traces) != []
    with Workspace.open(cut_off):
        assert _found(cut_off, traces) == []


def test_a_scrub_that_another_program_holds_up_stays_due(known: Path) -> None:
    with Workspace.open(known) as workspace:
        traces = _traces(workspace, "Tony Blair")
        with workspace.db.write() as session:
            forgetting.forget(session, people.named(session, "Tony Blair")[0])
        with workspace.db.read() as reader:
            reader.execute(text("SELECT count(*) FROM face")).scalar()  # a reader that stays
            with Workspace.open(known) as other:  # opens all the same
                assert other.db.scrub_due()
        with Workspace.open(known) as other:
            assert not other.db.scrub_due()
    assert _found(known, traces) == []


def _folder_of(name: str, photos: list[Path], place: Path) -> Path:
    folder = place / name.replace(" ", "_")
    folder.mkdir(parents=True)
    for photo in photos:
        shutil.copy2(photo, folder)
    return folder


def test_the_name_is_gone_from_paths_too(
    kith: Kith, known: Path, lfw: dict[str, list[Path]], tmp_path: Path
) -> None:
    """Photos of others, unreadable files, copies, what was watched: all at such paths."""
    place = tmp_path / "p"
    folder = _folder_of("Zoltan Quxley", [*lfw["Tony Blair"][5:7], lfw["Colin Powell"][6]], place)
    (folder / "quxley_bad.jpg").write_bytes(b"junk")
    shutil.copy2(lfw["Tony Blair"][5], folder / "again.jpg")
    shutil.copy2(lfw["Tony Blair"][0], folder / "known elsewhere.jpg")
    with Workspace.open(known) as workspace:
        import_folder(workspace, place)
    assert kith("enroll", "Zoltan Quxley", folder / lfw["Tony Blair"][5].name, "--keep-apart").code == 0
    assert kith("enroll", "Colin Powell", folder / lfw["Colin Powell"][6].name).code == 0
    assert kith("rename", "Zoltan Quxley", "Tilda Vexbrow").code == 0
    (known / "window.ini").write_text('[live]\nvideos=[[\\"/v/Zoltan_Quxley.mp4\\"]]\nsize=3\n')
    receipt = tmp_path / "receipt.json"
    assert kith("forget", "Tilda Vexbrow", "--receipt", tmp_path / "none" / "receipt.json").code == 2
    done = kith("forget", "Tilda Vexbrow", "--json", "--receipt", receipt).document
    assert _found(known, [b"Quxley", b"quxley", b"Vexbrow", b"vexbrow"]) == []
    assert (done["placeless"], done["folders"]) == (1, 0)
    assert (known / "window.ini").read_text() == "[live]\nsize=3\n"
    told = json.loads(receipt.read_text())
    assert told.items() >= {"people": 1, "faces": done["faces"], "placeless": 1}.items()
    assert b"Vexbrow" not in receipt.read_bytes()
    with Workspace.open(known) as workspace:  # at another place what was said of others is found again
        folder.rename(place / "powell")
        import_folder(workspace, place)
        again = place / "powell" / lfw["Colin Powell"][6].name
        with workspace.db.read() as session:
            person = people.find(session, "Colin Powell") or 0
            assert again in photos.paths_of(session, people.faces_of(session, [person])).values()


_KILLED = """
import os, sys
from pathlib import Path
from app.gallery import database, forgetting
from app.services.people import privacy
from app.services.workspace import Workspace
step = 0
def tick(*_):
    global step
    step -= 1
    if step < 0:
        os.kill(os.getpid(), 9)
for place, name in (
    (database.Database, "fold"), (database.Database, "scrub"), (database.Database, "delete_backups"),
    (privacy, "_out_of_window"), (forgetting, "forget"), (forgetting, "finish"), (forgetting, "erase_traces"),
):
    def wrap(work):
        def run(*args, **given):
            tick()
            done = work(*args, **given)
            tick()
            return done
        return run
    setattr(place, name, wrap(getattr(place, name)))
for line in sys.stdin:  # forked off one process that has imported everything: a folder and a step a line
    data, _, last = line.rpartition(" ")
    if not os.fork():
        step = int(last)
        with Workspace.open(Path(data)) as workspace:
            privacy.forget(workspace, "Tony Blair")
        os._exit(0)
    print(os.waitstatus_to_exitcode(os.wait()[1]), flush=True)
"""


@pytest.fixture
def killed_at(environment: dict[str, str]) -> Iterator[Callable[[Path, int], int]]:
    """Forget somebody in a process that is killed at some step; return how it ended."""
    command = [sys.executable, "-c", _KILLED]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as child:
        assert child.stdin is not None
        assert child.stdout is not None
        orders, answers = child.stdin, child.stdout

        def run(data: Path, step: int) -> int:
            orders.write(f"{data} {step}\n")
            orders.flush()
            return int(answers.readline())

        yield run
        orders.close()


def test_killed_at_any_step_nothing_is_left_after_the_next_start(
    known: Path, tmp_path: Path, killed_at: Callable[[Path, int], int]
) -> None:
    with Workspace.open(known) as workspace:
        traces = _traces(workspace, "Tony Blair")
    (known / "window.ini").write_text("[live]\nlast=/films/Tony Blair.mp4\n")
    killed = 0
    for step in range(40):
        data = Path(shutil.copytree(known, tmp_path / f"killed {step}"))
        ended = killed_at(data, step)
        assert ended in {0, -9}
        with Workspace.open(data) as workspace, workspace.db.read() as session:
            assert not forgetting.unfinished(workspace.db)
            there = "Tony Blair" in people.names(session).values()
        assert there == (step < 2), "it is noted once the window has forgotten"
        assert there or _found(data, traces) == [], step
        shutil.rmtree(data)
        if ended == 0:
            break
        killed += 1
    assert killed >= 10


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="needs root, to mount a small disk"
)
def test_it_works_on_a_full_disk(known: Path, tmp_path: Path, kith: Kith) -> None:
    disk = tmp_path / "disk"
    disk.mkdir()
    size = sum(path.stat().st_size for path in known.rglob("*") if path.is_file())
    if subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={size + (6 << 20)}", "tmpfs", disk]).returncode:
        pytest.skip("no file system can be mounted here")
    try:
        data = Path(shutil.copytree(known, disk / "data"))
        with Workspace.open(data) as workspace:
            names = [name for _, name in sorted((one.faces, one.name) for one in _everyone(workspace))]
            traces = {name: _traces(workspace, name) for name in names}
            agreed = [_agrees(workspace, name) for name in names[:2]]
            _fill(disk)
            rights.withdraw(workspace, agreed[0])
            _fill(disk)
            with pytest.raises(StorageError, match=r"access log cannot be written.*Free some space"):
                workspace.note_access(What.IDENTIFY, 1)
        _fill(disk)
        refused = kith("people", data=data)
        assert refused.code == 3
        assert "the disk is full" in refused.err
        assert "Free some space" in refused.err
        assert (data / reserve.NAME).is_file(), "what is held for forgetting stays held"
        _fill(disk)
        assert kith("withdraw", names[1], data=data).code == 0
        _fill(disk)
        assert kith("lapsed", "--dry-run", "--json", data=data).document["would_erase"]["people"] == 2
        for words in (["forget", names[0], "--dry-run"], ["lapsed", "--dry-run"]):
            _fill(disk)
            assert "This would erase" in kith(*words, data=data).out
        for name in names:
            _fill(disk)
            assert kith("forget", name, "--receipt", disk / name, data=data).code == 0, name
            assert json.loads((disk / name).read_text())["people"] == 1
            assert _found(data, traces[name]) == []
        assert kith("people", "--json", data=data).document == {"people": []}
    finally:
        subprocess.run(["umount", disk], check=True)


def _everyone(workspace: Workspace) -> list[Any]:
    with workspace.db.read() as session:
        return people.everyone(session)


def _agrees(workspace: Workspace, name: str) -> int:
    person = browse.find(workspace, name)
    rights.agree(workspace, person, Consent())
    return person


def _fill(disk: Path) -> None:
    """Leave not a byte."""
    with (disk / "filler").open("ab", buffering=0) as filler:
        for size in (1 << 20, 1 << 12, 1):
            try:
                while filler.write(bytes(size)):
                    pass
            except OSError:
                continue
