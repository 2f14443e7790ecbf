"""An evaluation as one JSON document."""

from typing import Any

from app.domain.evaluation import Evaluation, Findings, Judged, Measured, Sample, ScoreCurve, SearchRate

_DIGITS = 6


def document(found: Evaluation) -> dict[str, Any]:
    """What JSON can hold; unknown values are null."""
    return {
        "judged": _judged(found.judged),
        "models": [_findings(one) for one in found.models],
        "changes": [{"fmr": one.fmr} | _bounds("tar", one.tar) for one in found.changes],
        "failed": [{"path": one.path, "reason": one.reason} for one in found.failed],
    }


def _judged(judged: Judged) -> dict[str, Any]:
    return {
        "material": judged.material,
        "source": judged.source,
        "people": judged.people,
        "faces": judged.faces,
        "unrecognisable": judged.unrecognisable,
        "pairs": {"genuine": judged.genuine, "impostor": judged.impostor, "sampled": judged.sampled},
    }


def _findings(found: Findings) -> dict[str, Any]:
    return {
        "name": found.name,
        "id": found.model,
        "eer": _bounds("value", found.eer),
        "tar": [
            {
                "fmr": one.fmr,
                **_bounds("tar", one.tar),
                "threshold": _short(one.threshold),
                "counted": one.counted,
            }
            for one in found.tar
        ],
        "curve": _curve(found.curve),
        "histogram": {
            "edges": list(found.histogram.edges),
            "genuine": [_short(share) for share in found.histogram.genuine],
            "impostor": [_short(share) for share in found.histogram.impostor],
        },
        "identification": [_search(one) for one in found.searches],
        "as_set": None if found.verdicts is None else _fields(found.verdicts),
        "slices": [_fields(one) for one in found.slices],
        "worst": [
            {"same": one.same, "similarity": _short(one.similarity), "a": _sample(one.a), "b": _sample(one.b)}
            for one in found.worst
        ],
        "accuracy": None if found.accuracy is None else _bounds("value", found.accuracy),
    }


def _curve(curve: ScoreCurve) -> dict[str, Any]:
    return {
        "fmr": list(curve.fmr),
        "tar": [_short(tar) for tar in curve.tar],
        "fnmr": [_short(1 - tar) for tar in curve.tar],
        "threshold": [_short(threshold) for threshold in curve.thresholds],
    }


def _search(found: SearchRate) -> dict[str, Any]:
    fnir = _bounds("fnir", found.fnir) if found.fnir else {"fnir": None, "low": None, "high": None}
    return {
        "people": found.people,
        "own": found.own,
        "fpir": found.fpir,
        **fnir,
        "threshold": _short(found.threshold),
        "basis": found.basis,
    }


def _sample(sample: Sample) -> dict[str, Any]:
    return {"person": sample.person, "face": sample.face, "path": sample.path}


def _bounds(name: str, found: Measured) -> dict[str, float | None]:
    return {name: _short(found.value), "low": _short(found.low), "high": _short(found.high)}


def _fields(found: Any) -> dict[str, Any]:
    values = {name: getattr(found, name) for name in found.__dataclass_fields__}
    return {name: _short(value) if isinstance(value, float) else value for name, value in values.items()}


def _short(value: float | None) -> float | None:
    return None if value is None else round(value, _DIGITS)
