"""A stopped run goes on as if it had never stopped."""

import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from tests.trainer import runs
from tests.trainer.runs import same
from trainer.backbones import Backbone, SmallNet
from trainer.config import TrainConfig
from trainer.data import Crops
from trainer.storage import checkpoint
from trainer.storage.run_directory import BEST, LAST, RunDirectory
from trainer.training.loop import FitResult, fit

CONFIG = replace(runs.CONFIG, steps=14, evaluate_every=4)
VARIANTS = {
    "everything at once": replace(CONFIG, augment="faces", ema=0.9, memory=64, miner="curriculum"),
    "head, sgd": replace(CONFIG, depth="head", optimiser="sgd", pull=0.01),
    "offline": replace(CONFIG, depth="blocks", miner="offline", mine_every=1),
    "adam-mini, soft margin": replace(CONFIG, optimiser="adam-mini", miner="batch-hard", soft_margin=True),
    "arcface": replace(CONFIG, loss="arcface", ema=0.9),
    "chunks": replace(CONFIG, chunk=7, miner="batch-all"),
}


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
            directory=RunDirectory(folder, resume=True),
            cancel=lambda polls=polls, limit=limit: next(polls) > limit,  # type: ignore[misc]
        )
        if result.outcome != "cancelled":
            return result
    raise AssertionError("the run never ended")


@pytest.mark.slow
@pytest.mark.parametrize("config", VARIANTS.values(), ids=VARIANTS)
def test_resuming_is_exact(
    config: TrainConfig, crops: Crops, held_out: Crops, network: SmallNet, tmp_path: Path
) -> None:
    whole = fit(config, crops, backbone=network, held_out=held_out)
    pieces = in_pieces(config, crops, held_out, network, tmp_path)
    assert same(whole.backbone, pieces.backbone)
    assert pieces.evaluations == whole.evaluations


KILLER = """
import os, random, signal, sys, time
from pathlib import Path
import torch
torch.set_num_threads(1)
from tests.trainer.conftest import coloured_crops
from trainer.backbones import SmallNet
from trainer.config import TrainConfig
from trainer.storage.run_directory import RunDirectory
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
    fit(config, data, backbone=network(), held_out=held_out, directory=RunDirectory(place, resume=True))

started = time.monotonic()
run(folder / "whole")
longest = (time.monotonic() - started) / 18  # twenty of these, half as long on average, end before the run
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
    assert int(done.stdout) >= 10  # the rest came after its end: by then the machine had less to do
    whole, killed = (tmp_path / name / BEST for name in ("whole", "killed"))
    assert same(checkpoint.load(whole)[0], checkpoint.load(killed)[0])
    assert (tmp_path / "whole" / LAST).read_bytes() == (tmp_path / "killed" / LAST).read_bytes()
