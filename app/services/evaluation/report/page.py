"""An evaluation as one HTML file that needs nothing else: no script, no style, no picture from elsewhere."""

from base64 import b64encode
from datetime import datetime
from importlib.resources import files

from jinja2 import Environment, StrictUndefined
from markupsafe import Markup

from app.core import text
from app.core.language import Language
from app.core.text import Value, plain, say, say_n
from app.domain.evaluation import Evaluation, SearchRate
from app.services.evaluation.report import plots

_TYPES = {b"\xff\xd8": "image/jpeg", b"\x89P": "image/png"}


def page(found: Evaluation, made: datetime, language: Language) -> str:
    """The whole page. Names and paths are data: whatever they hold is shown, never obeyed.

    Args:
        found: What to show.
        made: When it was found.
        language: What the page is written in.
    """
    template = files("resources").joinpath("reports", "evaluation.html.j2").read_text(encoding="utf-8")
    return (
        _environment(language)
        .from_string(template)
        .render(
            found=found,
            judged=found.judged,
            made=made,
            plots=plots,
            roc=plots.roc(found.models),
            det=plots.det(found.models),
            searches=_side_by_side(found),
        )
    )


def _environment(language: Language) -> Environment:
    """What a template says things with, as the window's modules do."""

    def tr(template: str, context: str = "", /, **values: Value) -> str:
        return language.say(say(template, context, **values))

    def tr_n(one: str, many: str, n: int, /, **values: Value) -> str:
        return language.say(say_n(one, many, n, **values))

    environment = Environment(
        autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True
    )
    environment.globals |= {
        "clock": language.clock,
        "facts": lambda *parts: language.say(text.facts(*parts)),
        "language": language,
        "names": lambda models: language.say(text.listed([one.name for one in models], "and")),
        "number": language.number,
        "tr": tr,
        "tr_n": tr_n,
    }
    environment.filters |= {
        "percent": lambda share, digits=1: language.say(text.percent(share, digits)),
        "picture": _picture,
        "points": lambda change: language.say(text.points(change)),
        "said": language.say,
        "shown": plain,
        "tries": lambda rate: language.number(round(1 / rate)) if rate else "∞",
    }
    return environment


def _side_by_side(found: Evaluation) -> list[tuple[SearchRate, ...]]:
    """The same gallery and rate of each model."""
    return list(zip(*(model.searches for model in found.models), strict=True))


def _picture(data: bytes) -> Markup:
    """A picture as a data URI: the alphabet of base64 needs no escaping."""
    kind = _TYPES.get(data[:2], "image/jpeg")
    return Markup(f"data:{kind};base64,{b64encode(data).decode('ascii')}")  # noqa: S704 - see above
