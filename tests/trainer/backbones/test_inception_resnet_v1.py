"""InceptionResnetV1 is what facenet-pytorch published."""

from pathlib import Path

import pytest
import torch
from facenet_pytorch import InceptionResnetV1

from trainer.backbones import InceptionResnet, with_weights
from trainer.errors import CheckpointError


@pytest.mark.slow
def test_a_facenet_pytorch_file_is_read_with_its_classifier_left_out(tmp_path: Path) -> None:
    torch.manual_seed(0)
    original = InceptionResnetV1(pretrained=None, classify=True, num_classes=10)
    torch.save(original.state_dict(), tmp_path / "weights.pt")
    ours = with_weights("inception_resnet_v1", tmp_path / "weights.pt")
    original.classify = False
    pictures = torch.randn(2, 3, 160, 160)
    with torch.inference_mode():
        torch.testing.assert_close(ours(pictures), original.eval()(pictures))


@pytest.mark.slow
def test_files_that_are_no_weights_are_refused_and_not_run(tmp_path: Path) -> None:
    path = tmp_path / "weights.pt"
    for content in ({"last_linear.weight": torch.zeros(2)}, [1, 2], torch.nn.Linear(2, 2)):
        torch.save(content, path)
        with pytest.raises(CheckpointError):
            InceptionResnet.from_file(path)
    path.write_bytes(b"PK\x03\x04 truncated")
    with pytest.raises(CheckpointError, match="cannot be read"):
        InceptionResnet.from_file(path)
