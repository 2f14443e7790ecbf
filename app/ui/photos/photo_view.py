"""A photo to look at: who is in it, where its file is, and a name for whoever has none."""

from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QKeyEvent
from PySide6.QtWidgets import QDialog, QWidget

from app.core.errors import Cancelled, ImageError, KithError
from app.core.text import plain, say
from app.domain.changes import Changes
from app.domain.face import StoredFace
from app.domain.photo import Photo
from app.engine.requests.faces import GetFaces
from app.engine.requests.photos import GetPhoto, PhotoPicture
from app.ui.look.texts import tr
from app.ui.photos.boxes import BoxedPhoto
from app.ui.photos.decoding import Decoder
from app.ui.shell.context import Context
from app.ui.shell.look_alike import name_faces
from app.ui.widgets.buttons import button
from app.ui.widgets.labels import Elided, label
from app.ui.widgets.layouts import in_column, in_row
from app.ui.widgets.name_edit import NameEdit
from app.ui.widgets.problem import Problem


class PhotoView(QDialog):
    """A photo with its faces boxed; a click on a box names it.

    `show_face` or `show_photo` opens it; it goes away by itself when it is closed.
    """

    def __init__(self, context: Context, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(tr("Photo"))
        self._context = context
        self._photo: Photo | None = None
        self._image = QImage()
        self._face: int | None = None
        self._decoder = Decoder(self)
        self._decoder.decoded.connect(self._show_image)
        self._path = Elided("", "muted")
        self._hint = label(tr("Click on a face to name it"), "small")
        self._problem = Problem()
        self._problem.hide()
        self.boxes = BoxedPhoto()
        self.boxes.say(tr("Opening the photo…"))
        self.boxes.chosen.connect(self._ask_name)
        self.name = NameEdit(context.people, tr("Who is this?"))
        self.name.setParent(self.boxes)
        self.name.setFixedWidth(220)
        self.name.named.connect(self._name)
        self.name.hide()
        self._open = button(tr("Open folder"), self._open_folder, icon="folder-open")
        self._lay_out()
        self.resize(min(1000, parent.window().width() - 40), min(720, parent.window().height() - 40))
        context.bridge.changed.connect(self._changed)
        context.people.updated.connect(self._draw)

    def show_face(self, face: int) -> None:
        """Open the photo that a face is in, that face marked."""
        self._face = face
        self.open()
        self._context.bridge.ask(GetFaces((face,)), self._found, self._fail)

    def show_photo(self, photo: int) -> None:
        """Open a photo."""
        self.open()
        self._load(photo)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Esc leaves the name first, then the photo."""
        if event.key() == Qt.Key.Key_Escape and self.name.isVisible():
            self._stop_naming()
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        foot = in_row((self._path, 1), self._hint, self._open, button(tr("Close"), self.close), spacing=12)
        in_column(self._problem, (self.boxes, 1), foot, on=self, margins=(16, 16, 16, 16), spacing=12)

    def _found(self, cards: tuple[StoredFace, ...]) -> None:
        if cards and cards[0].photo is not None:
            self._load(cards[0].photo)
            return
        why = say("it came from a camera or a video") if cards else say("it is no longer in the gallery")
        self._fail(ImageError(say("There is no photo of this face"), why=why))

    def _load(self, photo: int) -> None:
        bridge = self._context.bridge
        self._photo, self._image = None, QImage()
        self._decoder.drop()
        self.boxes.show_photo(QImage(), 1)
        self.boxes.say(tr("Opening the photo…"))
        self._problem.hide()
        bridge.ask(GetPhoto(photo), self._show_card, self._fail)
        bridge.ask(PhotoPicture(photo), self._decoder.decode, self._fail)

    def _show_card(self, card: Photo) -> None:
        self._photo = card
        self.setWindowTitle(plain(card.path.name))
        self._path.setText(str(card.path))
        self._show_both()

    def _show_image(self, image: QImage) -> None:
        self._image = image
        self._show_both()
        self.boxes.setFocus()

    def _show_both(self) -> None:
        """The picture and its boxes, whichever of them came first."""
        if self._photo is not None and not self._image.isNull():
            self.boxes.show_photo(self._image, self._photo.width or self._image.width())
            self._draw()

    def _draw(self) -> None:
        """The boxes as they are now."""
        if self._photo is None or self._image.isNull():
            return
        known = {card.id: card.name for card in self._context.people.cards}
        faces = [(card, known.get(card.person or 0, "")) for card in self._photo.faces]
        self.boxes.show_faces(faces, self._face)
        self._hint.setVisible(bool(faces) and self._problem.isHidden())
        self._face = None

    def _changed(self, changes: Changes) -> None:
        if self._photo is not None and any(card.id in changes.faces for card in self._photo.faces):
            self._context.bridge.ask(GetPhoto(self._photo.id), self._renew)

    def _renew(self, card: Photo) -> None:
        """Take over whose the faces are now."""
        if self._photo is not None and self._photo.id == card.id:
            self._photo = card
            self._draw()

    def _ask_name(self, face: int) -> None:
        """Put a field for a name beside a face."""
        spot = self.boxes.rect_of(face)
        field = self.name
        below = spot.bottom() + 6
        if below + field.sizeHint().height() > self.boxes.height():
            below = max(0, spot.top() - field.sizeHint().height() - 6)
        left = min(max(0, spot.left()), max(0, self.boxes.width() - field.width()))
        field.move(QPoint(left, below))
        field.clear()
        field.show()
        field.raise_()
        field.setFocus()

    def _name(self, name: str) -> None:
        if (face := self.boxes.current) is not None:
            name_faces(self._context, self, (face,), name)
        self._stop_naming()

    def _stop_naming(self) -> None:
        self.name.hide()
        self.boxes.setFocus()

    def _open_folder(self) -> None:
        if self._photo is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._photo.path.parent)))

    def _fail(self, error: KithError | Cancelled) -> None:
        if isinstance(error, KithError):
            self._problem.show_error(error)
            self._problem.show()
            self.boxes.say("")
            self._hint.hide()
