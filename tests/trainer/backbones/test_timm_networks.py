"""Networks of timm as backbones: built, fed, filled and kept as our own are; nothing is downloaded."""

import sys
from pathlib import Path

import pytest
import timm
import torch
from safetensors.torch import save_file

from trainer.backbones import TimmNet, create
from trainer.cli.inputs import open_backbone
from trainer.config import NetworkConfig
from trainer.errors import CheckpointError, ConfigError
from trainer.storage import checkpoint


@pytest.mark.parametrize("model", ["", "resnet0", "hf-hub:timm/resnet18.a1_in1k", "local-dir:/"])
def test_a_network_that_timm_does_not_know_is_refused(model: str) -> None:
    with pytest.raises(ConfigError, match="timm has no network"):
        create(f"timm:{model}")


def test_a_size_that_it_cannot_have_is_refused() -> None:
    with pytest.raises(ConfigError, match="cannot be built"):
        create("timm:test_vit", size=-16)


def test_without_timm_it_is_said_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "timm", None)
    with pytest.raises(ConfigError, match="pip install timm"):
        create("timm:test_resnet")


def test_published_weights_see_pictures_as_timm_shows_them(tmp_path: Path) -> None:
    published = timm.create_model("test_efficientnet").eval()
    path = tmp_path / "model.safetensors"
    save_file(published.state_dict(), path)
    backbone, scratch = open_backbone(NetworkConfig("timm:test_efficientnet", path))
    assert not scratch
    crops = torch.randint(0, 256, (2, 160, 160, 3), dtype=torch.uint8)
    mean, spread = torch.tensor([0.485, 0.456, 0.406]), torch.tensor([0.229, 0.224, 0.225])
    shown = ((crops / 255 - mean) / spread).permute(0, 3, 1, 2)
    with torch.inference_mode():
        expected = published.forward_head(published.forward_features(shown), pre_logits=True)
        torch.testing.assert_close(backbone.trunk(backbone.prepare(crops)), expected)


@pytest.mark.parametrize("kind", ["another network", "no weights", "none"])
def test_a_file_that_does_not_fit_is_refused(kind: str, tmp_path: Path) -> None:
    path = tmp_path / "weights.pth"
    if kind == "another network":
        torch.save(timm.create_model("test_vit").state_dict(), path)
    elif kind == "no weights":
        path.write_bytes(b"nothing of the kind")
    with pytest.raises(CheckpointError, match="cannot be used for 'timm:test_resnet'"):
        TimmNet.from_file("test_resnet", path)


@pytest.mark.parametrize("model", ["test_resnet", "test_vit_relpos"])
def test_its_checkpoint_loads(model: str, tmp_path: Path) -> None:
    backbone = create(f"timm:{model}", size=64, dimension=8).eval()
    checkpoint.save(tmp_path / "a.safetensors", backbone, {})
    loaded, _ = checkpoint.load(tmp_path / "a.safetensors")
    assert (loaded.name, loaded.spec, dict(loaded.options)) == (
        f"timm:{model}",
        backbone.spec,
        {"size": 64, "dimension": 8},
    )
    pictures = torch.randn(2, 3, 64, 64)
    with torch.inference_mode():
        torch.testing.assert_close(loaded(pictures), backbone(pictures))
