"""The command that writes scikit-learn's handwritten digits as pictures: something to try the others on."""

import argparse
from pathlib import Path

import numpy as np
from PIL import Image

from trainer.cli.output import Output
from trainer.cli.places import check_empty, writing
from trainer.data.splits import by_picture
from trainer.errors import missing
from trainer.text import say

_TRAINED = 100
"""Pictures of each class to learn from; the others are to be tested on."""
_ENLARGED = 4


def digits(given: argparse.Namespace, output: Output) -> int:
    """Write `train` and `test`, each with a folder a digit; of 8 x 8 pixels, enlarged to 32 x 32."""
    check_empty(given.folder)
    try:
        from sklearn.datasets import load_digits
    except ImportError as error:
        raise missing("scikit-learn", say("There are no digits")) from error
    pictures, labels = load_digits(return_X_y=True)
    grey = (pictures.reshape(-1, 8, 8) * (255 / 16)).astype(np.uint8)
    enlarged = grey.repeat(_ENLARGED, axis=1).repeat(_ENLARGED, axis=2)
    parts = dict(zip(("train", "test"), by_picture(labels, _TRAINED), strict=True))
    with writing(given.folder):
        for part, rows in parts.items():
            for row in rows:
                place: Path = given.folder / part / str(labels[row]) / f"{row:04d}.png"
                place.parent.mkdir(parents=True, exist_ok=True)
                Image.fromarray(enlarged[row]).save(place)
    output.result({"file": str(given.folder), "pictures": len(labels), "identities": len(np.unique(labels))})
    return 0
