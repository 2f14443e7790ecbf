"""The test data's faces as crops, aligned as Kith aligns them, with who and where they are."""

from collections.abc import Sequence

import numpy as np

from app.vision import image_io
from app.vision.align import align
from tests.bench.face_set import FACES, sface_reader
from trainer.backbones import SFace

ALIGNED = "aligned12"
"""The folder whose pictures are aligned crops already."""


def aligned_crops(folders: Sequence[str]) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Crops uint8 (N, S, S, 3), whose each is (N,) as FOLDER/NAME, and its folder (N,).

    Of a photo the likeliest face counts; one in which no face is found is left out.
    """
    reader, spec = sface_reader(), SFace.spec
    crops, people, places = [], [], []
    for folder in folders:
        for path in image_io.find_pictures(FACES / folder):
            picture = image_io.load(path)
            if folder != ALIGNED:
                faces = reader.find(picture)
                if not faces:
                    continue
                picture = align(faces[0].chip, spec.template, spec.size)
            crops.append(picture)
            people.append(f"{folder}/{path.parent.name}")
            places.append(folder)
    return np.stack(crops), np.array(people), np.array(places)
