import numpy as np
import pytest

from app.recognition.calibration import thresholds_from_impostors
from tests.bench.intervals import bootstrap_interval


@pytest.mark.slow
def test_the_interval_holds_the_threshold_and_narrows_with_more_people() -> None:
    rng = np.random.default_rng(3)
    widths = []
    for count in (60, 300):
        pairs = np.array(np.triu_indices(count, 1)).T
        taste = rng.normal(0, 0.05, count)  # some people resemble everybody
        scores = 2 * rng.beta(31.5, 31.5, len(pairs)) - 1 + taste[pairs].sum(axis=1)
        ((low, high),) = bootstrap_interval(
            scores, pairs, lambda drawn: thresholds_from_impostors(drawn, (1e-2,))
        )
        assert low <= np.quantile(scores, 0.99) <= high
        widths.append(high - low)
    assert widths[1] < widths[0]
