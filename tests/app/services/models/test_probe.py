"""How a network wants its pictures is found out by whom it recognises."""

from pathlib import Path

import numpy as np
import onnx
import pytest

from app.core.progress import CancelToken, ignore_progress
from app.domain.face import Chip
from app.domain.preprocessing import InputHints
from app.gallery import embeddings
from app.gallery.records import Ids
from app.services.models.probe import probe, ways
from app.services.photos.stored_chips import stored_chips
from app.services.workspace import Workspace
from app.vision.onnx_files.isolated import read_recogniser
from app.vision.runtime import Use, open_network
from tests.app.vision.made_networks import saved, sface


def _best_three_of_each(workspace: Workspace) -> tuple[list[Chip], Ids]:
    """Faces of everyone enrolled, and whose each is."""
    with workspace.db.read() as session:
        stored = embeddings.load(session, workspace.active_model().id)
        best = np.argsort(-stored.weights, kind="stable")
        of_each = [best[stored.person_ids[best] == one][:3] for one in np.unique(stored.person_ids)]
        rows = np.sort(np.concatenate(of_each))
        chips = [chip for _, chip in stored_chips(session, stored.face_ids[rows].tolist())]
    return chips, stored.person_ids[rows]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("layout", "order", "values"), [("NCHW", "BGR", "raw"), ("NHWC", "RGB", "255"), ("NHWC", "BGR", "127.5")]
)
def test_sface_under_another_name_is_probed_right(
    known: Path, workspace: Workspace, tmp_path: Path, layout: str, order: str, values: str
) -> None:
    file = saved(sface(layout=layout, order=order, values=values), tmp_path / "mystery.onnx")
    graph, facts = read_recogniser(file, CancelToken())
    network = open_network(onnx.ModelProto.FromString(graph), use=Use(exact=True))
    chips, people = _best_three_of_each(workspace)
    found = probe(
        lambda how, crops: network(how.prepare(crops))[0],
        ways(facts, InputHints(template="arcface")),
        chips,
        people,
        ignore_progress,
        CancelToken(),
    )
    assert (found.way.layout, found.way.order, found.way.size) == (layout, order, 112)
    assert found.way.normalisation == values
    assert found.rivals == ()
    assert found.convincing
