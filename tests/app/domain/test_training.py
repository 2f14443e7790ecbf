"""What is kept of a training, as JSON holds it."""

import json
from datetime import UTC, datetime

from app.domain.training import Change, Curve, TrainingReport


def test_a_report_through_json() -> None:
    report = TrainingReport(
        before={"trained": {"1e-3": 0.9}, "others": None},
        after={"trained": {"1e-3": 0.95}, "others": None},
        curves={"trained": Curve((1e-3, 1e-2), (0.9, 0.95), (0.95, 1.0)), "others": None},
        changes={"trained": {"1e-3": Change(0.05, 0.01, 0.09, 12.0, measured=True)}},
        outcome="gain",
        people=3,
        faces=18,
        depth="blocks",
        pace=1.5,
        at=datetime(2026, 1, 2, tzinfo=UTC),
    )
    assert TrainingReport.from_json(json.loads(json.dumps(report.to_json()))) == report
    assert report.better
    assert report.deep


def test_what_an_earlier_version_kept_is_read() -> None:
    old = TrainingReport.from_json({"better": True, "at": "2025-05-06T07:08:09+00:00", "before": {}})
    assert (old.outcome, old.better, old.people, old.left_out, old.effort) == ("gain", True, None, 0, "usual")
    assert old.at == datetime(2025, 5, 6, 7, 8, 9, tzinfo=UTC)
    assert TrainingReport.from_json({}) == TrainingReport()
