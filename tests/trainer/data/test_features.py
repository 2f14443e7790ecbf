"""Cached trunk features."""

import numpy as np
import pytest
import torch

from trainer.backbones import SmallNet
from trainer.data import Crops, Features
from trainer.data.features import CACHE_BATCH, cache_features
from trainer.errors import DataError
from trainer.events import Cached, Event


def test_features_have_one_label_each() -> None:
    with pytest.raises(DataError):
        Features(torch.zeros(3, 2), np.zeros(2, np.int64))


def test_a_subset_keeps_labels_and_names() -> None:
    some = Features(torch.arange(6.0).reshape(3, 2), np.array([4, 5, 6]), {6: "Anna"}).subset(
        np.array([2, 0])
    )
    assert some.values.tolist() == [[4, 5], [0, 1]]
    assert some.labels.tolist() == [6, 4]
    assert some.names == {6: "Anna"}


def test_they_are_what_the_trunk_gives_batch_by_batch(network: SmallNet, crops: Crops) -> None:
    told: list[Event] = []
    found = cache_features(network, crops, on_event=told.append)
    assert found is not None
    with torch.inference_mode():
        wanted = network.frozen_trunk()(network.prepare(crops.crops(np.arange(len(crops.labels)))))
    assert torch.allclose(found.values, wanted, atol=1e-5)
    assert not found.values.is_inference()  # a head can be trained on them
    batches = [event.done for event in told if isinstance(event, Cached)]
    assert batches == [*range(CACHE_BATCH, len(crops.labels), CACHE_BATCH), len(crops.labels)]


def test_half_as_much_memory_and_cancelling(network: SmallNet, crops: Crops) -> None:
    half = cache_features(network, crops, half=True)
    assert half is not None
    assert half.values.dtype == torch.float16
    assert cache_features(network, crops, cancel=lambda: True) is None
