"""An evaluation as a CSV table, one figure a line, for a spreadsheet."""

from collections.abc import Iterator

from app.core.sheets import Cell, csv_text
from app.domain.evaluation import Evaluation, Findings, Measured

HEAD = ("model", "part", "name", "measure", "value", "low", "high", "count", "note")


def table(found: Evaluation) -> str:
    """The whole table."""
    return csv_text(HEAD, _rows(found))


def _rows(found: Evaluation) -> Iterator[tuple[Cell, ...]]:
    judged = found.judged
    for name in ("people", "faces", "unrecognisable", "genuine", "impostor"):
        yield "", "judged", judged.source, name, getattr(judged, name), None, None, None, judged.material
    for model in found.models:
        yield from _model(model)
    for one in found.changes:
        yield (
            found.models[0].name,
            "change",
            found.models[1].name,
            "tar",
            *_bounds(one.tar),
            None,
            f"fmr={one.fmr:g}",
        )


def _model(found: Findings) -> Iterator[tuple[Cell, ...]]:
    name = found.name
    yield name, "verification", "", "eer", *_bounds(found.eer), None, ""
    for tar in found.tar:
        note = "" if tar.counted else "uncounted"
        yield name, "verification", f"fmr={tar.fmr:g}", "tar", *_bounds(tar.tar), None, note
        yield name, "verification", f"fmr={tar.fmr:g}", "threshold", tar.threshold, None, None, None, note
    for search in found.searches:
        place = f"people={search.people},fpir={search.fpir:g}"
        fnir = _bounds(search.fnir) if search.fnir else (None, None, None)
        yield name, "identification", place, "fnir", *fnir, search.people, search.basis
    if found.accuracy is not None:
        yield name, "verification", "", "accuracy", *_bounds(found.accuracy), None, ""
    if found.verdicts is not None:
        for measure in ("probes", "right", "unsure", "wrong", "strangers", "named"):
            count = getattr(found.verdicts, measure)
            yield name, "as_set", f"fpir={found.verdicts.fpir:g}", measure, count, None, None, None, ""
    for one in found.slices:
        yield name, one.kind, one.name, "tar", one.tar, None, None, one.genuine, ""
        yield name, one.kind, one.name, "fmr", one.fmr, None, None, one.impostor, ""
        yield name, one.kind, one.name, "faces", one.faces, None, None, None, ""
    yield from _points(found)
    for pair in found.worst:
        kind = "same" if pair.same else "different"
        yield name, "worst", kind, pair.a.person, pair.similarity, None, None, None, pair.a.path
        yield name, "worst", kind, pair.b.person, pair.similarity, None, None, None, pair.b.path


def _points(found: Findings) -> Iterator[tuple[Cell, ...]]:
    curve, bins = found.curve, found.histogram
    for fmr, tar, threshold in zip(curve.fmr, curve.tar, curve.thresholds, strict=True):
        yield found.name, "curve", f"fmr={fmr:g}", "tar", tar, None, None, None, f"threshold={threshold:.6f}"
    for low, genuine, impostor in zip(bins.edges, bins.genuine, bins.impostor, strict=False):
        yield found.name, "histogram", f"from={low:.2f}", "genuine", genuine, None, None, None, ""
        yield found.name, "histogram", f"from={low:.2f}", "impostor", impostor, None, None, None, ""


def _bounds(found: Measured) -> tuple[Cell, Cell, Cell]:
    return found.value, found.low, found.high
