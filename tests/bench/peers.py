"""Kith and the libraries it is measured against, each brought to one shape.

facenet-pytorch runs its MTCNN in its faster mode on a CPU (minimum face of 20 pixels, one picture at a time,
which its batched mode does not beat there) and InceptionResnetV1 with random weights: the published ones are
a download, and a network is as fast with any. dlib runs through face_recognition, as its README does.
"""

import os
import sys
import types
import warnings
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from importlib.util import find_spec
from pathlib import Path
from typing import Any, Protocol

import numpy as np
from PIL import Image as PillowImage

from app.domain.arrays import Image
from app.domain.face import Chip
from app.services.photos.reading import read_pictures
from app.vision.align import align
from tests.bench.face_set import sface_reader
from trainer.backbones.inception_resnet_v1 import MTCNN_TEMPLATE


class Peer(Protocol):
    """A library that finds and embeds faces."""

    name: str

    def read(self, picture: Image) -> int:
        """Detect, align and embed every face of a picture, and return how many there were."""
        ...

    def read_files(self, paths: Sequence[Path]) -> int:
        """Decode photos and read them, and return how many faces there were."""
        ...

    def embed(self, chips: Sequence[Chip]) -> object:
        """Embed faces that are found already."""
        ...


class Kith:
    """YuNet, O-Net, similarity alignment and SFace, each face with its mirror image."""

    name = "Kith (YuNet + O-Net + SFace)"

    def __init__(self) -> None:
        self.reader = sface_reader()

    def chips(self, picture: Image) -> list[Chip]:
        """Cut the faces out of a picture."""
        return [face.chip for face in self.reader.find(picture)]

    def read(self, picture: Image) -> int:
        """Detect, place landmarks, align and embed."""
        return len(self.reader.find(picture))

    def read_files(self, paths: Sequence[Path]) -> int:
        """Read photos as importing a folder does."""
        return sum(len(picture.faces) for picture in read_pictures(self.reader, paths))

    def embed(self, chips: Sequence[Chip]) -> object:
        """Align and embed, without mirror images, which the others do not look at either."""
        return self.reader.embedder.embed(chips, mirror=False)


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

    def read_files(self, paths: Sequence[Path]) -> int:
        """One photo after the other: its networks use all cores for each."""
        return sum(self.read(np.asarray(PillowImage.open(path).convert("RGB"))) for path in paths)

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

    def read_files(self, paths: Sequence[Path]) -> int:
        """On as many threads as there are cores, as dlib lets go of Python's lock."""
        with ThreadPoolExecutor(os.cpu_count()) as pool:
            return sum(pool.map(lambda path: self.read(self._library.load_image_file(path)), paths))

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
