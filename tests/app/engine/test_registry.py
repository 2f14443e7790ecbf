"""Requests and the functions that answer them agree on the answer."""

from dataclasses import dataclass

import pytest

from app.domain.person import Person
from app.engine import registry
from app.engine.context import RequestContext
from app.engine.engine import Engine
from app.engine.requests.base import Control, Request


@dataclass(frozen=True, slots=True)
class _Everyone(Request[tuple[Person, ...]]):
    """Asks for people."""


@dataclass(frozen=True, slots=True)
class _Halt(Control[None]):
    """Asks for nothing back."""


def test_a_function_with_another_answer_than_promised_is_refused() -> None:
    def names(_: RequestContext, __: _Everyone) -> tuple[str, ...]:
        return ()

    with pytest.raises(TypeError, match=r"_Everyone is answered by .*Person.*, names returns tuple"):
        registry.answers(_Everyone)(names)
    assert _Everyone not in registry.registered()


def test_a_control_that_promises_nothing_gets_nothing() -> None:
    def halted(_: Engine, __: _Halt) -> bool:
        return True

    with pytest.raises(TypeError, match="_Halt"):
        registry.steers(_Halt)(halted)
    assert _Halt not in registry.registered()
