"""A photo to look at, in the window: who is in it, where its file is, and what can be said of its faces."""

from collections.abc import Iterable, Sequence

from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices, QImage, QKeyEvent
from PySide6.QtWidgets import QWidget

from app.core.errors import Cancelled, ImageError, KithError
from app.core.text import plain, say
from app.domain.box import Box
from app.domain.changes import Changes
from app.domain.face import StoredFace
from app.domain.photo import Photo, north_east
from app.engine.requests.faces import IgnoreFaces
from app.engine.requests.photos import DrawFace, GetPhoto, PhotoPicture, PhotosOf
from app.ui.look.texts import listed, number, tip, tr, tr_n
from app.ui.photos.boxes import BoxedPhoto
from app.ui.photos.decoding import Decoder
from app.ui.photos.face_menu import FaceMenu
from app.ui.photos.moments import Moments
from app.ui.shell.context import Context
from app.ui.shell.look_alike import ask_unless_enrolled, name_faces
from app.ui.widgets.buttons import button, icon_button
from app.ui.widgets.buttons import say as put_text
from app.ui.widgets.cover import Cover
from app.ui.widgets.labels import Elided, label
from app.ui.widgets.layouts import in_column, in_row
from app.ui.widgets.problem import Problem

_MOMENTS = {Qt.Key.Key_PageUp: -1, Qt.Key.Key_PageDown: 1}


class Viewer(Cover):
    """A photo with its faces boxed, and the photos at hand before and after it; a click on a box asks whose.

    `show_face` or `show_photo` opens it over a page; it goes away by itself when it is left.

    Attributes:
        boxes: The photo.
        menu: What can be said of the face that was clicked.
        moments: Where in a video it is.
    """

    def __init__(self, context: Context, over: QWidget) -> None:
        super().__init__(over)
        self._context = context
        self._photo: Photo | None = None
        self._image = QImage()
        self._face: int | None = None
        self._box: Box | None = None
        self._at: float | None = None
        self._at_hand: tuple[int, ...] = ()
        self._place = 0
        self._decoder = Decoder(self)
        self._decoder.decoded.connect(self._show_image)
        self._title, self._path = label("", "strong"), Elided("", "muted")
        self._count, self._where = label("", "muted"), label("", "muted")
        self._where.setToolTip(tip(tr("Where it was taken, as its tags say")))
        self.moments = Moments()
        self.moments.chosen.connect(self._go_to)
        self._hint = Elided(tr("Click on a face to name it"), "small", lines=2)
        self._problem = Problem()
        self._problem.hide()
        self.boxes = BoxedPhoto()
        self.boxes.chosen.connect(self._ask)
        self.boxes.moved.connect(self._follow)
        self.boxes.drawn.connect(self._ask_drawn)
        self.menu = FaceMenu(context, self.boxes)
        self.menu.named.connect(self._name)
        self.menu.left.connect(self._leave_menu)
        self.menu.opened.connect(self._show_other)
        self._before = icon_button("caret-left", tr("Previous photo"), lambda: self._step(-1))
        self._after = icon_button("caret-right", tr("Next photo"), lambda: self._step(1))
        self._draw_one = button(
            tr("Draw a box"),
            self._start_drawing,
            icon="selection-plus",
            tip=tr("Around a face that has none (B)"),
        )
        self._hide = button("", self._hide_unnamed, tip=tr("Strangers: no longer asked about"))
        self._open = button(tr("Open folder"), self._open_folder, icon="folder-open")
        self._foot = QWidget()
        self._lay_out()
        context.bridge.changed.connect(self._changed)
        context.people.updated.connect(self._draw)
        self.left.connect(context.notices.settle)
        self._note_keys()

    def show_face(self, face: int, among: Sequence[int] = ()) -> None:
        """Open the photo that a face is in, that face marked.

        Args:
            face: Which.
            among: Faces whose photos are at hand, in their order.
        """
        self._face = face
        self.open()

        def found(photos: dict[int, int]) -> None:
            if (photo := photos.get(face)) is not None:
                at_hand = (photos[one] for one in among if one in photos)
                self._start(photo, at_hand)
                return
            why = say("it came from a camera or a video, or is no longer in the gallery")
            self._fail(ImageError(say("There is no photo of this face"), why=why))

        self._context.bridge.ask(PhotosOf((face, *among)), found, self._fail)

    def show_photo(self, photo: int, among: Sequence[int] = ()) -> None:
        """Open a photo; those `among` which it is are at hand."""
        self.open()
        self._start(photo, among)

    def lower_bar(self) -> QWidget | None:
        """What can be done with the photo."""
        return self._foot

    def open(self) -> None:
        """Cover the page; what is said stands on the photo's bar from now on."""
        super().open()
        self._context.notices.settle()

    def peel(self) -> None:
        """Leave the face, stop drawing, fit the photo again, then leave the photo."""
        if self.menu.isVisible():
            self._leave_menu()
        elif self.boxes.drawing:
            self._stop_drawing()
        elif not self.boxes.fit():
            self.close()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """The arrows to the left and right show the photos before and after."""
        steps = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}
        if self.menu.isVisible():
            super().keyPressEvent(event)
        elif event.key() in steps:
            self._step(steps[Qt.Key(event.key())])
        elif event.key() in _MOMENTS:
            self.moments.step(_MOMENTS[Qt.Key(event.key())])
        elif event.key() == Qt.Key.Key_B and self.boxes.shows_photo:
            self._start_drawing()
        elif event.key() == Qt.Key.Key_I:
            self._set_aside()
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        head = in_row(
            button(tr("Close"), self.close, "link", icon="caret-left"),
            self._title,
            (self._path, 1),
            self._where,
            self._count,
            self._before,
            self._after,
            spacing=12,
        )
        parts = ((self._hint, 1), self.moments, self._draw_one, self._hide, self._open)
        in_row(*parts, on=self._foot, spacing=12)
        column = in_column(head, self._problem, (self.boxes, 1), self._foot, on=self, spacing=12)
        column.setContentsMargins(24, 18, 24, 20)

    def _note_keys(self) -> None:
        section = tr("Photo")
        for keys, text in (
            ("Left", tr("Photo before")),
            ("Right", tr("Photo after")),
            ("Down", tr("Next face")),
            ("PgDown", tr("Next moment of a video")),
            ("Enter", tr("Say who it is")),
            ("I", tr("Say that it is a stranger, take it back")),
            ("B", tr("Draw a box around a face")),
            ("+", tr("Enlarge")),
            ("0", tr("Fit into the window")),
        ):
            self._context.keys.note(section, keys, text, self)

    def _start(self, photo: int, at_hand: Iterable[int]) -> None:
        known = tuple(dict.fromkeys(at_hand))
        self._at_hand = known if photo in known else (photo, *known)
        self._place = self._at_hand.index(photo)
        self._load(photo)

    def _step(self, by: int) -> None:
        place = self._place + by
        if 0 <= place < len(self._at_hand):
            self._place = place
            self._leave_menu()
            self._load(self._at_hand[place])

    def _load(self, photo: int) -> None:
        bridge, several = self._context.bridge, len(self._at_hand) > 1
        self._photo, self._image, self._at = None, QImage(), None
        self.moments.hide()
        self._decoder.drop()
        self.boxes.show_photo(QImage(), 1)
        self.boxes.say(tr("Opening the photo…"))
        self._problem.hide()
        self._stop_drawing()
        places = tr("{place} of {count}", place=number(self._place + 1), count=number(len(self._at_hand)))
        self._count.setText(places if several else "")
        for one, there in (
            (self._before, self._place > 0),
            (self._after, self._place + 1 < len(self._at_hand)),
        ):
            one.setVisible(several)
            one.setEnabled(there)
        bridge.ask(GetPhoto(photo), lambda card: self._show_card(photo, card), self._fail)

    def _show_card(self, photo: int, card: Photo) -> None:
        if photo == self._at_hand[self._place]:
            self._photo = card
            self._title.setText(plain(card.path.name))
            self._path.setText(str(card.path.parent))
            where = north_east(card.place)
            self._where.setText("" if where is None else _degrees(*where))
            self._where.setVisible(where is not None)
            self._at = None if card.seconds is None else self._moment_of(card)
            self._ask_picture()

    def _moment_of(self, video: Photo) -> float:
        """When the face that is asked for is seen, or else the best one."""
        seen = {face.id: face.at for face in reversed(video.faces) if face.at is not None}
        return seen.get(self._face or 0, next(reversed(seen.values()), 0.0))

    def _go_to(self, at: float) -> None:
        """Show a video at another time."""
        self._at = at
        self._leave_menu()
        self._ask_picture()

    def _ask_picture(self) -> None:
        if self._photo is None:
            return
        photo, at = self._photo.id, self._at
        if at is not None:
            self.moments.show_video(self._photo, at)

        def take(data: bytes) -> None:
            if self._photo is not None and (self._photo.id, self._at) == (photo, at):  # else gone on
                self._decoder.decode(data)

        self._context.bridge.ask(PhotoPicture(photo, at=at), take, self._fail)

    def _show_image(self, image: QImage) -> None:
        if self._photo is not None:
            self._image = image
            self.boxes.show_photo(image, self._photo.width or image.width())
            self._draw()
            self.boxes.setFocus()

    def _draw(self) -> None:
        """The boxes as they are now."""
        if self._photo is None or self._image.isNull():
            return
        faces = [(card, self._name_of(card)) for card in self._shown()]
        self.boxes.show_faces(faces, self._face)
        self._hint.setVisible(bool(faces) and self._problem.isHidden())
        self._draw_one.show()
        unnamed = len(self._unnamed())
        self._hide.setVisible(unnamed > 0)
        put_text(
            self._hide, tr_n("{n} unnamed face is a stranger", "{n} unnamed faces are strangers", unnamed)
        )
        self._face = None

    def _name_of(self, card: StoredFace) -> str:
        person = self._context.people.get(card.person) if card.person is not None else None
        return person.name if person is not None else ""

    def _shown(self) -> list[StoredFace]:
        """The faces of the photo, or of the moment of the video."""
        return [card for card in self._photo.faces if card.at == self._at] if self._photo is not None else []

    def _card(self, face: int | None) -> StoredFace | None:
        """What is known of a face that is shown."""
        return next((card for card in self._shown() if card.id == face), None)

    def _unnamed(self) -> tuple[int, ...]:
        return tuple(card.id for card in self._shown() if card.person is None and not card.ignored)

    def _changed(self, changes: Changes) -> None:
        photo = self._photo
        if photo is None:
            return
        if photo.id in changes.photos or changes.faces:
            self._context.bridge.ask(GetPhoto(photo.id), self._renew, lambda _: None)

    def _renew(self, card: Photo) -> None:
        """Take over whose the faces are now."""
        if self._photo is not None and self._photo.id == card.id:
            self._photo = card
            if self._at is not None:
                self.moments.show_video(card, self._at)
            self._draw()

    def _ask(self, face: int) -> None:
        """Put the menu beside a face."""
        if (card := self._card(face)) is not None:
            title = self.boxes.title(face)
            self.menu.ask(self.boxes.rect_of(face), title, card, self._name_of(card))

    def _follow(self) -> None:
        """Keep the menu beside its face."""
        if self.menu.isVisible() and self.menu.card is not None:
            self.menu.stand_at(self.boxes.rect_of(self.menu.card.id))

    def _name(self, name: str) -> None:
        photo, box, at = self._photo, self._box, self._at
        if self.menu.card is not None:
            name_faces(self._context, self, (self.menu.card.id,), name)
        elif photo is not None and box is not None:
            ask_unless_enrolled(
                self._context.bridge,
                self,
                lambda apart: DrawFace(photo.id, box, name, apart, at),
                lambda alike: DrawFace(photo.id, box, alike.name, at=at),
                self._context.notices.done,
                self._context.notices.error,
            )
        self._leave_menu()

    def _show_other(self, face: int, among: Sequence[int]) -> None:
        """Show the photo of a face that says why another one is where it is."""
        asked = self.menu.card
        self._leave_menu()
        self.show_face(face, (asked.id, *among) if asked is not None else among)

    def _start_drawing(self) -> None:
        self.menu.hide()
        self.boxes.set_drawing(on=True)
        self._hint.setText(tr("Draw a box around the face"))
        self._hint.show()
        self.boxes.setFocus()

    def _ask_drawn(self, box: Box) -> None:
        self._box = box
        self.menu.ask(self.boxes.rect_drawn(), tr("Whose face is this?"), None, "")

    def _leave_menu(self) -> None:
        self.menu.hide()
        self._stop_drawing()
        self.boxes.setFocus()

    def _stop_drawing(self) -> None:
        self._box = None
        self.boxes.set_drawing(on=False)
        self._hint.setText(tr("Click on a face to name it"))

    def _hide_unnamed(self) -> None:
        self._context.change(IgnoreFaces(self._unnamed()))
        self.boxes.setFocus()

    def _set_aside(self) -> None:
        """The current face is a stranger, or no longer; one with a name is neither."""
        card = self._card(self.boxes.current)
        if card is not None and (card.ignored or card.person is None):
            self._context.change(IgnoreFaces((card.id,), ignored=not card.ignored))

    def _open_folder(self) -> None:
        if self._photo is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._photo.path.parent)))

    def _fail(self, error: KithError | Cancelled) -> None:
        if isinstance(error, KithError):
            self._problem.show_error(error)
            self._problem.show()
            self.boxes.say("")
            for one in (self._hint, self._hide, self._draw_one):
                one.hide()


def _degrees(north: float, east: float) -> str:
    """A place as it is written on maps: 48.85837° N, 2.29448° E."""
    upright = (
        tr("{degrees}° N", degrees=number(abs(north), 5))
        if north >= 0
        else tr("{degrees}° S", degrees=number(abs(north), 5))
    )
    across = (
        tr("{degrees}° E", degrees=number(abs(east), 5))
        if east >= 0
        else tr("{degrees}° W", degrees=number(abs(east), 5))
    )
    return listed((upright, across))
