import numpy as np
import pytest

from app.gallery.blobs import pack, pack_points, unpack


def test_arrays_round_trip_as_little_endian_floats() -> None:
    array = np.array([[1.5, -2.0], [0.0, 3.25]], dtype=np.float64)
    assert pack(array)[:4] == b"\x00\x00\xc0\x3f"
    back = unpack(pack(array), 2)
    assert back.dtype == np.float32
    np.testing.assert_array_equal(back, array)
    assert not back.flags.writeable


def test_landmarks_are_five_points() -> None:
    with pytest.raises(ValueError, match="5, 2"):
        pack_points(np.zeros((4, 2), np.float32))
