"""What was compiled is taken up again, and never where it is not what was kept."""

import hashlib
from collections.abc import Callable
from pathlib import Path

import numpy as np
import onnx
import pytest

from app.vision import compiled, graphs
from app.vision.runtime import Network, Use, open_network, reopen_network


def test_what_was_kept_is_read_again(tmp_path: Path) -> None:
    stem = tmp_path / "cache" / "net"
    assert compiled.read(stem, "one") is None
    compiled.write(stem, "one", b"graph")
    assert compiled.read(stem, "one") == b"graph"
    assert compiled.read(stem, "other") is None


def test_a_new_variant_takes_the_place_of_the_old(tmp_path: Path) -> None:
    for name in ("net", "network"):
        compiled.write(tmp_path / name, "one", name.encode())
    compiled.write(tmp_path / "net", "two", b"newer")
    assert compiled.read(tmp_path / "net", "one") is None
    assert compiled.read(tmp_path / "net", "two") == b"newer"
    assert compiled.read(tmp_path / "network", "one") == b"network"
    assert len(list(tmp_path.iterdir())) == 2


@pytest.mark.parametrize("place", [0, 40, -1])
def test_a_flipped_bit_is_noticed(tmp_path: Path, place: int) -> None:
    compiled.write(tmp_path / "net", "one", bytes(range(256)))
    [file] = tmp_path.iterdir()
    data = bytearray(file.read_bytes())
    data[place] ^= 1
    file.write_bytes(data)
    assert compiled.read(tmp_path / "net", "one") is None


def test_a_folder_that_cannot_be_written_costs_nothing(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    compiled.write(tmp_path / "file" / "net", "one", b"graph")
    assert compiled.read(tmp_path / "file" / "net", "one") is None


class TestReopened:
    """A network from its compiled form is the network."""

    @pytest.fixture
    def use(self, tmp_path: Path) -> Use:
        return Use(exact=True, crops=True, kept=tmp_path / "cache" / "sface")

    @pytest.fixture
    def opened(self, weights: Callable[[str], Path], use: Use) -> Network:
        assert reopen_network("cpu", use) is None
        graph = graphs.plain(onnx.load(str(weights("sface"))))
        return open_network(graphs.with_free_sizes(graph, {0: "batch"}), "cpu", use)

    @pytest.mark.slow
    def test_it_computes_the_same(self, opened: Network, use: Use) -> None:
        again = reopen_network("cpu", use)
        assert again is not None
        crops = np.random.default_rng(1).integers(0, 256, (5, 3, 112, 112)).astype(np.float32)
        for one, other in zip(opened(crops), again(crops), strict=True):
            np.testing.assert_array_equal(one, other)

    @pytest.mark.slow
    def test_one_crop_or_many(self, opened: Network) -> None:
        """However a batch is shared out, each crop keeps its place."""
        crops = np.random.default_rng(2).integers(0, 256, (7, 3, 112, 112)).astype(np.float32)
        together = opened(crops)[0]
        alone = np.concatenate([opened(crop[None])[0] for crop in crops])
        np.testing.assert_allclose(together, alone, rtol=1e-3, atol=1e-3)
        assert opened(crops[:0])[0].shape == (0, together.shape[1])

    @pytest.mark.slow
    @pytest.mark.usefixtures("opened")
    def test_what_the_runtime_cannot_read_is_compiled_anew(self, use: Use) -> None:
        assert use.kept is not None
        [file] = use.kept.parent.iterdir()
        data = file.read_bytes()[32:]
        file.write_bytes(hashlib.sha256(data[: len(data) // 2]).digest() + data[: len(data) // 2])
        assert reopen_network("cpu", use) is None
