"""The sheet of the hardest pairs shows them, from the hardest on."""

from pathlib import Path

import numpy as np

from tests.trainer.metrics.angles import at
from trainer.data import read_folder
from trainer.evaluation.sheet import pairs_sheet


def test_the_hardest_pair_of_each_kind_comes_first(picture_folder: Path) -> None:
    files = read_folder(picture_folder, 112).subset(np.array([0, 1, 2, 5, 6]))  # three and two pictures
    sheet = np.asarray(pairs_sheet(at(0, 10, 50, 80, 100), files, 1))
    shown = files.crops(np.array([0, 2, 3])).numpy()
    middle = sheet.shape[1] // 2 + 12
    for row, left in ((0, 12), (1, 12 + 112), (1, middle), (2, middle + 112)):  # 0 to 50 degrees; 50 to 80
        assert np.array_equal(sheet[32:144, left : left + 112], shown[row])
