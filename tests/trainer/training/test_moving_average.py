"""The average of the weights, and the weights themselves."""

import pytest
import torch

from trainer.training.moving_average import MovingAverage


def test_its_start_fades_and_then_it_follows_slowly() -> None:
    weight = torch.zeros(2)
    average = MovingAverage([weight], decay=0.9)
    weight.fill_(1.0)
    average.update()
    assert average.values[0].tolist() == pytest.approx([9 / 11] * 2)
    for _ in range(199):
        average.update()
    assert average.values[0].tolist() == pytest.approx([1.0] * 2, abs=1e-6)
    weight.fill_(2.0)
    average.update()
    assert average.values[0].tolist() == pytest.approx([1.1] * 2, abs=1e-5)
    assert average.updates == 201


def test_it_stands_in_for_the_weights_and_gives_them_back() -> None:
    weight = torch.zeros(1)
    average = MovingAverage([weight], decay=0.9)
    weight.fill_(3.0)
    with average.in_place():
        assert weight.item() == 0.0
    assert (weight.item(), average.values[0].item()) == (3.0, 0.0)
    with pytest.raises(RuntimeError), average.in_place():
        raise RuntimeError
    assert (weight.item(), average.values[0].item()) == (3.0, 0.0)
