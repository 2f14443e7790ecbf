"""Which function answers which request; one whose answer is not what the request promises is refused."""

from collections.abc import Callable
from inspect import get_annotations
from typing import Any, TypeVar, get_args

from app.engine.context import RequestContext
from app.engine.engine import Engine
from app.engine.requests.base import Control, Request

Asked = TypeVar("Asked", bound=Request[object])
Steered = TypeVar("Steered", bound=Control[object])
Handler = Callable[[RequestContext, Asked], object]
EngineHandler = Callable[[Engine, RequestContext, Asked], object]
ControlHandler = Callable[[Engine, Steered], object]

_handlers: dict[type[Request[object]], EngineHandler[Any]] = {}
_controls: dict[type[Control[object]], ControlHandler[Any]] = {}


def answers(kind: type[Asked]) -> Callable[[Handler[Asked]], Handler[Asked]]:
    """Let a function answer requests of a kind, on the thread of their lane."""

    def register(handler: Handler[Asked]) -> Handler[Asked]:
        _check(kind, handler)
        _handlers[kind] = lambda _, context, request: handler(context, request)
        return handler

    return register


def answers_in_engine(kind: type[Asked]) -> Callable[[EngineHandler[Asked]], EngineHandler[Asked]]:
    """Let a function do so that steers live view, jobs or what else goes on in the engine."""

    def register(handler: EngineHandler[Asked]) -> EngineHandler[Asked]:
        _check(kind, handler)
        _handlers[kind] = handler
        return handler

    return register


def steers(kind: type[Steered]) -> Callable[[ControlHandler[Steered]], ControlHandler[Steered]]:
    """Let a function answer controls of a kind, at once: it must not block."""

    def register(handler: ControlHandler[Steered]) -> ControlHandler[Steered]:
        _check(kind, handler)
        _controls[kind] = handler
        return handler

    return register


def _check(kind: type[Request[object]], handler: Callable[..., object]) -> None:
    """Hold what a function returns, as it is annotated, against the answer that its request names.

    Raises:
        TypeError: They differ.
    """
    [promised] = get_args(kind.__orig_bases__[0])  # type: ignore[attr-defined]
    returned = get_annotations(handler)["return"]
    if returned != (None if promised is type(None) else promised):
        raise TypeError(f"{kind.__name__} is answered by {promised}, {handler.__name__} returns {returned}")


def handle(engine: Engine, context: RequestContext, request: Request[object]) -> object:
    """Do what a request asks, and return its answer."""
    return _handlers[type(request)](engine, context, request)


def steer(engine: Engine, control: Control[object]) -> object:
    """Do what a control asks, and return its answer."""
    return _controls[type(control)](engine, control)


def registered() -> frozenset[type[Request[object]]]:
    """The kinds that have a function."""
    return frozenset(_handlers) | frozenset(_controls)
