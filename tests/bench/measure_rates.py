"""Whether the learning rate that `find-rate` suggests trains as well as the default.

    python -m tests.bench.measure_rates [--cases NAME ...] [--seeds N] [--json FILE]

For each seed the rate is looked for, and the same fresh network is trained at the default rate and at the one
that was found; the area under the ROC and TAR at FMR 1e-2 of pictures never seen tell how well. `digits`:
scikit-learn's, 100 of each class trained, 100 steps without random changes, and the others tested. `orl40`:
30 people trained, half of the command line's epochs, and the other 10 tested. `aligned12`: the head of SFace,
20 crops of each person trained, and their other 40 tested.
"""

import argparse
import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import torch

from tests.bench.harness import faces_folder, machine
from tests.bench.measure_depths import sface
from tests.bench.measure_miners import scores_of
from tests.bench.measure_retrieval import digits
from tests.bench.measure_scratch import parts
from trainer.backbones import Backbone
from trainer.cli.inputs import small_network
from trainer.cli.options import FROM_SCRATCH
from trainer.config import TrainConfig
from trainer.data import Crops, cache_features, read_folder
from trainer.data.features import LabelledData
from trainer.data.splits import by_picture
from trainer.training.loop import fit
from trainer.training.rate_range import try_rates

SCRATCH = TrainConfig(**{**FROM_SCRATCH, "device": "cpu"})

Case = tuple[TrainConfig, LabelledData, Crops, Callable[[], Backbone]]
"""Settings at the default rate, what is trained, what is tested, and what makes the network."""


def of_digits() -> Case:
    """A small network from scratch on digits."""
    crops = digits()
    train, test = (crops.subset(rows) for rows in by_picture(crops.labels, 100))
    return replace(SCRATCH, augment="none", steps=100), train, test, lambda: small_network(32)


def of_faces() -> Case:
    """A small network from scratch on people."""
    return replace(SCRATCH, epochs=40), *parts("orl40"), lambda: small_network(64)


def of_a_head() -> Case:
    """The head of SFace on the crops of twelve people."""
    network = sface()
    crops = read_folder(faces_folder() / "aligned12", network.spec.size).in_memory()
    train, test = (crops.subset(rows) for rows in by_picture(crops.labels, 20))
    features = cache_features(network, train)
    assert features is not None
    return TrainConfig(device="cpu"), features, test, lambda: network


CASES = {"digits": of_digits, "orl40": of_faces, "aligned12": of_a_head}


def told(network: Backbone, test: Crops) -> str:
    """Area under the ROC and TAR at FMR 1e-2 of the pictures tested."""
    area, _, tar = scores_of(network, test)
    return f"{area:.4f} / {tar:.3f}"


def main() -> None:
    """Look for rates, train and print."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--cases", nargs="+", choices=CASES, default=list(CASES))
    parser.add_argument("--seeds", type=int, default=3)
    parser.add_argument("--json", type=Path, help="write the curves there, too")
    given = parser.parse_args()
    torch.set_num_threads(1)
    print(f"{machine()}; torch {torch.__version__}, 1 thread")
    print("| case | seed | valley | rises | suggested | before | the default | the suggested |")
    print("|---|---|---|---|---|---|---|---|")
    document = []
    for name in given.cases:
        config, train, test, make = CASES[name]()
        for seed in range(given.seeds):
            torch.manual_seed(seed)
            network, own = make(), replace(config, seed=seed)
            found = try_rates(own, train, backbone=network)
            assert found is not None
            assert found.suggested is not None
            rates = (config.learning_rate, found.suggested)
            after = [fit(replace(own, learning_rate=rate), train, backbone=network) for rate in rates]
            low, high = found.valley or (np.nan, np.nan)
            cells = [name, str(seed), f"{low:.1e} to {high:.1e}", str(found.rises), f"{found.suggested:.1e}"]
            cells += [told(one, test) for one in (network, *(result.backbone for result in after))]
            print(f"| {' | '.join(cells)} |", flush=True)
            document.append([name, seed, found.before, found.rates, found.losses])
            if given.json:
                given.json.write_text(json.dumps(document), encoding="utf-8")


if __name__ == "__main__":
    main()
