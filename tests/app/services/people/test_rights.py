"""Who agrees no more is matched no more; what is kept of one goes out; the access log tells tampering."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import text

from app.domain.access import What
from app.domain.consent import Consent
from app.gallery import access, consents, journal, people
from app.services.people import privacy, rights
from app.services.recognise.identify import identify
from app.services.workspace import Workspace, activity

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
    assert kith("lapsed", "--json").document == {"people": []}


def test_what_is_kept_of_one_person_goes_out_and_that_is_noted(
    known: Path, kith: Kith, tmp_path: Path
) -> None:
    with Workspace.open(known) as workspace:
        person = _agree(workspace, "Tony Blair")
    folder = tmp_path / "theirs"
    assert kith("export", "person", "Tony Blair", folder, "--json").document["faces"] == 5
    told = json.loads((folder / "person.json").read_text(encoding="utf-8"))
    assert told["name"] == "Tony Blair"
    assert len(told["faces"]) == len(list(folder.glob("face-*"))) == 5
    assert all(len(face["vector"]) == 128 for face in told["faces"])
    assert told["agreements"][0]["words"].startswith("Tony Blair agrees")
    assert told["access"][0]["what"] == "person"
    assert not any(name in str(told) for name in ("Chavez", "Powell"))
    assert kith("export", "person", "Tony Blair", folder).code == 2  # it is not empty
    entries = kith("access", "--person", "Tony Blair", "--json").document["entries"]
    assert [(one["what"], one["person"]) for one in entries] == [("person", person)]


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
