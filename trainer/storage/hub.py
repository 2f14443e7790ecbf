"""A network as a folder for the Hugging Face hub: weights, ONNX, how to prepare pictures, the model card."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

from trainer.backbones import Backbone
from trainer.plain_files import write_whole
from trainer.storage import checkpoint
from trainer.storage.card import model_card
from trainer.storage.export import export_onnx
from trainer.storage.front_matter import licence_fields
from trainer.storage.provenance import Provenance, provenance

GRAPH, WEIGHTS, CONFIG, CARD = "onnx/model.onnx", "model.safetensors", "config.json", "README.md"


def write_hub(
    backbone: Backbone, folder: Path, weights: Path, licence: str, base_model: str | None = None
) -> float:
    """Write a network for others, without a name or a path of anybody's; the card comes last.

    Args:
        backbone: The network.
        folder: Where to; it is made.
        weights: The file that it was read from, which tells how it came about.
        licence: Under which it is given.
        base_model: The hub's name of the network whose weights it began with, if it has one.

    Returns:
        What `export_onnx` does.

    Raises:
        CheckpointError: The graph computes something else, or the folder cannot be written.
        ConfigError: The settings beside the weights make no sense.
    """
    story = provenance(weights)
    gap = export_onnx(backbone, folder / GRAPH)
    checkpoint.save(folder / WEIGHTS, backbone, _metadata(story))
    write_whole(folder / CONFIG, (json.dumps(_config(backbone, story, licence), indent=2) + "\n").encode())
    write_whole(folder / CARD, model_card(backbone, story, licence, base_model).encode())
    return gap


def _metadata(story: Provenance) -> dict[str, Any]:
    metrics = asdict(story.look) if story.look else {}
    return {"data": dict(story.trained), "metrics": {**metrics, "threshold": dict(story.thresholds)}}


def _config(backbone: Backbone, story: Provenance, licence: str) -> dict[str, Any]:
    spec = backbone.spec
    return {
        "model_type": "image-embedding",
        "architectures": [backbone.name],
        "options": dict(backbone.options),
        **licence_fields(licence),
        "preprocessing": {
            "size": spec.size,
            "mean": [spec.mean] * 3,
            "scale": [spec.scale] * 3,
            "layout": "NCHW",
            "order": "RGB",
            "template": spec.template,
        },
        "embedding_size": backbone.dimension,
        "similarity": "cosine of the embeddings, which are of unit length",
        "thresholds": {f"{fmr:g}": value for fmr, value in story.thresholds.items()},
    }
