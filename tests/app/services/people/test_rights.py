"""Who agrees no more is matched no more; what is kept of one goes out; the access log tells tampering."""

import json
import os
import shutil
import signal
import sys
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import text

from app.core.progress import CancelToken
from app.core.settings import Settings, load
from app.domain.access import Access, What
from app.domain.consent import Consent
from app.gallery import access, consents, journal, people
from app.services.enrolment import self_test
from app.services.people import browse, corrections, duplicates, privacy, rights
from app.services.photos.reading import read_picture
from app.services.presence import over
from app.services.recognise import similar
from app.services.recognise.identify import identify
from app.services.recognise.live import Pipeline
from app.services.workspace import Workspace, activity
from tests import forking

Kith = Callable[..., Any]


def _agree(workspace: Workspace, name: str, until: date | None = None) -> int:
    with workspace.db.write() as session:
        person = people.find(session, name) or 0
        entry = journal.begin(session, "agree", Consent().agreed(name))
        consents.keep(session, entry, person, Consent(until=until))
        return person


def _named(workspace: Workspace, photo: Path) -> str | None:
    [picture] = identify(workspace, [photo])
    return picture.faces[0].name


def test_who_withdraws_is_matched_no_more_until_that_is_undone(
    known: Path, lfw: dict[str, list[Path]]
) -> None:
    photo = lfw["Tony Blair"][8]
    with Workspace.open(known) as workspace:
        person = _agree(workspace, "Tony Blair")
        assert _named(workspace, photo) == "Tony Blair"
        assert rights.lapsed(workspace) == []
        rights.withdraw(workspace, person)
        assert _named(workspace, photo) is None
        assert [one.name for one in rights.lapsed(workspace)] == ["Tony Blair"]
        activity.undo(workspace)
        assert _named(workspace, photo) == "Tony Blair"


def test_whose_term_is_over_is_listed_and_erased_only_if_asked(known: Path, kith: Kith) -> None:
    with Workspace.open(known) as workspace:
        _agree(workspace, "Tony Blair", date.today() - timedelta(1))
        _agree(workspace, "Hugo Chavez", date.today())
    listed = kith("lapsed", "--json").document["people"]
    assert [one["name"] for one in listed] == ["Tony Blair"]
    assert len(kith("people", "--json").document["people"]) == 10
    assert kith("lapsed", "--forget", "--json").document["erased"]["people"] == 1
    assert "Tony Blair" not in str(kith("people", "--json").document)
    assert kith("lapsed", "--json").document == {"people": [], "daily": False}


def test_what_would_be_erased_is_told_first_and_a_receipt_kept_in_numbers(
    known: Path, kith: Kith, tmp_path: Path
) -> None:
    with Workspace.open(known) as workspace:
        _agree(workspace, "Tony Blair", date.today() - timedelta(1))
        rights.withdraw(workspace, _agree(workspace, "Hugo Chavez"))
    receipt = tmp_path / "receipt.json"
    would = kith("lapsed", "--dry-run", "--json").document["would_erase"]
    alone = kith("forget", "Tony Blair", "--dry-run", "--json").document
    assert (alone["dry_run"], alone["people"], 2 * alone["faces"]) == (True, 1, would["faces"])
    assert "This would erase" in kith("lapsed", "--dry-run").out
    assert len(kith("people", "--json").document["people"]) == 10
    assert kith("lapsed", "--forget", "--receipt", tmp_path / "no" / "where").code == 2
    assert len(kith("people", "--json").document["people"]) == 10
    done = kith("lapsed", "--forget", "--receipt", receipt, "--json").document
    assert done["erased"] == would
    assert (would["people"], would["agreements"]) == (2, 2)
    kept = json.loads(receipt.read_text())
    assert would.items() <= kept.items()
    assert not any(word in receipt.read_text() for word in ("Tony", "Hugo", "Blair", "Chavez"))
    assert len(kith("people", "--json").document["people"]) == 8


def test_the_command_line_has_them_erased_daily_as_the_window_does(known: Path, kith: Kith) -> None:
    assert kith("lapsed", "--daily", "--json").document == {"people": [], "daily": True}
    assert "erased as the window starts" in kith("lapsed").err
    assert kith("lapsed", "--no-daily", "--json").document["daily"] is False
    assert load(known / "settings.json").erase_lapsed is False


@pytest.mark.skipif(sys.platform != "linux", reason="has no file that is always full")
@pytest.mark.parametrize(
    "words", [("forget", "Tony Blair"), ("lapsed", "--forget"), ("erase", "--older-than", "1", "--named")]
)
def test_where_the_receipt_cannot_be_written_all_is_erased_and_said_to_be(
    known: Path, kith: Kith, words: tuple[str, ...]
) -> None:
    with Workspace.open(known) as workspace:
        rights.withdraw(workspace, _agree(workspace, "Tony Blair"))
        with workspace.db.write() as session:
            session.execute(text("UPDATE face SET added_at = '2020-01-01'"))
    ran = kith(*words, "--receipt", "/dev/full", "--json")
    assert (ran.code, "there is no receipt" in ran.err) == (1, True)
    assert (ran.document.get("erased") or ran.document)["people"] > 0
    assert "Tony Blair" not in str(kith("people", "--json").document)


@pytest.mark.parametrize(
    "words",
    [
        ("--within", "3", "--forget"),
        ("--within", "3", "--daily"),
        ("--receipt", "x"),
        ("--receipt", "x", "--dry-run"),
    ],
)
def test_what_makes_no_sense_together_is_refused_and_erases_nobody(
    workspace: Workspace, kith: Kith, words: tuple[str, ...]
) -> None:
    assert kith("lapsed", *words).code == 2


class _Tomorrow(date):
    """A clock that is a day ahead."""

    @classmethod
    def today(cls) -> "_Tomorrow":
        return cls.fromordinal(date.today().toordinal() + 1)


def test_whose_term_ends_is_told_before_and_erased_the_day_after_where_that_is_chosen(
    known: Path, kith: Kith, monkeypatch: pytest.MonkeyPatch
) -> None:
    def sweep(workspace: Workspace) -> set[str]:
        assert over.erase(workspace) is None
        with workspace.db.read() as session:
            return {"Tony Blair", "Hugo Chavez"} & set(people.names(session).values())

    with Workspace.open(known) as workspace:
        _agree(workspace, "Tony Blair", date.today())
        _agree(workspace, "Hugo Chavez", date.today() + timedelta(40))
    soon = kith("lapsed", "--within", 30, "--json").document["people"]
    assert soon == [{"name": "Tony Blair", "until": str(date.today())}]
    assert [one["name"] for one in kith("lapsed", "--within", 60, "--json").document["people"]] == [
        "Tony Blair",
        "Hugo Chavez",
    ]
    assert kith("lapsed", "--json").document == {"people": [], "daily": False}
    with Workspace.open(known, settings=Settings(erase_lapsed=True)) as workspace:
        assert sweep(workspace) == {"Tony Blair", "Hugo Chavez"}
        monkeypatch.setattr(consents, "date", _Tomorrow)
        assert [one.name for one in rights.lapsed(workspace)] == ["Tony Blair"]
        assert sweep(workspace) == {"Hugo Chavez"}


def test_a_restored_copy_brings_no_older_access_log(known: Path, kith: Kith, tmp_path: Path) -> None:
    copy = tmp_path / "copy.db"
    with Workspace.open(known) as workspace:
        workspace.note_access(What.EXPORT, 1)
    kith("backup", copy)
    with Workspace.open(known) as workspace:
        workspace.note_access(What.EXPORT, 2)
    assert kith("restore", copy).code == 0
    told = kith("access", "--json").document
    assert [(one["what"], one["count"]) for one in told["entries"] if one["what"] != What.CHECK] == [
        ("export", 1),
        ("export", 2),
        ("restore", 10),
    ]
    assert told["broken"] is None


def test_what_is_kept_of_one_person_goes_out_and_that_is_noted(
    known: Path, kith: Kith, tmp_path: Path
) -> None:
    with Workspace.open(known) as workspace:
        person = _agree(workspace, "Tony Blair")
        corrections.set_birth(workspace, person, date(1953, 5, 6))
    folder = tmp_path / "theirs"
    assert kith("export", "person", "Tony Blair", folder, "--json").document["faces"] == 5
    told = json.loads((folder / "person.json").read_text(encoding="utf-8"))
    assert (told["name"], told["number"], told["born"]) == ("Tony Blair", person, "1953-05-06")
    assert len(told["faces"]) == len(list(folder.glob("face-*"))) == 5
    assert all(len(face["vector"]) == 128 for face in told["faces"])
    assert told["agreements"][0]["words"].startswith("Tony Blair agrees")
    assert told["access"][-1]["what"] == "person"
    assert not any(name in str(told) for name in ("Chavez", "Powell"))
    assert kith("export", "person", "Tony Blair", folder).code == 2  # it is not empty
    entries = kith("access", "--person", "Tony Blair", "--json").document["entries"]
    assert (entries[-1]["what"], entries[-1]["person"]) == ("person", person)
    assert {(one["what"], one["person"]) for one in entries[:-1]} == {("check", None)}, (
        "as others were enrolled"
    )


@pytest.mark.skipif(not hasattr(os, "fork"), reason="processes are forked")
@pytest.mark.parametrize("there", [True, False])
def test_a_kill_leaves_all_of_one_person_or_nothing(
    known: Path, kith: Kith, tmp_path: Path, there: bool
) -> None:
    folder = tmp_path / "out" / "theirs"
    (folder if there else folder.parent).mkdir(parents=True)

    def killed() -> None:
        setattr(rights, "write_text", lambda *_: os.kill(os.getpid(), signal.SIGKILL))  # noqa: B010
        with Workspace.open(known) as workspace:
            rights.export_person(workspace, "Tony Blair", folder)

    assert os.waitstatus_to_exitcode(os.waitpid(forking.fork(killed), 0)[1]) == -signal.SIGKILL
    assert any(path.is_file() for path in folder.parent.rglob("*"))
    with Workspace.open(known):
        assert list(folder.parent.rglob("*")) == ([folder] if there else [])
    assert kith("export", "person", "Tony Blair", folder).code == 0
    assert len(list(folder.parent.rglob("*.*"))) == len(list(folder.iterdir())) == 6


def _without_checks(entries: list[Access]) -> list[Access]:
    """The entries without those of enrolling."""
    return [one for one in entries if one.what is not What.CHECK]


def test_who_is_looked_for_and_read_in_is_noted_a_few_entries_a_run(
    known: Path, kith: Kith, lfw: dict[str, list[Path]], tmp_path: Path
) -> None:
    shown = tmp_path / "shown"
    shown.mkdir()
    for place, photo in enumerate([lfw["Tony Blair"][8], lfw["Tony Blair"][9], lfw["Hugo Chavez"][8]]):
        shutil.copy(photo, shown / f"{place}.jpg")
    assert kith("identify", shown).code == 0
    assert kith("library", "add", shown).code == 0
    assert kith("library", "add", shown).code == 0  # nothing new is read
    assert kith("evaluate").code == 0
    with Workspace.open(known) as workspace:
        blair, chavez = (browse.find(workspace, name) for name in ("Tony Blair", "Hugo Chavez"))
        enrolled = len(browse.everyone(workspace))
        frames = list(Pipeline(workspace).watch(str(shown / "0.jpg"), CancelToken()))
        entries = _without_checks(rights.access_log(workspace))
        assert [(one.what, one.person, one.count) for one in entries[:4]] == [
            (What.IDENTIFY, None, 3),
            *((What.NAMED, person, 2 if person == blair else 1) for person in sorted((blair, chavez))),
            (What.IMPORT, None, 3),
        ]
        assert [one.what for one in entries[4:]] == [What.EVALUATE, What.WATCH, What.WATCHED, What.SEEN]
        assert [one.count for one in entries[5:]] == [enrolled, 1, int(frames[-1].faces[0].name is not None)]
        assert rights.broken_access(workspace)[0] is None
        theirs = [one.what for one in _without_checks(rights.access_log(workspace, blair))]
    assert theirs == [one.what for one in entries if one.person != chavez and one.what is not What.IMPORT]
    person = tmp_path / "theirs"
    assert kith("export", "person", "Tony Blair", person).code == 0
    told = json.loads((person / "person.json").read_text(encoding="utf-8"))["access"]
    assert [one["what"] for one in told if one["what"] != What.CHECK] == [*theirs, "person"]
    assert [one["what"] for one in told if one["about"] == "them"] == ["named", "person"]


def test_each_search_of_a_face_is_noted_and_each_question_whether_somebody_is_enrolled_already(
    known: Path, kith: Kith, lfw: dict[str, list[Path]]
) -> None:
    blair = lfw["Tony Blair"]
    with Workspace.open(known) as workspace:
        enrolling = rights.access_log(workspace)
    assert {(one.what, one.count) for one in enrolling} == {(What.CHECK, 5)}
    assert len(enrolling) == 9  # the first was compared with nobody
    assert kith("verify", blair[0], blair[1]).code == 0
    assert kith("enroll", "Anthony", *blair[8:]).code == 2  # he looks enrolled
    with Workspace.open(known) as workspace:
        mine = browse.find(workspace, "Tony Blair")
        assert similar.like_faces(workspace, browse.faces_of_person(workspace, mine)[:1])
        duplicates.alike_pairs(workspace)
        corrections.rename(workspace, mine, "Anthony")
        shown = read_picture(workspace.reader(), blair[9]).faces
        assert self_test.judge(workspace, "Anthony", shown).right == 1
        entries = rights.access_log(workspace)[len(enrolling) :]
        theirs = rights.access_log(workspace, mine)
    assert [(one.what, one.person, one.count) for one in entries] == [
        (What.VERIFY, None, 1),
        (What.CHECK, None, 2),
        (What.IDENTIFY, None, 1),
        (What.CHECK, None, 50),
        (What.CHECK, None, 5),
        (What.IDENTIFY, None, 1),
        (What.NAMED, mine, 1),
    ]
    assert entries[1:] == theirs[-6:], "two pictures compared with each other alone concern nobody enrolled"


_HARM = (
    "UPDATE access SET count = count + 1 WHERE id = 2",
    "UPDATE access SET at = '2020-01-01 00:00:00.000000' WHERE id = 1",
    "UPDATE access SET person = 33 WHERE id = 3",
    "DELETE FROM access WHERE id = 2",
    "DELETE FROM access WHERE id = 3",
    "DELETE FROM access",
)


def test_what_is_changed_in_the_access_log_is_told(known: Path, kith: Kith) -> None:
    with Workspace.open(known) as workspace:
        for person in (5, 6, None):
            workspace.note_access(What.EXPORT, 7, person)
        assert rights.broken_access(workspace)[0] is None
        for harm in _HARM:
            with workspace.db.read() as session:  # nothing of it is kept
                session.execute(text(harm))
                assert access.broken(session) is not None, harm
        assert kith("access", "--verify").code == 0
        with workspace.db.write() as session:
            session.execute(text(_HARM[4]))
            access.note(session, What.EXPORT, 1)  # what comes later does not hide it
    assert kith("access", "--verify").code == 1


def test_a_model_is_flagged_by_whom_it_was_trained_on(retrained: Path, kith: Kith) -> None:
    done = kith("forget", "Tony Blair", "--json").document
    assert done["models"] == 1
    flags = [one.get("forgotten", 0) for one in kith("models", "--json").document["models"]]
    assert sorted(flags) == [0, 1]
    kith("forget", "Hugo Chavez")
    assert sorted(one.get("forgotten", 0) for one in kith("models", "--json").document["models"]) == [0, 2]


def test_flagged_models_are_let_go(retrained: Path) -> None:
    from app.services.models import catalogue
    from app.services.training import relearn

    with Workspace.open(retrained) as workspace:
        catalogue.switch(workspace, catalogue.everything(workspace)[-1])
        files = set(retrained.glob("models/retrained-*"))
        privacy.forget(workspace, "Tony Blair")
        assert len(relearn.let_go(workspace)) == 1
        assert workspace.active_model().name == "sface"
        assert files
        assert not any(path.exists() for path in files)
