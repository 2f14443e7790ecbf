"""InceptionResnetV1: FaceNet's network in facenet-pytorch's form, with a 512-D embedding.

Architecture: Szegedy et al., "Inception-v4, Inception-ResNet and the Impact of Residual Connections on
Learning" (AAAI 2017), as used by David Sandberg's FaceNet and ported by Tim Esler.
"""

from pathlib import Path

import torch
from torch import Tensor, nn

from trainer.backbones.base import Backbone, InputSpec
from trainer.errors import CheckpointError
from trainer.plain_files import check_plain
from trainer.text import say

_LARGEST = 1 << 30
"""Bytes of a file of weights that is read at all; the published ones have some 110 MB."""
MTCNN_TEMPLATE = (
    (49.293, 64.489),
    (113.143, 63.977),
    (80.232, 93.561),
    (53.477, 117.696),
    (110.394, 117.289),
)
"""Where the landmarks lie in the crops that the published weights expect.

Those crops were MTCNN's boxes, grown by a margin of 14 pixels and resized to 160. Measured with
facenet-pytorch's MTCNN on the 100 photos of `lfw10`: the landmarks' mean position inside the box, as a share
of its width and height, is (0.290, 0.394), (0.727, 0.390), (0.502, 0.593), (0.318, 0.758), (0.708, 0.755),
with a spread of 0.08 to 0.14 across and 0.03 to 0.05 down; a share s becomes 7 + 146 s pixels.
"""

_BODY = (
    "conv2d_1a",
    "conv2d_2a",
    "conv2d_2b",
    "maxpool_3a",
    "conv2d_3b",
    "conv2d_4a",
    "conv2d_4b",
    "repeat_1",
    "mixed_6a",
    "repeat_2",
    "mixed_7a",
    "repeat_3",
    "block8",
    "avgpool_1a",
)
_HEAD = ("last_linear", "last_bn")


class InceptionResnet(Backbone):
    """InceptionResnetV1 cut into its body (1792 features) and its small head (1792 -> 512)."""

    name = "inception_resnet_v1"
    spec = InputSpec(size=160, mean=127.5, scale=1 / 128, template=MTCNN_TEMPLATE)
    dimension = 512

    def __init__(self) -> None:
        from facenet_pytorch import InceptionResnetV1  # loads torchvision, which nothing else here needs

        super().__init__()
        network = InceptionResnetV1(pretrained=None)
        self.trunk = nn.Sequential(*(getattr(network, name) for name in _BODY), nn.Flatten())
        self.head = nn.Sequential(*(getattr(network, name) for name in _HEAD))

    @classmethod
    def from_file(cls, path: Path) -> "InceptionResnet":
        """Build the network with a facenet-pytorch weights file (`vggface2` or `casia-webface`).

        The file is read without unpickling anything but tensors; a classifier in it is left out.

        Raises:
            CheckpointError: The file is missing, not a state dictionary, or of another network.
        """
        network = cls()
        network.load_state_dict(_rename(_read(path), path))
        return network.eval()


def _read(path: Path) -> dict[str, Tensor]:
    try:
        check_plain(path, _LARGEST)
        weights = torch.load(path, map_location="cpu", weights_only=True)
    except Exception as error:  # readers of damaged files raise nearly anything
        raise CheckpointError(
            say("{path} cannot be read", path=path),
            why=say("it is not a plain file of weights ({name})", name=type(error).__name__),
            remedy=say("Give facenet-pytorch's vggface2 or casia-webface file"),
        ) from error
    if not isinstance(weights, dict):
        raise CheckpointError(
            say("{path} cannot be used", path=path), why=say("it holds no state dictionary")
        )
    return weights


def _rename(weights: dict[str, Tensor], path: Path) -> dict[str, Tensor]:
    """Translate facenet-pytorch's names to trunk and head, checking every name, shape and value."""
    places = {name: f"trunk.{i}" for i, name in enumerate(_BODY)}
    places |= {name: f"head.{i}" for i, name in enumerate(_HEAD)}
    renamed = {}
    for name, value in weights.items():
        stem, _, rest = name.partition(".")
        if stem in places:
            renamed[f"{places[stem]}.{rest}"] = value
    with torch.device("meta"):
        wanted = {name: tensor.shape for name, tensor in InceptionResnet().state_dict().items()}
    found = {name: getattr(tensor, "shape", None) for name, tensor in renamed.items()}
    if found != wanted:
        wrong = sorted(k for k in wanted.keys() | found.keys() if wanted.get(k) != found.get(k))
        raise CheckpointError(
            say("{path} is not InceptionResnetV1", path=path),
            why=say("{name} is missing or misshapen", name=wrong[0]),
        )
    if not all(bool(torch.isfinite(value).all()) for value in renamed.values()):
        raise CheckpointError(
            say("{path} cannot be used", path=path), why=say("some of its weights are not finite")
        )
    return renamed
