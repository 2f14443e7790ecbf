"""Faces like one are found among all, the most alike first, and anew once something was written."""

from pathlib import Path
from unittest.mock import Mock

import pytest

from app.core.errors import ImageError
from app.gallery import embeddings
from app.services.people import browse, corrections
from app.services.recognise import similar
from app.services.workspace import Workspace

Lfw = dict[str, list[Path]]


def test_the_faces_of_the_same_person_are_found_first(known: Path, workspace: Workspace, lfw: Lfw) -> None:
    tony = browse.find(workspace, "Tony Blair")
    mine = browse.faces_of_person(workspace, tony)
    found = similar.like_picture(workspace, lfw["Tony Blair"][7], 8)
    assert len(found) == 8
    assert {one.face for one in found[:4]} <= set(mine)
    assert [one.similarity for one in found] == sorted((one.similarity for one in found), reverse=True)
    assert found[0].likely
    assert not found[-1].likely
    others = similar.like_faces(workspace, mine[:2], 4)
    assert {one.face for one in others if one.likely} <= set(mine[2:])
    assert others[0].person == tony
    assert others[0].photo is not None
    corrections.remove_faces(workspace, [others[0].face])
    assert others[0].face not in {one.face for one in similar.like_faces(workspace, mine[:2], 4)}
    with pytest.raises(ImageError, match="cannot be recognised"):
        similar.like_faces(workspace, [others[0].face])


def test_a_picture_without_a_face_finds_nothing(known: Path, workspace: Workspace, tmp_path: Path) -> None:
    with pytest.raises(ImageError):
        similar.like_picture(workspace, tmp_path / "gone.jpg")


def test_only_what_touches_faces_lets_them_be_loaded_anew(
    known: Path, workspace: Workspace, lfw: Lfw, monkeypatch: pytest.MonkeyPatch
) -> None:
    loads = Mock(wraps=embeddings.load)
    monkeypatch.setattr(embeddings, "load", loads)
    tony = browse.find(workspace, "Tony Blair")
    mine = browse.faces_of_person(workspace, tony)
    for _ in range(2):
        similar.like_picture(workspace, lfw["Tony Blair"][7], 8)  # each leaves an entry in the access log
        similar.like_faces(workspace, mine[:1])
    assert loads.call_count == 1
    with workspace.db.write() as session:
        model = workspace.active_model().id
        found = embeddings.of_faces(session, model, mine[:1])
        embeddings.replace(session, model, mine[:1], found)
    similar.like_faces(workspace, mine[:1])
    assert loads.call_count == 2
