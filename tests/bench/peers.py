"""Kith and the libraries it is measured against, each brought to one shape.

facenet-pytorch runs its MTCNN in its faster mode on a CPU (minimum face of 20 pixels, one picture at a time,
which its batched mode does not beat there) and InceptionResnetV1 with random weights: the published ones are
a download, and a network is as fast with any. dlib runs through face_recognition, as its README does.
"""

import sys
import types
import warnings
from collections.abc import Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from PIL import Image as PillowImage

from app.core.types import Chip, Image
from app.vision import models
from app.vision.align import align, cut_chip
from app.vision.detect import YuNetDetector, scan
from app.vision.embed import Embedder
from trainer.backbones import SFace
from trainer.backbones.inception_resnet_v1 import MTCNN_TEMPLATE


class Peer(Protocol):
    """A library that finds and embeds faces."""

    name: str

    def read(self, picture: Image) -> int:
        """Detect, align and embed every face of a picture, and return how many there were."""
        ...

    def embed(self, chips: Sequence[Chip]) -> object:
        """Embed faces that are found already."""
        ...


class Kith:
    """YuNet, similarity alignment and SFace."""

    name = "Kith (YuNet + SFace)"

    def __init__(self) -> None:
        folder = Path()
        self.detector = YuNetDetector(models.ensure_weights(models.card("yunet"), folder))
        weights = models.ensure_weights(models.card("sface"), folder)
        self.embedder = Embedder("bench", SFace.from_onnx(weights))

    def chips(self, picture: Image) -> list[Chip]:
        """Cut the faces out of a picture."""
        return [cut_chip(picture, face.landmarks) for face in scan(self.detector, picture)]

    def read(self, picture: Image) -> int:
        """Detect, align and embed."""
        return len(self.embedder.embed(self.chips(picture)))

    def embed(self, chips: Sequence[Chip]) -> object:
        """Align and embed."""
        return self.embedder.embed(chips)


class FacenetPytorch:
    """MTCNN and InceptionResnetV1."""

    name = "facenet-pytorch (MTCNN + InceptionResnetV1)"

    def __init__(self, batch: int = 8) -> None:
        import torch  # not before `app`, which tells its threads to sleep while they wait
        from facenet_pytorch import MTCNN, InceptionResnetV1

        self._torch = torch
        self._mtcnn = MTCNN(keep_all=True, device="cpu")
        self._resnet = InceptionResnetV1(pretrained=None).eval()
        self._batch = batch

    def read(self, picture: Image) -> int:
        """Detect, cut out and embed, as its README does."""
        with self._torch.inference_mode(), warnings.catch_warnings():
            warnings.simplefilter("ignore")  # ragged arrays inside the package
            faces = self._mtcnn(PillowImage.fromarray(picture))
            return 0 if faces is None else len(self._resnet(faces))

    def embed(self, chips: Sequence[Chip]) -> object:
        """Embed in batches."""
        crops = np.stack([align(chip, MTCNN_TEMPLATE, 160) for chip in chips])
        pictures = (self._torch.from_numpy(crops).permute(0, 3, 1, 2).float() - 127.5) / 128
        with self._torch.inference_mode():
            return [self._resnet(pictures[i : i + self._batch]) for i in range(0, len(chips), self._batch)]


class FaceRecognition:
    """dlib's HOG detector and ResNet through face_recognition."""

    name = "face_recognition (dlib HOG + ResNet)"

    def __init__(self) -> None:
        _offer_pkg_resources()
        import face_recognition

        self._library = face_recognition

    def read(self, picture: Image) -> int:
        """Detect and embed."""
        return len(self._library.face_encodings(picture))

    def embed(self, chips: Sequence[Chip]) -> object:
        """Embed, with the box known; its landmarks are part of its alignment."""
        return [self._library.face_encodings(chip.pixels, [_box(chip)]) for chip in chips]


def _box(chip: Chip) -> tuple[int, int, int, int]:
    """Top, right, bottom and left of the face, in the proportions of dlib's own detector."""
    eyes = float(np.hypot(*(chip.landmarks[1] - chip.landmarks[0])))
    x, y = chip.landmarks.mean(axis=0)
    half = 1.2 * eyes
    height, width = chip.pixels.shape[:2]
    return max(int(y - half), 0), min(int(x + half), width), min(int(y + half), height), max(int(x - half), 0)


def _offer_pkg_resources() -> None:
    """face_recognition_models asks the retired pkg_resources for its files' places: answer in its stead."""
    if find_spec("pkg_resources") is not None:
        return

    def resource_filename(package: str, name: str) -> str:
        spec = find_spec(package)
        assert spec is not None
        assert spec.origin is not None
        return str(Path(spec.origin).parent / name)

    stand_in: Any = types.ModuleType("pkg_resources")
    stand_in.resource_filename = resource_filename
    sys.modules["pkg_resources"] = stand_in


def peers() -> list[Peer]:
    """Kith first, then those of the others that are installed; says which are not."""
    found: list[Peer] = [Kith(), FacenetPytorch()]
    if find_spec("face_recognition") and find_spec("dlib"):
        found.append(FaceRecognition())
    else:
        print("note: face_recognition is left out: see tests/bench/requirements.txt")
    return found
