"""The gallery's records as the window gets them."""

from datetime import datetime
from typing import TYPE_CHECKING, Any

from app.domain.model import ModelCard
from app.domain.training import Change, Curve, Curves, Run

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from app.gallery.records import Model


def model_card(model: "Model", *, active: bool) -> ModelCard:
    """A model."""
    metrics = model.metrics or {}
    return ModelCard(
        id=model.id,
        name=model.name,
        backbone=model.backbone,
        dimension=model.dimension,
        active=active,
        parent=model.parent_id,
        before=metrics.get("before", {}),
        after=metrics.get("after", {}),
        curves=curves(metrics.get("curves", {})),
        changes=changes(metrics.get("changes", {})),
        outcome=metrics.get("outcome", ""),
        better=metrics.get("better"),
        trained_at=datetime.fromisoformat(metrics["at"]) if "at" in metrics else None,
        licence=model.licence,
        imported=model.preprocessing is not None and "at" not in metrics,
        own=model.preprocessing is not None or model.parent_id is not None,
        fixed=model.weights_path is None,
        run=_run(metrics) if "at" in metrics else None,
    )


def _run(metrics: "Mapping[str, Any]") -> Run:
    return Run(
        seconds=metrics.get("seconds"),
        people=metrics.get("people"),
        faces=metrics.get("faces"),
        left_out=metrics.get("left_out", 0),
        deep=metrics.get("depth", "head") != "head",
        effort=metrics.get("effort", "usual"),
    )


def changes(stored: "Mapping[str, Mapping[str, Mapping[str, Any]]]") -> "dict[str, dict[str, Change]]":
    """Changes of TAR as they are kept with a model."""
    return {
        group: {rate: Change(**fields) for rate, fields in rates.items()} for group, rates in stored.items()
    }


def curves(stored: "Mapping[str, Mapping[str, Sequence[float]] | None]") -> Curves:
    """ROC curves as they are kept with a model."""
    return {
        name: None
        if curve is None
        else Curve(tuple(curve["fmr"]), tuple(curve["before"]), tuple(curve["after"]))
        for name, curve in stored.items()
    }
