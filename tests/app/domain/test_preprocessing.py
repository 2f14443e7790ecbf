import numpy as np
import pytest

from app.domain.preprocessing import ARCFACE, Layout, Order, Preprocessing


@pytest.mark.parametrize("layout", ["NCHW", "NHWC"])
@pytest.mark.parametrize("order", ["RGB", "BGR"])
def test_each_colour_is_normalised_by_its_own_values(layout: Layout, order: Order) -> None:
    crops = np.random.default_rng(0).integers(0, 256, (2, 5, 5, 3), np.uint8)
    mean, scale = (120.0, 110.5, 100.0), (0.5, 0.25, 2.0)
    wanted = (crops - np.array(mean, np.float32)) * np.array(scale, np.float32)
    found = Preprocessing(5, mean, scale, layout, order, ARCFACE).prepare(crops)
    assert found.dtype == np.float32
    assert found.flags.c_contiguous
    colours = np.moveaxis(found, 1, 3) if layout == "NCHW" else found
    assert np.array_equal(colours[..., ::-1] if order == "BGR" else colours, wanted)
