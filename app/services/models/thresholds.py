"""Thresholds of a model that came without any, and below which length its embeddings say nothing."""

from dataclasses import replace

import numpy as np

from app.domain.decision import Thresholds
from app.domain.model import Model
from app.gallery import rankings
from app.recognition.recognisability import LEAST, limit
from app.services.models.calibrate import calibrate
from app.services.photos.stored_chips import stored_chips
from app.services.workspace import Workspace
from app.vision.embed import Embedder

_ASKED = 200
"""Faces that are asked, the best: more hardly move the limit."""


def thresholds_for(workspace: Workspace, model: Model) -> Thresholds:
    """Give a model thresholds at the rates that the active model promises, and its own limit.

    Raises:
        ModelError: Too few people are enrolled to tell.
    """
    found = calibrate(workspace, model)
    return replace(found, recognisable=measure_limit(workspace, workspace.embedder(model)))


def measure_limit(workspace: Workspace, embedder: Embedder, otherwise: float | None = None) -> float | None:
    """Draw a model's limit from the best faces stored; reads each twice, some seconds in all.

    Args:
        workspace: The data folder whose faces are read.
        embedder: The model.
        otherwise: What to return where there are too few faces to tell.

    Returns:
        The length of an embedding below which it says nothing; None where the model has no such limit.
    """
    with workspace.db.read() as session:
        stored = [chip for _, chip in stored_chips(session, rankings.best(session, _ASKED))]
    if len(stored) < LEAST:
        return otherwise
    upright, turned = (embedder.embed(stored, upside_down=on_head).lengths for on_head in (False, True))
    return limit(np.asarray(upright), np.asarray(turned))
