"""The recipe follows the device, what the user chose, and how many faces there are."""

import numpy as np
import pytest

from app.domain.training import Depth, TrainingOptions
from app.services.training.recipe import recipe, with_steps


@pytest.mark.parametrize(
    ("device", "depth", "head_only", "trained"),
    [
        ("cpu", "auto", False, "head"),
        ("cuda", "auto", False, "blocks"),
        ("cpu", "blocks", False, "blocks"),
        ("cuda", "head", False, "head"),
        ("cuda", "blocks", True, "head"),
    ],
)
def test_more_than_the_last_layer_is_trained_on_a_gpu_or_if_asked_for(
    device: str, depth: Depth, head_only: bool, trained: str
) -> None:
    assert recipe(device, TrainingOptions(depth=depth), head_only=head_only).depth == trained


def test_an_effort_is_a_multiple_of_the_usual_steps() -> None:
    labels = np.repeat(np.arange(10), 5)
    config = recipe("cpu", TrainingOptions())
    quick, usual, long = (with_steps(config, labels, effort).steps for effort in ("quick", "usual", "long"))
    assert usual is not None
    assert (quick, long) == (round(usual / 2), 2 * usual)
