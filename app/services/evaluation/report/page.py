"""An evaluation as one HTML file that needs nothing else: no script, no style, no picture from elsewhere."""

from base64 import b64encode
from datetime import datetime
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from app.domain.evaluation import Evaluation, SearchRate
from app.services.evaluation.report import plots

_TYPES = {b"\xff\xd8": "image/jpeg", b"\x89P": "image/png"}


def page(found: Evaluation, made: datetime) -> str:
    """The whole page. Names and paths are data: whatever they hold is shown, never obeyed.

    Args:
        found: What to show.
        made: When it was found.
    """
    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.filters |= {"picture": _picture, "one_in": _one_in, "percent": _percent, "shown": _shown}
    text = files("resources").joinpath("reports", "evaluation.html.j2").read_text(encoding="utf-8")
    return environment.from_string(text).render(
        found=found,
        judged=found.judged,
        made=made,
        plots=plots,
        roc=plots.roc(found.models),
        det=plots.det(found.models),
        searches=_side_by_side(found),
    )


def _side_by_side(found: Evaluation) -> list[tuple[SearchRate, ...]]:
    """The same gallery and rate of each model."""
    return list(zip(*(model.searches for model in found.models), strict=True))


def _picture(data: bytes) -> Markup:
    """A picture as a data URI: the alphabet of base64 needs no escaping."""
    kind = _TYPES.get(data[:2], "image/jpeg")
    return Markup(f"data:{kind};base64,{b64encode(data).decode('ascii')}")  # noqa: S704 - see above


def _one_in(rate: float) -> str:
    """A rate as a whole number of tries: 1,000."""
    return f"{1 / rate:,.0f}" if rate else "∞"


def _percent(share: float) -> str:
    return f"{100 * share:.1f}"


def _shown(text: str) -> str:
    """Text with what is no character in it as escapes: paths may hold any bytes."""
    return text.encode("utf-8", "backslashreplace").decode()
