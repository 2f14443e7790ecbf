"""Which function answers which request."""

from collections.abc import Callable
from typing import Any, TypeVar

from app.engine.context import RequestContext
from app.engine.engine import Engine
from app.engine.requests.base import Control, Request

Asked = TypeVar("Asked", bound=Request[Any])
Steered = TypeVar("Steered", bound=Control[Any])
Handler = Callable[[RequestContext, Asked], Any]
EngineHandler = Callable[[Engine, RequestContext, Asked], Any]
ControlHandler = Callable[[Engine, Steered], Any]

_handlers: dict[type[Request[Any]], EngineHandler[Any]] = {}
_controls: dict[type[Control[Any]], ControlHandler[Any]] = {}


def answers(kind: type[Asked]) -> Callable[[Handler[Asked]], Handler[Asked]]:
    """Let a function answer requests of a kind, on the thread of their lane."""

    def register(handler: Handler[Asked]) -> Handler[Asked]:
        _handlers[kind] = lambda _, context, request: handler(context, request)
        return handler

    return register


def answers_in_engine(kind: type[Asked]) -> Callable[[EngineHandler[Asked]], EngineHandler[Asked]]:
    """Let a function do so that steers live view, jobs or what else goes on in the engine."""

    def register(handler: EngineHandler[Asked]) -> EngineHandler[Asked]:
        _handlers[kind] = handler
        return handler

    return register


def steers(kind: type[Steered]) -> Callable[[ControlHandler[Steered]], ControlHandler[Steered]]:
    """Let a function answer controls of a kind, at once: it must not block."""

    def register(handler: ControlHandler[Steered]) -> ControlHandler[Steered]:
        _controls[kind] = handler
        return handler

    return register


def handle(engine: Engine, context: RequestContext, request: Request[Any]) -> Any:
    """Do what a request asks, and return its answer."""
    return _handlers[type(request)](engine, context, request)


def steer(engine: Engine, control: Control[Any]) -> Any:
    """Do what a control asks, and return its answer."""
    return _controls[type(control)](engine, control)


def registered() -> frozenset[type[Request[Any]]]:
    """The kinds that have a function."""
    return frozenset(_handlers) | frozenset(_controls)
