"""Which poses were seen, and whether the picture is good enough."""

from collections.abc import Mapping

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QWidget

from app.core.text import sentence
from app.domain.grade import Grade
from app.domain.pose import POSES
from app.ui.look import theme
from app.ui.look.texts import number, sentences, tip, tr
from app.ui.widgets.face_facts import grade_text
from app.ui.widgets.labels import label, set_property
from app.ui.widgets.layouts import REST, in_column, in_row
from app.ui.widgets.pose_ring import pose_name
from app.ui.widgets.rounded import rounded

_SIDE = 40
GATES = ("light", "sharpness", "distance", "meant")


class ProgressPanel(QFrame):
    """Five small pictures and four gates."""

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("role", "panel")
        self._count = label("", "muted")
        self._poses = {pose: _Pose(pose_name(pose)) for pose in POSES}
        self._gates = {gate: label("", "plain") for gate in GATES}
        self._lay_out()
        self.begin()

    def begin(self) -> None:
        """Nothing was seen yet."""
        for one in self._poses.values():
            one.show_picture(None)
        self.show_poses(dict.fromkeys(POSES, False))
        self.rest()

    def rest(self) -> None:
        """Nothing is judged."""
        for gate in self._gates.values():
            _say(gate, "–", "")  # noqa: RUF001 - nothing is known yet

    def show_poses(self, poses: Mapping[str, bool]) -> None:
        """Count the poses seen."""
        self._count.setText(
            tr("{seen} of {count}", seen=number(sum(poses.values())), count=number(len(POSES)))
        )

    def picture(self, pose: str, image: QImage, grade: Grade) -> None:
        """Show the face with which a pose was seen, and its grade."""
        self._poses[pose].show_picture(QPixmap.fromImage(image), grade)

    def drop(self, pose: str) -> None:
        """A pose was not seen, as somebody else is meant."""
        if self.has_picture(pose):
            self._poses[pose].show_picture(None)

    def has_picture(self, pose: str) -> bool:
        """Whether a pose was seen."""
        return self._poses[pose].seen

    def grade(self, pose: str) -> Grade | None:
        """The grade of a pose's picture."""
        return self._poses[pose].grade

    def show_gates(self, gates: Mapping[str, bool], grade: Grade | None, *, face: bool) -> None:
        """Say of each gate whether it is passed; without a face only who is meant can be known."""
        for gate, word in self._gates.items():
            if not face and gate != "meant":
                _say(word, "–", "")  # noqa: RUF001 - nothing is known
            elif gate == "distance" and grade is Grade.USABLE:
                _say(word, tr("~ nearer is better"), "")
            elif gates[gate]:
                _say(word, f"✓ {_good(gate)}", "good")
            else:
                _say(word, f"✗ {_bad(gate)}", "warning")

    def gate(self, gate: str) -> str:
        """What is said of a gate."""
        return self._gates[gate].text()

    def _lay_out(self) -> None:
        top = in_row((label(tr("Poses"), "bold"), 1), self._count)
        poses = in_row(*self._poses.values(), spacing=6)
        gates = QGridLayout()
        gates.setVerticalSpacing(5)
        gates.setColumnStretch(0, 1)
        for row, (gate, word) in enumerate(self._gates.items()):
            gates.addWidget(label(_gate_name(gate), "muted"), row, 0)
            gates.addWidget(word, row, 1)
        in_column(top, poses, gates, REST, on=self, margins=(16, 14, 16, 14), spacing=10)


class _Pose(QWidget):
    """A pose: a dashed square until it was seen, then the face with a tick."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.grade: Grade | None = None
        self._name = name
        self._picture = QPixmap()
        word = label(name, "small")
        word.setAlignment(Qt.AlignmentFlag.AlignHCenter)
        in_column(word, on=self, margins=(0, _SIDE + 3, 0, 0))
        self.setMinimumWidth(_SIDE)

    @property
    def seen(self) -> bool:
        return self.grade is not None

    def show_picture(self, picture: QPixmap | None, grade: Grade | None = None) -> None:
        self.grade = grade
        self._picture = (
            rounded(picture, _SIDE, self.devicePixelRatioF()) if picture is not None else QPixmap()
        )
        word = (
            self._name if grade is None else tr("{pose}: {grade}", pose=self._name, grade=grade_text(grade))
        )
        self.setAccessibleName(word)
        nearer = tr("Nearer to the camera it becomes a good one")
        self.setToolTip(tip(sentences(sentence(word), nearer if grade is Grade.USABLE else "")))
        self.update()

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        place = QRectF((self.width() - _SIDE) / 2, 0, _SIDE, _SIDE)
        if not self.seen:
            painter.setPen(QPen(theme.color("muted"), 1, Qt.PenStyle.DashLine))
            painter.drawRoundedRect(place.adjusted(0.5, 0.5, -0.5, -0.5), 8, 8)
        else:
            painter.drawPixmap(place.topLeft(), self._picture)
            _paint_grade(painter, QRectF(place.right() - 15, place.bottom() - 15, 17, 17), self.grade)
        painter.end()


def _paint_grade(painter: QPainter, spot: QRectF, grade: Grade | None) -> None:
    """A tick on a disc for a good one, in a ring for one that is usable."""
    good = grade is Grade.GOOD
    ground, ink = (theme.color(name) for name in (("good", "panel") if good else ("panel", "text")))
    painter.setPen(QPen(theme.color("panel") if good else theme.color("warning"), 1.5))
    painter.setBrush(ground)
    painter.drawEllipse(spot)
    painter.setPen(ink)
    painter.drawText(spot, int(Qt.AlignmentFlag.AlignCenter), "✓" if good else "~")


def _say(word: QLabel, text: str, tone: str) -> None:
    word.setText(text)
    set_property(word, "tone", tone)


def _gate_name(gate: str) -> str:
    return {
        "light": tr("Light"),
        "sharpness": tr("Sharpness"),
        "distance": tr("Distance"),
        "meant": tr("Who is meant"),
    }[gate]


def _good(gate: str) -> str:
    return tr("clear") if gate == "meant" else tr("good")


def _bad(gate: str) -> str:
    return {
        "light": tr("too dark or too bright"),
        "sharpness": tr("blurred"),
        "distance": tr("come closer"),
        "meant": tr("not clear"),
    }[gate]
