"""What a run keeps, what it may be resumed with, and what it does not overwrite."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from safetensors.torch import load_file

from tests.trainer.runs import CONFIG, run_in, same
from trainer.backbones import SmallNet
from trainer.data import Crops
from trainer.errors import CheckpointError, DataError
from trainer.storage import checkpoint
from trainer.storage.run_directory import BEST, HISTORY, LAST, SETTINGS, RunDirectory
from trainer.storage.weights_file import read_header, write
from trainer.training.loop import fit


def test_a_run_from_before_a_setting_existed_goes_on(crops: Crops, network: SmallNet, tmp_path: Path) -> None:
    config = replace(CONFIG, positive_gradient=1.0)
    whole = run_in(tmp_path, crops, network, config)
    header = read_header(tmp_path / LAST)
    tensors = load_file(tmp_path / LAST)
    old = {name: value for name, value in header.metadata["config"].items() if name != "positive_gradient"}
    write(tmp_path / LAST, tensors, {**header.metadata, "config": old})
    resumed = run_in(tmp_path, crops, network, config, resume=True)
    assert same(whole.backbone, resumed.backbone)
    with pytest.raises(CheckpointError, match="settings were others"):
        run_in(tmp_path, crops, network, replace(CONFIG, positive_gradient=0.5), resume=True)


def test_last_and_best_are_checkpoints(
    crops: Crops, held_out: Crops, network: SmallNet, tmp_path: Path
) -> None:
    result = fit(CONFIG, crops, backbone=network, held_out=held_out, directory=RunDirectory(tmp_path))
    best, metadata = checkpoint.load(tmp_path / BEST)
    assert same(best, result.backbone)
    assert metadata["config"] == CONFIG.as_dict()
    assert metadata["data"]["pictures"] == 72
    assert set(metadata["metrics"]["tar"]) == {"0.01", "0.001", "0.0001"}
    assert {"torch", "python"} <= metadata["versions"].keys()
    checkpoint.load(tmp_path / LAST)
    assert {p.name for p in tmp_path.iterdir()} == {BEST, LAST, SETTINGS, HISTORY}


def test_other_settings_or_other_data_are_refused(
    crops: Crops, held_out: Crops, network: SmallNet, tmp_path: Path
) -> None:
    run_in(tmp_path, crops, network)
    with pytest.raises(CheckpointError, match=r"settings were others: --margin 0\.2, --seed 0\. Resume"):
        run_in(tmp_path, crops, network, replace(CONFIG, margin=0.3, seed=4), resume=True)
    with pytest.raises(CheckpointError, match="data were others"):
        run_in(tmp_path, held_out, network, resume=True)


def test_a_run_can_be_made_longer(crops: Crops, network: SmallNet, tmp_path: Path) -> None:
    run_in(tmp_path, crops, network)
    longer = run_in(tmp_path, crops, network, replace(CONFIG, steps=20, save_every=1), resume=True)
    assert (longer.outcome, longer.steps) == ("finished", 20)
    assert not same(network, longer.backbone)
    assert checkpoint.load(tmp_path / BEST)[1]["config"]["steps"] == 20


@pytest.mark.slow
def test_an_earlier_run_is_overwritten_only_where_that_is_asked_for(
    crops: Crops, network: SmallNet, tmp_path: Path
) -> None:
    run_in(tmp_path, crops, network)
    before = (tmp_path / BEST).read_bytes()
    other = replace(CONFIG, seed=1)
    with pytest.raises(CheckpointError, match=r"holds an earlier run\. Resume it"):
        run_in(tmp_path, crops, network, other)
    assert (tmp_path / BEST).read_bytes() == before
    replaced = run_in(tmp_path, crops, network, other, overwrite=True)
    assert same(checkpoint.load(tmp_path / BEST)[0], replaced.backbone)


@pytest.mark.parametrize("resume", [False, True])
def test_a_network_without_a_state_is_not_overwritten_either(
    crops: Crops, network: SmallNet, tmp_path: Path, *, resume: bool
) -> None:
    checkpoint.save(tmp_path / BEST, network, {})
    with pytest.raises(CheckpointError, match="no state to go on from"):
        run_in(tmp_path, crops, network, resume=resume)


def test_what_cannot_begin_leaves_the_earlier_run_alone(
    crops: Crops, network: SmallNet, tmp_path: Path
) -> None:
    run_in(tmp_path, crops, network)
    before = (tmp_path / BEST).read_bytes()
    with pytest.raises(DataError):
        run_in(tmp_path, crops.subset(np.arange(6)), network, overwrite=True)
    assert (tmp_path / BEST).read_bytes() == before


@pytest.mark.parametrize("resume", [False, True])
def test_a_run_that_diverges_keeps_no_network_of_its_own(
    crops: Crops, network: SmallNet, tmp_path: Path, *, resume: bool
) -> None:
    config = replace(CONFIG, learning_rate=1e30, save_every=1)
    result = run_in(tmp_path, crops, network, config, resume=resume)
    assert (result.outcome, result.checkpoint) == ("collapsed", None)
    assert {place.name for place in tmp_path.iterdir()} == {LAST, SETTINGS, HISTORY}
    again = run_in(tmp_path, crops, network, config, resume=True)  # from the last sound state
    assert (again.outcome, again.checkpoint) == ("collapsed", None)


@pytest.mark.parametrize("position", [100, 2000, -50])
def test_a_changed_state_is_refused_or_harmless(
    position: int, crops: Crops, network: SmallNet, tmp_path: Path
) -> None:
    run_in(tmp_path, crops, network)
    state = tmp_path / LAST
    state.write_bytes(state.read_bytes()[:position])
    with pytest.raises(CheckpointError, match="cannot be used"):
        run_in(tmp_path, crops, network, resume=True)
