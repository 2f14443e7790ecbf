"""Adding faces while another program switches the model: none is stored without the new one's embedding."""

import os
from contextlib import suppress
from pathlib import Path

import pytest

from app.gallery import embeddings, photos
from app.services.models import catalogue
from app.services.photos.reading import read_pictures
from app.services.photos.storing import adding
from app.services.recognise.recogniser import reader_and_recogniser
from app.services.workspace import Workspace


def test_faces_are_embedded_again_if_the_model_was_switched_meanwhile(
    retrained: Path, workspace: Workspace, lfw: dict[str, list[Path]]
) -> None:
    sface, new = catalogue.everything(workspace)
    (picture,) = read_pictures(workspace.reader(), [lfw["Tony Blair"][6]])
    assert picture.file is not None
    workspace.reader()  # holds the old model
    with Workspace.open(retrained) as other:
        catalogue.switch(other, new)
    with adding(workspace, [picture.faces]) as (session, [ready]):
        assert all(list(face.embeddings) == [new.id] for face in ready)
        photos.record(session, picture.file, ready)
    with workspace.db.read() as session:
        assert embeddings.lacking(session, new.id) == []
        assert len(embeddings.lacking(session, sface.id)) == len(ready)
    reader, known = reader_and_recogniser(workspace)
    assert reader.embedder.model_id == known.model_id == new.id


@pytest.mark.slow
def test_nothing_is_stored_of_a_unit_that_fails(workspace: Workspace, lfw: dict[str, list[Path]]) -> None:
    (picture,) = read_pictures(workspace.reader(), [lfw["Tony Blair"][6]])
    assert picture.file is not None
    with suppress(KeyError), adding(workspace, [picture.faces]) as (session, [ready]):
        photos.record(session, picture.file, ready)
        raise KeyError
    with workspace.db.read() as session:
        assert photos.lookup(session, Path(os.path.abspath(picture.path))) is None  # noqa: PTH100
    with adding(workspace, []) as (_, groups):
        assert groups == []
