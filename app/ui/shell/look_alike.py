"""The question whether somebody new is a person who is enrolled already."""

from collections.abc import Callable, Sequence
from typing import TypeVar

from PySide6.QtWidgets import QWidget

from app.core.errors import Cancelled, KithError
from app.core.text import sentence
from app.domain.alike import Alike, LooksEnrolled
from app.domain.changes import Changes
from app.engine.requests.base import Request
from app.engine.requests.faces import NameFaces
from app.ui.link.bridge import Bridge
from app.ui.look.texts import shown, tr
from app.ui.shell.context import Context
from app.ui.widgets.buttons import button
from app.ui.widgets.question import Question

Answer = TypeVar("Answer")


class LookAlike(Question):
    """Add to whom they look like, keep apart from them, or cancel."""

    def __init__(
        self,
        parent: QWidget,
        alike: Alike,
        add: Callable[[], object],
        keep_apart: Callable[[], object],
        who: str = "",
    ) -> None:
        """Make one; `who` is whom it is about, where that is not plain."""
        explained = tr(
            "Nothing was changed yet. If they are two people who look alike, Kith keeps them apart, "
            "names them only when it is clear which of the two it is, and does not ask again."
        )
        asked = sentence(shown(alike.text))
        super().__init__(parent, tr("{name}: {text}", name=who, text=asked) if who else asked, explained)
        self.row.addWidget(button(tr("Cancel"), self.reject))
        self.row.addWidget(button(tr("Keep apart"), lambda: self._answer(keep_apart)))
        on = button(tr("Add to {name}", name=alike.name), lambda: self._answer(add), "primary")
        on.setDefault(True)
        self.row.addWidget(on)
        on.setFocus()

    def _answer(self, then: Callable[[], object]) -> None:
        self.accept()
        then()


def ask_unless_enrolled(
    bridge: Bridge,
    parent: QWidget,
    asked: Callable[[bool], Request[Answer]],
    add: Callable[[Alike], Request[Answer]],
    done: Callable[[Answer], object],
    failed: Callable[[KithError | Cancelled], object],
) -> None:
    """Ask the engine for a write about somebody; if they look enrolled, ask the user and do as they answer.

    Args:
        bridge: The way to the engine.
        parent: What the question stands over.
        asked: The write, given whether the user said that the person is nobody else who is enrolled.
        add: The write in its place, if they are who they look like.
        done: Called with the answer.
        failed: Called with the error, or with `Cancelled` where the user wants neither.
    """

    def question(error: KithError | Cancelled) -> None:
        if not isinstance(error, LooksEnrolled):
            failed(error)
            return
        alike = error.alike
        box = LookAlike(
            parent,
            alike,
            lambda: bridge.ask(add(alike), done, failed),
            lambda: bridge.ask(asked(True), done, failed),
        )
        box.rejected.connect(lambda: failed(Cancelled()))
        box.open()

    bridge.ask(asked(False), done, question)


def name_faces(context: Context, over: QWidget, faces: Sequence[int], name: str) -> None:
    """Name stored faces, and say what was done, with Undo; ask first where somebody new looks enrolled.

    Args:
        context: The window's common parts.
        over: What the question stands over.
        faces: Which.
        name: The person's.
    """
    ask_unless_enrolled(
        context.bridge,
        over,
        *naming(faces, name),
        context.notices.done,
        context.notices.error,
    )


def naming(
    faces: Sequence[int], name: str
) -> tuple[Callable[[bool], Request[Changes]], Callable[[Alike], Request[Changes]]]:
    """The write that names faces, and the one in its place where they are whom they look like."""
    found = tuple(faces)
    return lambda apart: NameFaces(found, name, apart), lambda alike: NameFaces(found, alike.name)
