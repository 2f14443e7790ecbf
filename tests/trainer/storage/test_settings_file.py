"""Settings as a file: what is written is read again, and what makes no sense is named."""

from pathlib import Path

import pytest

from trainer.config import DataConfig, NetworkConfig, TrainConfig
from trainer.errors import ConfigError
from trainer.storage import settings_file
from trainer.storage.settings_file import DATA, NETWORK, RECORD, TRAINING


@pytest.mark.slow
def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    file = tmp_path / "run.toml"
    config = TrainConfig(learning_rate=6.5e-6, steps=7, margin=1e-3, seed=3, device='a "b"\\\n\x7f\u00e4')
    record = {"source": "x", "data": {"pictures": 3, "sha256": "ab"}}
    network = {"backbone": "small", "weights": str(tmp_path / "w.pt"), "size": None}
    settings_file.write(
        file, {NETWORK: network, DATA: {"held_out": 0.25}, TRAINING: config.as_dict(), RECORD: record}
    )
    read = settings_file.read(file)
    assert TrainConfig(**read[TRAINING]) == config
    assert NetworkConfig(**read[NETWORK]) == NetworkConfig("small", tmp_path / "w.pt")
    assert DataConfig(**read[DATA]) == DataConfig(held_out=0.25)
    assert read[RECORD] == record


def test_a_path_is_relative_to_the_file(tmp_path: Path) -> None:
    file = tmp_path / "run.toml"
    file.write_text('[network]\nweights = "net.pt"\n[training]\nepochs = 3\n')
    read = settings_file.read(file)
    assert read[NETWORK] == {"weights": tmp_path / "net.pt"}
    assert read[TRAINING] == {"epochs": 3.0}
    assert type(read[TRAINING]["epochs"]) is float


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("[training]\nlerning_rate = 1", r"no setting training\.lerning_rate. .*training\.learning_rate$"),
        ("[training]\nlearning-rate = 1", r"training\.learning_rate$"),
        ("margin = 1", r"no setting margin\. .*training\.margin$"),
        ("[network]\nheld_out = 0.5", r"no setting network\.held_out\. .*data\.held_out$"),
        ("[qwzx]\n", r"no setting qwzx$"),
        ("training = 1", r"no setting training"),
        ("[training]\nmargin = '1'", r"training\.margin is '1', and should be a number$"),
        ("[training]\nmargin = true", r"training\.margin is True, and should be a number$"),
        ("[training]\nseed = 1.5", r"training\.seed is 1\.5, and should be a whole number$"),
        ("[training]\nsteps = false", r"should be a whole number$"),
        ("[training]\nnormalise = 1", r"should be true or false$"),
        ("[training]\nminer = 3", r"should be text$"),
        ("[training]\ndepth = 'hed'", r"is 'hed', and should be one of head, blocks, all$"),
        ("[data]\nsplit = ['none']", r"should be one of identity, session, none$"),
        ("[network]\nweights = 1", r"should be text$"),
        ("[training\n", "cannot be used"),
        ("[training]\nseed = 1\nseed = 2\n", "cannot be used"),
    ],
)
def test_what_makes_no_sense_is_named(text: str, words: str, tmp_path: Path) -> None:
    file = tmp_path / "run.toml"
    file.write_text(text)
    with pytest.raises(ConfigError, match=words):
        settings_file.read(file)


def test_a_file_that_is_missing_or_no_text_is_refused(tmp_path: Path) -> None:
    (tmp_path / "picture.toml").write_bytes(b"\xff\xd8\xff")
    for name in ("none.toml", "picture.toml", "."):
        with pytest.raises(ConfigError, match="cannot be used"):
            settings_file.read(tmp_path / name)
