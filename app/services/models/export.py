"""Writing a model for others: the layout that the Hugging Face hub expects, without a trace of anybody.

A folder with `model.onnx`, the same weights as `model.safetensors`, `config.json` (how to prepare a crop) and
`README.md`, the model card (Mitchell et al., "Model Cards for Model Reporting", FAT* 2019).
"""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import onnx
from onnx import numpy_helper
from safetensors.numpy import save

from app.core.errors import UsageError
from app.core.files import replacing, scratch, spare, writing_model
from app.core.text import say
from app.domain.model import Model
from app.gallery import models
from app.keys import sealed
from app.services.models.card import model_card
from app.services.models.description import CONFIG, PROPERTY, document
from app.services.workspace.workspace import Workspace, preprocessing_of
from app.vision import graphs, networks
from app.vision import models as registry

GRAPH, WEIGHTS, CARD = "model.onnx", "model.safetensors", "README.md"
_PARTS = (GRAPH, WEIGHTS, CONFIG, CARD)


def export(workspace: Workspace, model: Model, folder: Path, *, overwrite: bool = False) -> list[Path]:
    """Write a model into a folder, which is made.

    Args:
        workspace: The data folder that holds the model.
        model: The model to export.
        folder: The folder to write; what else lies in it is left alone.
        overwrite: Files of these names may be replaced, but for a README that is no model card of Kith's.

    Returns:
        The files written.

    Raises:
        ModelError: The model's file is missing or damaged, or the folder cannot be written.
        UsageError: The folder is a file, or holds files of these names that may not be replaced.
    """
    _check(folder, overwrite=overwrite)
    graph = graph_of(workspace, model)
    config = _config(model)
    shape: list[str | int | None] = ["batch", model.dimension]
    graph.graph.output[0].CopyFrom(
        onnx.helper.make_tensor_value_info(graph.graph.output[0].name, onnx.TensorProto.FLOAT, shape)
    )
    slow = {graphs.ONE_BY_ONE: "yes"} if graphs.is_one_by_one(graph) else {}
    onnx.helper.set_model_props(graph, {PROPERTY: json.dumps(config)} | slow)
    base = _base(workspace, model)
    contents: dict[str, Callable[[], bytes]] = {
        GRAPH: lambda: graph.SerializeToString(deterministic=True),
        WEIGHTS: lambda: _weights(graph),
        CONFIG: lambda: (json.dumps(config, indent=2) + "\n").encode(),
        CARD: lambda: model_card(model, config, base).encode(),
    }
    with writing_model(folder), scratch(workspace.folder.root) as known_in:
        folder.mkdir(parents=True, exist_ok=True)
        return [_write(folder / name, contents[name](), known_in) for name in _PARTS]


def graph_of(workspace: Workspace, model: Model) -> onnx.ModelProto:
    """A model's graph in the plain form, from prepared crops to embeddings before they are normalised.

    Raises:
        ModelError: Its file is missing, damaged or was changed.
    """
    file = workspace.weights(model)
    sha256 = registry.file_hash(file)
    path = networks.as_graph(model.backbone, file, sha256)
    graph = graphs.plain(onnx.load_from_string(sealed.read(path)))
    return graph if graphs.is_one_by_one(graph) else graphs.with_free_sizes(graph, {0: "batch"})


def _check(folder: Path, *, overwrite: bool) -> None:
    if folder.exists() and not folder.is_dir():
        raise UsageError(
            say("{folder} is a file, not a folder", folder=folder), remedy=say("Name a folder to export to")
        )
    if (folder / CARD).exists() and not (folder / CONFIG).exists():
        raise UsageError(
            say("{folder} holds another README.md", folder=folder),
            remedy=say("Name an empty folder, or one that does not exist yet"),
        )
    for name in _PARTS:
        spare(folder / name, overwrite=overwrite)


def _config(model: Model) -> dict[str, Any]:
    """What `config.json` says: all that is needed to use the model, and to add it to Kith again."""
    more = {
        "model_type": "face-recognition",
        "architectures": [model.backbone],
        "embedding_size": model.dimension,
        "similarity": "cosine of the embeddings brought to unit length",
        "thresholds": model.thresholds and model.thresholds.to_json(),
    }
    return document(preprocessing_of(model), model.licence, model.name, more)


def _base(workspace: Workspace, model: Model) -> Model | None:
    """The model it was trained from."""
    if model.parent is None:
        return None
    with workspace.db.read() as session:
        return models.get(session, model.parent)


def _weights(graph: onnx.ModelProto) -> bytes:
    """The graph's tensors by name, as safetensors."""
    tensors = {one.name: numpy_helper.to_array(one).copy() for one in graph.graph.initializer}
    return save(tensors, metadata={"format": "onnx", "graph": GRAPH})


def _write(path: Path, data: bytes, known_in: Path) -> Path:
    """Write a file whole or not at all."""
    with replacing(path, known_in) as part:
        part.write(data)
    return path
