"""Which function answers which request."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

from app.engine.requests.base import Control, Request

if TYPE_CHECKING:
    from app.engine.desk import Desk
    from app.engine.engine import Engine

Plain = TypeVar("Plain", bound=Request[Any])
Steering = TypeVar("Steering", bound=Control[Any])
Handler = Callable[["Desk", Plain], Any]
Steerer = Callable[["Engine", Steering], Any]

_handlers: dict[type[Request[Any]], Handler[Any]] = {}
_steerers: dict[type[Control[Any]], Steerer[Any]] = {}


def answers(kind: type[Plain]) -> Callable[[Handler[Plain]], Handler[Plain]]:
    """Let a function answer requests of a kind, on the thread of their lane."""

    def register(handler: Handler[Plain]) -> Handler[Plain]:
        _handlers[kind] = handler
        return handler

    return register


def steers(kind: type[Steering]) -> Callable[[Steerer[Steering]], Steerer[Steering]]:
    """Let a function answer controls of a kind, at once: it must not block."""

    def register(handler: Steerer[Steering]) -> Steerer[Steering]:
        _steerers[kind] = handler
        return handler

    return register


def handler_of(request: Request[Any]) -> Handler[Any]:
    """The function that answers a request."""
    return _handlers[type(request)]


def steerer_of(control: Control[Any]) -> Steerer[Any]:
    """The function that answers a control."""
    return _steerers[type(control)]
