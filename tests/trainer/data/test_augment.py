"""Random changes: repeatable, different for each picture, gentle with alignment."""

import numpy as np
import pytest
import torch

from trainer.data.augment import RECIPES, Jpeg, recipe
from trainer.errors import ConfigError


@pytest.mark.parametrize("name", [name for name in RECIPES if name != "none"])
def test_the_seed_decides_and_the_callers_chance_is_left_alone(name: str) -> None:
    crops = torch.randint(0, 255, (6, 32, 32, 3), dtype=torch.uint8)
    torch.manual_seed(9)
    expected = torch.rand(3)
    torch.manual_seed(9)
    first, again, other = (recipe(name)(crops, np.arange(6), seed=seed) for seed in (1, 1, 2))
    assert torch.equal(torch.rand(3), expected)
    assert torch.equal(first, again)
    assert not torch.equal(first, other)
    assert (first.shape, first.dtype) == (crops.shape, torch.uint8)
    part = np.array([4, 1])  # whatever else is in the batch
    assert torch.equal(recipe(name)(crops[part], part, seed=1), first[part])


def test_faces_stay_aligned() -> None:
    dot = torch.zeros(40, 112, 112, 3, dtype=torch.uint8)
    dot[:, 50:53, 37:40] = 255  # where the template has an eye
    moved = recipe("faces")(dot, np.arange(40), seed=0).float().mean(-1)
    for picture in moved:
        bright = (picture > picture.median() + 40).nonzero().float()
        if len(bright) == 0 or len(bright) > 60:
            continue  # erased or blurred away
        row, column = bright.mean(0).tolist()
        column = min(column, 111 - column) if column > 56 else column
        assert abs(row - 51) < 0.06 * 112
        assert abs(column - 38) < 0.06 * 112


def test_none_changes_nothing() -> None:
    crops = torch.randint(0, 255, (2, 8, 8, 3), dtype=torch.uint8)
    assert recipe("none")(crops, np.arange(2), seed=0) is crops


def test_jpeg_keeps_the_picture_roughly() -> None:
    smooth = torch.arange(64, dtype=torch.uint8).repeat(3, 64, 1) * 2
    changed = Jpeg((40, 40))(smooth)
    assert not torch.equal(changed, smooth)
    assert (changed.int() - smooth.int()).abs().max() < 24


def test_an_unknown_recipe_is_refused() -> None:
    with pytest.raises(ConfigError, match="no augmentation"):
        recipe("mirrors")
