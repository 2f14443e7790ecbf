"""The model card: what a model is, how to use it, how well it does and on what, in the hub's form."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from app.domain.model import Model
from app.domain.training import TrainingReport
from app.vision import models as registry
from trainer.storage.front_matter import front_matter, licence_fields

_GROUPS = (("trained", "people it was trained on, new photos"), ("others", "people it never saw"))


def model_card(model: Model, config: Mapping[str, Any], base: Model | None) -> str:
    """A model's card.

    Args:
        model: The model to describe.
        config: As `config.json` holds it.
        base: The model it was trained from, if any.
    """
    parts = [
        _front_matter(model, base),
        f"# {_plain(model.name)}\n\n{_about(model, base)}",
        _use(config),
        "\n".join(_figures(model.report)),
        _limits(model),
    ]
    return "\n\n".join(part for part in parts if part) + "\n"


def _front_matter(model: Model, base: Model | None) -> str:
    of_base = {"base_model": base.name, "base_model_relation": "finetune"} if base else {}
    return front_matter(
        {
            **licence_fields(model.licence),
            **of_base,
            "library_name": "onnx",
            "pipeline_tag": "image-feature-extraction",
            "tags": ["face-recognition", "face-verification", "onnx", "kith"],
        }
    )


def _about(model: Model, base: Model | None) -> str:
    text = (
        f"A face recogniser: from an aligned crop to an embedding of {model.dimension} numbers. "
        "Two embeddings are compared by their cosine."
    )
    origin = registry.registry().get((base or model).name)
    if base is not None:
        text += f" Fine-tuned from {_plain(base.name)}" + (f" ({origin.origin})." if origin else ".")
    elif origin is not None:
        text += f" Published at {origin.origin}."
    licence = f"its weights are under: {_plain(model.licence)}" if model.licence else "of its weights unknown"
    return f"{text}\n\nLicence: {licence}."


def _use(config: Mapping[str, Any]) -> str:
    how = config["preprocessing"]
    mean, scale = (_numbers(how[name]) for name in ("mean", "scale"))
    shape = "(N, 3, {0}, {0})" if how["layout"] == "NCHW" else "(N, {0}, {0}, 3)"
    points = "; ".join(f"{x:.2f}, {y:.2f}" for x, y in how["template"])
    thresholds = "\n".join(
        f"| {rate:g} | {cosine:.3f} |" for rate, cosine in (config["thresholds"] or {}).get("by_fmr", ())
    )
    table = f"\n\n| false match rate | cosine |\n|---|---|\n{thresholds}" if thresholds else ""
    return f"""## Use

1. Find the five landmarks of a face: eyes, nose, mouth corners, from left to right in the picture.
2. Warp the picture by a similarity so that they lie at ({points}) in a crop of {how["size"]} pixels.
3. For red, green and blue: (value - [{mean}]) * [{scale}]; then order the colours as {how["order"]}.
4. Run `model.onnx` on float32 {shape.format(how["size"])}; bring its output to unit length.

Or in Kith: `kith models add model.onnx`.{table}"""


def _numbers(values: Sequence[float]) -> str:
    return ", ".join(f"{value:.8g}" for value in values)


def _figures(report: TrainingReport) -> Iterator[str]:
    """Measured true accept rates, where there are any, with how much they rest on."""
    rows = [
        f"| {title} | {rate} | {_percent(before.get(rate))} | {_percent(value)} |"
        for group, title in _GROUPS
        if (after := report.after.get(group)) and (before := report.before.get(group))
        for rate, value in after.items()
    ]
    if not rows:
        return
    yield "## Figures\n"
    faces = report.faces
    yield "True accept rate on faces held out of training" + (f" ({faces} faces in all)." if faces else ".")
    yield "\n| faces of | at a false match rate of | base model | this model |\n|---|---|---|---|"
    yield from rows


def _percent(value: Any) -> str:
    return f"{100 * value:.1f} %" if isinstance(value, (int, float)) else ""


def _limits(model: Model) -> str:
    trained = (
        " It was trained on few people and recognises those best; elsewhere expect the base model's accuracy."
        if model.parent
        else ""
    )
    return (
        "## Limits\n\nA cosine above the threshold says that two faces are alike, not that they are one "
        "person's. Accuracy differs with age, pose, light and between groups of people: measure it on yours. "
        f"Recognising people without their consent is unlawful in many places.{trained}"
    )


def _plain(text: str) -> str:
    """A name without what Markdown would take for markup."""
    return re.sub(r"([\\`*_{}\[\]<>#|])", r"\\\1", text)
