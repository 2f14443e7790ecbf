"""What a person corrects by hand is done at once, and can be undone."""

from pathlib import Path

import pytest

from app.core.errors import GalleryError, UsageError
from app.domain.consent import Consent
from app.services.people import browse, corrections
from app.services.recognise.identify import identify
from app.services.workspace import Workspace, activity

Lfw = dict[str, list[Path]]


def _everyone(workspace: Workspace) -> dict[str, int]:
    return {person.name: person.faces for person in browse.everyone(workspace)}


def test_merge_rename_and_their_undoing(known: Path, workspace: Workspace, lfw: Lfw) -> None:
    before = _everyone(workspace)
    corrections.merge(workspace, browse.find(workspace, "colin powell"), browse.find(workspace, "TONY BLAIR"))
    assert _everyone(workspace)["Tony Blair"] == 10
    with pytest.raises(UsageError, match="nobody called Colin Powell"):
        corrections.rename(workspace, browse.find(workspace, "Colin Powell"), "X")
    corrections.rename(workspace, browse.find(workspace, "Tony Blair"), "Both")
    (picture,) = identify(workspace, [lfw["Colin Powell"][7]])
    assert picture.faces[0].name == "Both"
    activity.undo(workspace)
    activity.undo(workspace)
    assert _everyone(workspace) == before
    with pytest.raises(GalleryError, match="themselves"):
        corrections.merge(
            workspace, browse.find(workspace, "Tony Blair"), browse.find(workspace, "tony blair")
        )
    with pytest.raises(GalleryError):
        corrections.rename(workspace, browse.find(workspace, "Tony Blair"), "Colin Powell")


def test_named_faces_join_the_person_of_that_name_or_make_one(known: Path, workspace: Workspace) -> None:
    blair, putin = (browse.find(workspace, name) for name in ("Tony Blair", "Vladimir Putin"))
    first, second, *_ = browse.faces_of_person(workspace, blair)
    corrections.name(workspace, [first], "vladimir putin")
    assert browse.get_faces(workspace, [first])[0].person == putin
    corrections.name(workspace, [second], "Somebody New")
    assert browse.faces_of_person(workspace, browse.find(workspace, "somebody new")) == [second]
    activity.undo(workspace)
    activity.undo(workspace)
    assert browse.faces_of_person(workspace, blair)[:2] == [first, second]


def test_who_was_given_a_wrong_name_has_their_own_consent_under_the_right_one(
    known: Path, workspace: Workspace
) -> None:
    tony = browse.find(workspace, "Tony Blair")
    one, *_ = browse.faces_of_person(workspace, tony)
    assert corrections.correct(workspace, [one], "Anthony", Consent()) is not None
    assert browse.consents_of(workspace, tony) == []
    anthony = browse.find(workspace, "Anthony")
    assert [kept.purpose for kept in browse.consents_of(workspace, anthony)] == [Consent().purpose]
    activity.undo(workspace)
    assert browse.consents_of(workspace, anthony) == []
    assert one in browse.faces_of_person(workspace, tony)
