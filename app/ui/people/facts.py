"""What somebody's samples are worth, in a few lines beside their portrait."""

from collections.abc import Collection
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QMenu, QWidget

from app.domain.pose import POSES
from app.domain.samples import Doubtful, Fault, Samples, Separation
from app.engine.requests.people import SamplesOf
from app.ui.link.bridge import Bridge
from app.ui.look.texts import listed, number, sentences, tip, tr, tr_n
from app.ui.widgets.buttons import ampersands, button, say
from app.ui.widgets.labels import Elided, label
from app.ui.widgets.layouts import REST, in_column, in_row
from app.ui.widgets.pose_ring import pose_word


class SampleFacts(QWidget):
    """Poses that are missing, who is near, and which faces may be better removed.

    Attributes:
        menu: Offers those faces, an entry for each reason.

    Signals:
        poses_wanted: The poses that are missing are to be added.
        chosen: Faces are to be chosen, as they may be better removed; the `Doubtful`.
        known: What their samples are worth is known, or not yet; the `Samples`.
    """

    poses_wanted = Signal()
    chosen = Signal(object)
    known = Signal(object)

    def __init__(self, bridge: Bridge) -> None:
        super().__init__()
        self._bridge = bridge
        self._person: int | None = None
        self._asked = self._stale = False
        self._doubtful: tuple[Doubtful, ...] = ()
        self._poses, self._separation = Elided("", "muted"), label("", "muted", wrap=True)
        self._add = button(tr("Add them"), self.poses_wanted.emit, "link", tip=tr("With the camera"))
        self._doubts = button("", lambda: None, "link")
        self.menu = QMenu(self._doubts)
        self._doubts.setMenu(self.menu)
        self._doubts.setProperty("opens", "menu")
        in_column(
            in_row((self._poses, 1), self._add, REST, spacing=4),
            self._separation,
            in_row(self._doubts, REST, margins=(-8, 0, 0, 0)),  # the link's own padding
            on=self,
        )
        self._show(Samples({}))

    @property
    def text(self) -> str:
        """What it says."""
        return sentences(self._poses.text(), self._separation.text())

    def show_of(self, person: int) -> None:
        """Look at somebody's samples as they are now, and say nothing of anybody else's meanwhile."""
        if person != self._person:
            self._person = person
            self._show(Samples({}))
        if self._asked:
            self._stale = True  # while a folder is read, faces change more often than they can be looked at
        else:
            self._asked, self._stale = True, False
            self._bridge.ask(SamplesOf(person), partial(self._take, person), lambda _: self._end())

    def _take(self, person: int, samples: Samples) -> None:
        if person == self._person:
            self._show(samples)
        self._end()

    def _end(self) -> None:
        self._asked = False
        if self._stale and self._person is not None:
            self.show_of(self._person)

    def _show(self, samples: Samples) -> None:
        missing = [pose for pose in POSES if not samples.poses.get(pose)] if samples.poses else []
        self._show_poses(poses_text(missing) if samples.poses else "")
        self._add.setVisible(bool(missing))
        self._separation.setText(separation_text(samples.separation))
        self._separation.setVisible(samples.separation is not None)
        self._separation.setToolTip(tip(_figures(samples.separation)))
        self._doubtful = samples.doubtful
        self._offer()
        self.known.emit(samples)

    def reason(self, faces: Collection[int]) -> Doubtful | None:
        """Why just these faces may be better removed, if they are such."""
        wanted = set(faces)
        return next((one for one in self._doubtful if set(one.faces) == wanted), None)

    def _show_poses(self, text: str) -> None:
        """Show the line, no wider than it is, so that the button follows it."""
        self._poses.setText(text)
        self._poses.setMaximumWidth(self._poses.fontMetrics().horizontalAdvance(text) + 4)
        self._poses.setVisible(bool(text))

    def _offer(self) -> None:
        count = sum(len(one.faces) for one in self._doubtful)
        say(self._doubts, tr_n("{n} face may be better removed", "{n} faces may be better removed", count))
        self._doubts.setVisible(count > 0)
        self.menu.clear()
        for one in self._doubtful:
            self.menu.addAction(ampersands(doubtful_text(one))).triggered.connect(
                lambda _=False, one=one: self.chosen.emit(one)
            )


def poses_text(missing: Collection[str]) -> str:
    """Which poses are missing, in words."""
    if not missing:
        return tr("All five poses are covered")
    return tr("Poses missing: {poses}", poses=listed(map(pose_word, missing)))


def separation_text(separation: Separation | None) -> str:
    """How well somebody is told from the others, in words; nothing where there are no others."""
    if separation is None:
        return ""
    nearest = separation.nearest
    if separation.lead:
        return tr("Close to {name}: told apart by a stricter margin", name=nearest.name)
    if nearest.one_in <= 1:
        return tr("Far from everyone else; nearest: {name}", name=nearest.name)
    return tr(
        "Far from everyone else; nearest: {name} (one in {count} strangers is as near)",
        name=nearest.name,
        count=number(nearest.one_in),
    )


def _figures(separation: Separation | None) -> str:
    """The figures behind it."""
    if separation is None:
        return ""
    name, score, needed = separation.nearest.name, number(separation.score, 2), number(separation.needed, 2)
    figures = tr("{name} scores {score}; a name needs {needed}.", name=name, score=score, needed=needed)
    if not separation.lead:
        return figures
    lead = tr(
        "Between the two it needs a lead of {lead}, too. One in {count} strangers would be as near.",
        lead=number(separation.lead, 2),
        count=number(separation.nearest.one_in),
    )
    return sentences(figures, lead)


def doubtful_text(doubtful: Doubtful) -> str:
    """Why some faces may be better removed, in words."""
    count = len(doubtful.faces)
    match doubtful.fault:
        case Fault.STRANGE if doubtful.likely:
            return tr_n("{n} looks like {name}", "{n} look like {name}", count, name=doubtful.likely)
        case Fault.STRANGE:
            return tr_n("{n} looks like somebody else", "{n} look like somebody else", count)
        case Fault.UNCLEAR:
            return tr_n("{n} cannot be recognised", "{n} cannot be recognised", count)
        case Fault.REPEATED:
            return tr_n("{n} shows what a better one shows", "{n} show what better ones show", count)
