"""The tool itself: one page's picture from the real window."""

from pathlib import Path

import pytest
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication

from tests.screenshots import sheet
from tests.screenshots.material import Material
from tests.screenshots.tour import Look, tour_of_nothing


@pytest.mark.slow
def test_a_page_with_nothing_is_taken_in_each_theme(
    tmp_path: Path, qapp: QApplication, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KITH_TEST_TOKEN", "screenshots")
    nothing = Material({}, tmp_path / "none", tmp_path, tmp_path, tmp_path, "")
    look = Look(sizes=((800, 500),))
    assert tour_of_nothing(tmp_path / "kith", nothing, ["people"], look, tmp_path) == []
    light, dark = (QImage(str(tmp_path / f"people-empty-{one}-800x500.png")) for one in ("light", "dark"))
    assert (light.width(), light.height()) == (800, 500)
    corner = light.pixelColor(790, 490).lightness(), dark.pixelColor(790, 490).lightness()
    assert corner[0] > 200 > 60 > corner[1]
    assert "people-empty-dark-800x500.png" in sheet.write_sheet(tmp_path).read_text()
