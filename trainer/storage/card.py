"""The model card of a network: what it is for, how to load it, how well it does and on what.

After Mitchell et al., "Model Cards for Model Reporting" (FAT* 2019), in the hub's form, and in English.
"""

from collections.abc import Iterator
from typing import Any

from trainer.backbones import Backbone
from trainer.metrics import told_by
from trainer.storage.front_matter import front_matter, licence_fields
from trainer.storage.provenance import Data, Provenance

_TASK = "image-feature-extraction"
_TAGS = ["metric-learning", "verification", "retrieval", "onnx", "safetensors"]
_LOADING = """## How to load it

```python
import json, numpy as np, onnxruntime, pathlib
from PIL import Image, ImageOps
how = json.loads(pathlib.Path("config.json").read_text())["preprocessing"]
session = onnxruntime.InferenceSession("onnx/model.onnx")
def embed(path):
    upright = ImageOps.exif_transpose(Image.open(path)).convert("RGBA")
    on_white = Image.alpha_composite(Image.new("RGBA", upright.size, "white"), upright).convert("RGB")
    crop = ImageOps.fit(on_white, (how["size"],) * 2, Image.Resampling.BILINEAR)
    pixels = (np.asarray(crop, np.float32) - how["mean"]) * how["scale"]
    return session.run(None, {"pictures": pixels.transpose(2, 0, 1)[None].astype(np.float32)})[0][0]
```

`embed("a.jpg") @ embed("b.jpg")` is the cosine of two pictures. Bring those of 16 bits a channel to 8
first: Pillow makes them white. Faces are warped first, so that their landmarks lie at the `template` of
`config.json`. `model.safetensors` holds the same weights, as `python -m trainer --weights` reads them."""
_USE = """## Intended use

To compare, sort and find pictures of the kind that it was trained on, where somebody looks at what it says.
It is **not for authentication**: nothing in it tells a face from a picture of one, and a cosine above a
threshold says that two pictures are alike, not that they are of one person. Accuracy differs with light,
pose, age and between groups of people: measure it on yours. Recognising people without their consent is
unlawful in many places."""


def model_card(backbone: Backbone, story: Provenance, licence: str, base_model: str | None = None) -> str:
    """A network's card.

    Args:
        backbone: The network.
        story: How its weights came about.
        licence: Under which they are given, by the hub's name of it or any other.
        base_model: The hub's name of the network whose weights it began with, if it has one.
    """
    parts = [
        front_matter(_fields(backbone, story, licence, base_model)),
        f"# {backbone.name}\n\n{_about(backbone, story)}",
        _USE,
        _LOADING,
        *_figures(story),
        *_data(story),
    ]
    return "\n\n".join(parts) + "\n"


def _fields(backbone: Backbone, story: Provenance, licence: str, base_model: str | None) -> dict[str, Any]:
    fields: dict[str, Any] = {**licence_fields(licence), "library_name": "onnx", "pipeline_tag": _TASK}
    fields["tags"] = _TAGS
    if base_model:
        fields |= {"base_model": base_model, "base_model_relation": "finetune"}
    metrics = [{"type": kind, "name": name, "value": value} for kind, name, value in _measured(story)]
    if metrics:
        task, data = {"type": _TASK, "name": "Verification"}, {"type": "private", "name": "Held-out pictures"}
        results = [{"task": task, "dataset": data, "metrics": metrics}]
        fields["model-index"] = [{"name": backbone.name, "results": results}]
    return fields


def _about(backbone: Backbone, story: Provenance) -> str:
    size = backbone.spec.size
    start = f" Its training began with weights of SHA-256 `{story.start}`." if story.start else ""
    return (
        f"From a picture of {size} x {size} pixels to an embedding of {backbone.dimension} numbers, of unit "
        f"length. Two embeddings are compared by their cosine.{start}"
    )


def _measured(story: Provenance) -> Iterator[tuple[str, str, float]]:
    """Kind, name and value of each figure that the held-out pictures can show."""
    look = story.look
    if look is None:
        return
    if look.area is not None:
        yield "roc_auc", "Area under the ROC", round(look.area, 4)
    if look.eer is not None:
        yield "eer", "Equal error rate", round(look.eer, 4)
    for fmr in told_by(look.impostor_pairs or 0):
        if fmr in look.tar:
            yield "tar", f"TAR at FMR {fmr:g}", round(look.tar[fmr], 4)


def _figures(story: Provenance) -> Iterator[str]:
    rows = [f"| {name} | {value:.4f} |" for _, name, value in _measured(story)]
    rows += [f"| Cosine at FMR {fmr:g} | {value:.4f} |" for fmr, value in story.thresholds.items()]
    if story.look and rows:
        pairs = story.look.impostor_pairs
        count = f", with {pairs:,} pairs of two identities" if pairs else ""
        about = f"On pictures held out of training{count}, after {story.look.step:,} steps:"
        yield "\n".join(["## Figures\n", about, "\n| measure | value |\n|---|---|", *rows])


def _data(story: Provenance) -> Iterator[str]:
    found = [("trained on", story.trained), ("held out", story.held_out)]
    rows = [_row(name, data) for name, data in found if data]
    if rows:
        head = "| | pictures | identities | of one picture | SHA-256 |\n|---|---|---|---|---|"
        yield "\n".join(["## Data\n", head, *rows])


def _row(name: str, data: Data) -> str:
    cells = (str(data.get(key, "")) for key in ("pictures", "identities", "singles", "sha256"))
    return f"| {name} | {' | '.join(cells)} |"
