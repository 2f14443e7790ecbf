"""What is said of a result: true to its figures."""

from dataclasses import replace

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from app.core.progress import ignore_progress
from app.domain.evaluation import Evaluation, Findings, Measured, TarChange, Verdicts
from app.services.evaluation.measure import Source, measure
from app.ui.evaluation import tables, words
from app.ui.evaluation.charts import Bars, DetCurves, RocCurves
from app.ui.evaluation.worst import WorstPairs
from app.ui.look.texts import points
from app.ui.widgets.legend import Line
from tests.app.services.evaluation.conftest import MODEL, made_up


@pytest.fixture(scope="module")
def found() -> Evaluation:
    """Two models, the first better."""
    faces = made_up(8, 5, noise=1.0)
    both = replace(faces, vectors=(made_up(8, 5, noise=0.5).vectors[0], faces.vectors[0]))
    models = [replace(MODEL, name="new"), replace(MODEL, name="old")]
    return measure(Source("people", ""), both, models, [None, None], ignore_progress, None)


def changed(found: Evaluation, value: float, low: float, high: float) -> Evaluation:
    change = Measured(value, low, high)
    return replace(found, changes=tuple(TarChange(one.fmr, change) for one in found.changes))


def test_a_comparison_says_no_more_than_its_interval(qapp: QApplication, found: Evaluation) -> None:
    assert "which may be chance" in words.comparison(changed(found, 0.02, -0.01, 0.05))
    assert words.comparison(changed(found, 0.02, 0.01, 0.05)) == (
        "new recognises more of the pairs than old: +2.0 points."
    )
    worse = words.comparison(changed(found, -0.02, -0.05, -0.01))
    assert worse == "new recognises fewer of the pairs than old: −2.0 points."  # noqa: RUF001 - a minus
    assert words.comparison(replace(found, changes=())) == ""


def test_the_headline_is_what_kith_says_where_that_is_known(qapp: QApplication, found: Evaluation) -> None:
    few = found.models[0]
    at = words.shown_rate(few)
    assert not at.counted
    said = f"{100 * at.tar.value:.1f} % of the pairs of one person are recognised"
    assert words.headline(few) == f"{said} where no two people are taken for one"
    assert words.details(few).startswith("Where no two people are taken for one")
    model = replace(few, tar=tuple(replace(one, counted=True) for one in few.tar))
    assert words.headline(model) == said
    assert words.details(model).startswith("At one false accept in 1,000")
    judged = replace(model, verdicts=Verdicts(1e-3, 40, 38, 1, 0, 40, 2))
    assert words.headline(judged) == "38 of 40 faces get their name, 0 another's"
    assert "1 in 1,000 strangers may get a name; here 2 of 40 did" in words.details(judged)


def test_tables_have_what_was_found(qtbot: QtBot, found: Evaluation) -> None:
    shown = tables.verification(found)
    qtbot.addWidget(shown)
    assert [len(row) for row in shown.rows] == [4] * 6
    assert shown.rows[1][3] == points(found.changes[1].tar.value)
    searched = tables.searches(found)
    qtbot.addWidget(searched)
    assert [row[0] for row in searched.rows][:2] == ["8, all of them"] * 2
    assert {row[-1] for row in searched.rows} <= {"counted", "extrapolated", "too few faces"}
    parts = tables.slices(found.models[0])
    qtbot.addWidget(parts)
    assert len([row for row in parts.rows if row[0].startswith("person")]) == 8


def test_charts_draw_the_points(qtbot: QtBot, found: Evaluation) -> None:
    lines = [Line("new", "accent"), Line("old", "warning")]
    roc, det = RocCurves(lines, found.models), DetCurves(lines, found.models)
    bars = Bars(lines, found.models[0].histogram)
    for chart in (roc, det, bars):
        qtbot.addWidget(chart)
    assert list(roc.curves[1].yData) == list(found.models[1].curve.tar)
    assert 0 < len(det.curves[1].xData) <= len(found.models[1].curve.fmr)
    assert list(bars.curves[0].xData) == list(found.models[0].histogram.edges)


def test_worst_pairs_use_the_width_there_is(qtbot: QtBot, found: Evaluation) -> None:
    shown = WorstPairs(found.models[0].worst, same=True)
    qtbot.addWidget(shown)
    for width, columns in ((240, 1), (500, 2), (1000, 4)):
        shown.make_room(width)
        first, second = (shown._grid.itemAtPosition(0, column) for column in (columns - 1, columns))
        assert first is not None
        assert second is None or second.widget() is None


def perfect(model: Findings) -> Findings:
    return replace(model, curve=replace(model.curve, tar=(1.0,) * len(model.curve.tar)))


def test_nothing_rejected_is_no_curve(qtbot: QtBot, found: Evaluation) -> None:
    det = DetCurves([Line("new", "accent")], [perfect(found.models[0])])
    qtbot.addWidget(det)
    assert det.curves[0].xData is None or not len(det.curves[0].xData)
