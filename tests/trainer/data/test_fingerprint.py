"""Whether a data set is the one that a checkpoint was trained on."""

from dataclasses import replace

import numpy as np
import torch

from trainer.data import Crops, Features
from trainer.data.fingerprint import fingerprint


def test_it_counts_pictures_people_and_those_with_one_picture(crops: Crops) -> None:
    labels = crops.labels.copy()
    labels[-1] = 99
    found = fingerprint(replace(crops, labels=labels))
    assert (found["pictures"], found["identities"], found["singles"]) == (72, 13, 1)


def test_it_is_the_same_for_the_same_data_alone(crops: Crops) -> None:
    again = Crops(crops.pictures.copy(), crops.labels.copy())
    assert fingerprint(again) == fingerprint(crops)
    pictures, labels = crops.pictures.copy(), crops.labels.copy()
    pictures[3, 5, 5, 0] ^= 1
    labels[[0, -1]] = labels[[-1, 0]]
    for other in (replace(crops, pictures=pictures), replace(crops, labels=labels)):
        assert fingerprint(other)["sha256"] != fingerprint(crops)["sha256"]


def test_of_files_it_takes_their_hashes(crops: Crops) -> None:
    hashes = tuple(map(str, range(len(crops.labels))))
    known = fingerprint(replace(crops, hashes=hashes))
    assert known == fingerprint(Crops(255 - crops.pictures, crops.labels, hashes=hashes))
    assert known != fingerprint(replace(crops, hashes=("other", *hashes[1:])))


def test_features_by_their_values() -> None:
    one = Features(torch.zeros(4, 3), np.array([0, 0, 1, 1]))
    other = Features(torch.ones(4, 3), np.array([0, 0, 1, 1]))
    assert fingerprint(one) != fingerprint(other)
    assert fingerprint(one) == fingerprint(Features(torch.zeros(4, 3), np.array([0, 0, 1, 1])))
