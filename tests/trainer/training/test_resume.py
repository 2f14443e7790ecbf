"""A stopped run goes on as if it had never stopped."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
import torch
from safetensors.torch import load_file

from trainer.backbones import Backbone, SmallNet
from trainer.config import TrainConfig
from trainer.data import Crops
from trainer.errors import CheckpointError, DataError
from trainer.storage import checkpoint
from trainer.storage.run_directory import BEST, LAST
from trainer.storage.weights_file import read_header, write
from trainer.training.loop import FitResult, fit

CONFIG = TrainConfig(
    depth="all",
    miner="semi-hard",
    margin=0.2,
    optimiser="adamw",
    identities=5,
    images=4,
    steps=14,
    learning_rate=1e-3,
    save_every=3,
    evaluate_every=4,
    device="cpu",
)
VARIANTS = {
    "everything at once": replace(CONFIG, augment="faces", ema=0.9, memory=64, miner="curriculum"),
    "head, sgd": replace(CONFIG, depth="head", optimiser="sgd", pull=0.01),
    "offline": replace(CONFIG, depth="blocks", miner="offline", mine_every=1),
    "adam-mini, soft margin": replace(CONFIG, optimiser="adam-mini", miner="batch-hard", soft_margin=True),
    "chunks": replace(CONFIG, chunk=7, miner="batch-all"),
}


def same(a: Backbone, b: Backbone) -> bool:
    other = b.state_dict()
    return all(torch.equal(value, other[name]) for name, value in a.state_dict().items())


def in_pieces(
    config: TrainConfig, crops: Crops, held_out: Crops, network: Backbone, folder: Path
) -> FitResult:
    """Cancel every few polls, and resume, until the run ends by itself."""
    for _ in range(20):
        polls = iter(range(1000))
        limit = 14 if config.depth == "head" else 4  # caching features polls, too

        result = fit(
            config,
            crops,
            backbone=network,
            held_out=held_out,
            folder=folder,
            resume=True,
            cancel=lambda polls=polls, limit=limit: next(polls) > limit,  # type: ignore[misc]
        )
        if result.outcome != "cancelled":
            return result
    raise AssertionError("the run never ended")


@pytest.mark.parametrize("config", VARIANTS.values(), ids=VARIANTS)
def test_resuming_is_exact(
    config: TrainConfig, crops: Crops, held_out: Crops, network: SmallNet, tmp_path: Path
) -> None:
    whole = fit(config, crops, backbone=network, held_out=held_out)
    pieces = in_pieces(config, crops, held_out, network, tmp_path)
    assert same(whole.backbone, pieces.backbone)
    assert pieces.evaluations == whole.evaluations


def test_a_run_from_before_a_setting_existed_goes_on(crops: Crops, network: SmallNet, tmp_path: Path) -> None:
    config = replace(CONFIG, positive_gradient=1.0)
    whole = fit(config, crops, backbone=network, folder=tmp_path)
    header = read_header(tmp_path / LAST)
    tensors = load_file(tmp_path / LAST)
    old = {name: value for name, value in header.metadata["config"].items() if name != "positive_gradient"}
    write(tmp_path / LAST, tensors, {**header.metadata, "config": old})
    resumed = fit(config, crops, backbone=network, folder=tmp_path, resume=True)
    assert same(whole.backbone, resumed.backbone)
    with pytest.raises(CheckpointError, match="settings were others"):
        fit(replace(CONFIG, positive_gradient=0.5), crops, backbone=network, folder=tmp_path, resume=True)


def test_last_and_best_are_checkpoints(
    crops: Crops, held_out: Crops, network: SmallNet, tmp_path: Path
) -> None:
    result = fit(CONFIG, crops, backbone=network, held_out=held_out, folder=tmp_path)
    best, metadata = checkpoint.load(tmp_path / BEST)
    assert same(best, result.backbone)
    assert metadata["config"] == CONFIG.as_dict()
    assert metadata["data"]["pictures"] == 72
    assert set(metadata["metrics"]["tar"]) == {"0.01", "0.001", "0.0001"}
    assert {"torch", "python"} <= metadata["versions"].keys()
    checkpoint.load(tmp_path / LAST)
    assert sorted(p.name for p in tmp_path.iterdir()) == [BEST, LAST]


def test_other_settings_or_other_data_are_refused(
    crops: Crops, held_out: Crops, network: SmallNet, tmp_path: Path
) -> None:
    fit(CONFIG, crops, backbone=network, folder=tmp_path)
    with pytest.raises(CheckpointError, match="settings were others"):
        fit(replace(CONFIG, margin=0.3), crops, backbone=network, folder=tmp_path, resume=True)
    with pytest.raises(CheckpointError, match="data were others"):
        fit(CONFIG, held_out, backbone=network, folder=tmp_path, resume=True)


def test_an_earlier_run_is_overwritten_only_where_that_is_asked_for(
    crops: Crops, network: SmallNet, tmp_path: Path
) -> None:
    fit(CONFIG, crops, backbone=network, folder=tmp_path)
    before = (tmp_path / BEST).read_bytes()
    other = replace(CONFIG, seed=1)
    with pytest.raises(CheckpointError, match=r"holds an earlier run\. Resume it"):
        fit(other, crops, backbone=network, folder=tmp_path)
    assert (tmp_path / BEST).read_bytes() == before
    replaced = fit(other, crops, backbone=network, folder=tmp_path, overwrite=True)
    assert same(checkpoint.load(tmp_path / BEST)[0], replaced.backbone)


@pytest.mark.parametrize("resume", [False, True])
def test_a_network_without_a_state_is_not_overwritten_either(
    crops: Crops, network: SmallNet, tmp_path: Path, *, resume: bool
) -> None:
    checkpoint.save(tmp_path / BEST, network, {})
    with pytest.raises(CheckpointError, match="no state to go on from"):
        fit(CONFIG, crops, backbone=network, folder=tmp_path, resume=resume)


def test_what_cannot_begin_leaves_the_earlier_run_alone(
    crops: Crops, network: SmallNet, tmp_path: Path
) -> None:
    fit(CONFIG, crops, backbone=network, folder=tmp_path)
    before = (tmp_path / BEST).read_bytes()
    with pytest.raises(DataError):
        fit(CONFIG, crops.subset(np.arange(6)), backbone=network, folder=tmp_path, overwrite=True)
    assert (tmp_path / BEST).read_bytes() == before


@pytest.mark.parametrize("resume", [False, True])
def test_a_run_that_diverges_keeps_no_network_of_its_own(
    crops: Crops, network: SmallNet, tmp_path: Path, *, resume: bool
) -> None:
    config = replace(CONFIG, learning_rate=1e30, save_every=1)
    result = fit(config, crops, backbone=network, folder=tmp_path, resume=resume)
    assert (result.outcome, result.kept) == ("collapsed", None)
    assert [place.name for place in tmp_path.iterdir()] == [LAST]
    again = fit(config, crops, backbone=network, folder=tmp_path, resume=True)  # from the last sound state
    assert (again.outcome, again.kept) == ("collapsed", None)


@pytest.mark.parametrize("position", [100, 2000, -50])
def test_a_changed_state_is_refused_or_harmless(
    position: int, crops: Crops, network: SmallNet, tmp_path: Path
) -> None:
    fit(CONFIG, crops, backbone=network, folder=tmp_path)
    state = tmp_path / LAST
    state.write_bytes(state.read_bytes()[:position])
    with pytest.raises(CheckpointError, match="cannot be used"):
        fit(CONFIG, crops, backbone=network, folder=tmp_path, resume=True)


KILLER = """
import os, random, signal, sys, time
from pathlib import Path
import torch
torch.set_num_threads(1)
from tests.trainer.conftest import coloured_crops
from trainer.backbones import SmallNet
from trainer.config import TrainConfig
from trainer.training.loop import fit

folder, kills = Path(sys.argv[1]), int(sys.argv[2])
config = TrainConfig(depth="all", identities=5, images=4, steps=160, learning_rate=1e-3, save_every=2,
                     evaluate_every=50, ema=0.9, memory=50, miner="curriculum",
                     margin=0.2, device="cpu")
data, held_out = coloured_crops(8, 5), coloured_crops(6, 4, seed=1)

def network():
    torch.manual_seed(0)
    return SmallNet(size=32, width=8, dimension=16)

def run(place):
    fit(config, data, backbone=network(), held_out=held_out, folder=place, resume=True)

started = time.monotonic()
run(folder / "whole")
longest = (time.monotonic() - started) / 12  # twenty of these, half as long on average, end before the run
chance, killed = random.Random(5), 0
while True:
    child = os.fork()
    if not child:
        run(folder / "killed")
        os._exit(0)
    if killed < kills:
        time.sleep(chance.uniform(0.02, max(longest, 0.05)))
        os.kill(child, signal.SIGKILL)
    _, status = os.waitpid(child, 0)
    if status == 0:
        break
    assert os.WTERMSIG(status) == signal.SIGKILL, status
    killed += 1
print(killed)
"""


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_a_run_killed_at_20_random_moments_ends_with_the_same_weights(tmp_path: Path) -> None:
    root = Path(__file__).resolve().parents[3]
    call = [sys.executable, "-c", KILLER, str(tmp_path), "20"]
    done = subprocess.run(call, cwd=root, capture_output=True, text=True, timeout=240, check=False)
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) >= 15  # the rest came after its end
    whole, killed = (tmp_path / name / BEST for name in ("whole", "killed"))
    assert same(checkpoint.load(whole)[0], checkpoint.load(killed)[0])
    assert (tmp_path / "whole" / LAST).read_bytes() == (tmp_path / "killed" / LAST).read_bytes()
