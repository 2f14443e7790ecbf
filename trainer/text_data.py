"""Texts as JSON has them: to be stored, and to come from another process."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from trainer.text import Listed, Number, Text, Value, plain

_FORM = re.compile(r"(?:[^{}]|\{\{|\}\}|\{\w+\})*")
"""A template that only names its values: to ask for more, such as a width, could take all memory."""
_MOST_DIGITS = 9


def as_data(text: Text) -> dict[str, Any]:
    """A text as JSON has it: its template, its values by name, and of a count the plural."""
    data: dict[str, Any] = {"text": text.template}
    if text.plural:
        data |= {"plural": text.plural, "n": text.n}
    if text.context:
        data["context"] = text.context
    if text.values:
        data["values"] = {name: _value_as_data(value) for name, value in text.values.items()}
    return data


def _value_as_data(value: Value) -> Any:
    if isinstance(value, Text):
        return as_data(value)
    if isinstance(value, Number):
        signed = {"sign": True} if value.sign else {}
        return {"number": value.value, "digits": value.digits, **signed}
    if isinstance(value, Listed):
        return {"list": [_value_as_data(one) for one in value.items], "style": value.style}
    if isinstance(value, date):
        return {"at": value.isoformat()}
    return value if isinstance(value, int) else plain(value)


def from_data(data: Mapping[str, Any]) -> Text:
    """The text that `as_data` gave.

    Raises:
        KeyError, TypeError, ValueError, AttributeError: It is none, or asks for more than its values.
    """
    _check_form(data["text"])
    _check_form(data.get("plural", ""))
    values = {name: _value_from_data(value) for name, value in data.get("values", {}).items()}
    return Text(
        data["text"],
        values,
        plural=data.get("plural", ""),
        n=data.get("n", 1),
        context=data.get("context", ""),
    )


def _check_form(template: str) -> None:
    if not _FORM.fullmatch(template) or plain(template, "\n") != template:
        raise ValueError("no sentence of ours")


def _value_from_data(data: Any) -> Value:
    if not isinstance(data, dict):
        return data if isinstance(data, int) else str(data)
    if "number" in data:
        if not 0 <= data["digits"] <= _MOST_DIGITS:
            raise ValueError("too exact")
        return Number(float(data["number"]), int(data["digits"]), sign="sign" in data)
    if "list" in data:
        return Listed(tuple(map(_value_from_data, data["list"])), data["style"])
    if "at" in data:
        moment = datetime.fromisoformat(data["at"])
        return moment if "T" in data["at"] else moment.date()
    return from_data(data)
