"""A network that a kill leaves unfinished is put in its place if the gallery knows it, and wiped if not."""

import os
import signal
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.errors import ModelError
from app.domain.model import Model
from app.gallery import models
from app.services.models import catalogue
from app.services.workspace import Workspace, unfinished

NAME = "retrained-1.onnx"


def _write(workspace: Workspace, *, known: bool) -> None:
    """Write a network, make the gallery know it or not, and die before it is in its place."""
    with unfinished.writing(workspace.folder) as part:
        for suffix in unfinished.SUFFIXES:
            (part / NAME).with_suffix(suffix).write_bytes(b"learnt of people")
        if known:
            with workspace.db.write() as session:
                models.add(session, replace(Model("new", "New", "small", 16), weights_path=f"models/{NAME}"))
        os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(not hasattr(os, "fork"), reason="forks")
@pytest.mark.parametrize("known", [True, False])
def test_what_a_kill_leaves_is_finished_at_the_next_start(known: bool, tmp_path: Path) -> None:
    child = os.fork()
    if not child:
        try:
            with Workspace.open(tmp_path) as workspace:
                _write(workspace, known=known)
        finally:
            os._exit(1)
    assert os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) == -signal.SIGKILL
    assert len(list((tmp_path / "models").iterdir())) == 1
    with Workspace.open(tmp_path) as workspace:
        found = {path.name for path in (tmp_path / "models").iterdir()}
        assert found == ({NAME, "retrained-1.safetensors"} if known else set())
        assert [one.weights_path for one in catalogue.everything(workspace)][1:] == [f"models/{NAME}"] * known


def test_what_another_is_writing_is_left_alone(tmp_path: Path) -> None:
    with Workspace.open(tmp_path) as workspace:
        with unfinished.writing(workspace.folder) as part:
            (part / NAME).write_bytes(b"being written")
            with Workspace.open(tmp_path):
                assert (part / NAME).is_file()
            model = replace(Model("new", "New", "small", 16), weights_path=f"models/{NAME}")
            unfinished.put(workspace.db, [model], part)
        assert [path.name for path in (tmp_path / "models").iterdir()] == [NAME]


def test_a_network_that_cannot_be_put_in_its_place_and_those_after_it_are_models_no_more(
    tmp_path: Path,
) -> None:
    made = [
        replace(Model(name, name, "small", 16), weights_path=f"models/retrained-{name}.onnx")
        for name in "abc"
    ]
    with Workspace.open(tmp_path) as workspace:
        with unfinished.writing(workspace.folder) as part:
            for one in made:
                (part / Path(str(one.weights_path)).name).write_bytes(b"learnt of people")
            with workspace.db.write() as session:
                for one in made:
                    models.add(session, one)
            (tmp_path / "models" / "retrained-b.onnx").mkdir()  # where no file can be put
            with pytest.raises(ModelError, match=r"retrained-b\.onnx cannot be written"):
                unfinished.put(workspace.db, made, part)
        with workspace.db.read() as session:
            known = [one.id for one in models.everything(session) if one.weights_path]
        assert known == ["a"]
        assert {path.name for path in (tmp_path / "models").iterdir()} == {
            "retrained-a.onnx",
            "retrained-b.onnx",
        }
