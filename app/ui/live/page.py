"""The Live page: who is in view now."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QDragEnterEvent, QDropEvent, QResizeEvent
from PySide6.QtWidgets import QWidget

from app.domain.live import LiveFrame
from app.ui.live.arrangement import Arrangement
from app.ui.live.asking import Asking
from app.ui.live.full_screen import Enlarger
from app.ui.live.play_bar import PlayBar
from app.ui.live.session import LiveSession
from app.ui.live.showing import Showing
from app.ui.live.side_panel import SidePanel
from app.ui.live.sightings import Sightings
from app.ui.live.snapshot import SnapshotButton
from app.ui.live.stages import Actions, Stages
from app.ui.live.video import LiveVideo
from app.ui.live.view_button import ViewButton
from app.ui.look.texts import number, tip, tr, tr_n
from app.ui.settings.live import GOES_ON
from app.ui.shell.context import Context
from app.ui.shell.page import Page
from app.ui.widgets.buttons import button, say
from app.ui.widgets.labels import pill, set_property
from app.ui.widgets.layouts import in_column
from app.ui.widgets.source import SourceButton, is_recording

_PANEL_FROM = 400
"""Pixels of the page's height from which on the panel fits, beside the picture or below it."""
_WORDS_FROM = 920
"""Pixels of its width from which on the buttons of the title line have words."""
_FPS_MS = 500
_KNOWN = "live/somebody known"


class LivePage(Page):
    """Watches a source and says who is there. It runs only while it is shown.

    Attributes:
        session: Live view itself.
        video: The picture.
        enlarger: The full screen.
        view: How the picture is shown.
        showing: What brings frames onto it.
        asking: Who a face is.
        popover: Where a face is named.
        bar: Where a recording is at, and how it is played.
        sightings: Who is here and who was.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Live"))
        self.session = LiveSession(context.bridge, self)
        self.sightings = Sightings()
        self.video = LiveVideo(self.sightings.ignored)
        self._source = SourceButton(context.bridge, context.memory)
        self._toggle = button(tr("Start"), self._start_or_stop)
        self._fps = pill("", "accent")
        self._kept = pill(tr("Visits are kept"), "warning")
        self.view = ViewButton(context.memory)
        self.showing = Showing(context.bridge, self.video, self.sightings, self.view)
        self._snapshot = SnapshotButton(self.video, context.notices)
        self._full = button(tr("Full screen"), self._toggle_full, icon="corners-out")
        self._panel = SidePanel(self.sightings)
        self.bar = PlayBar()
        actions = Actions(self._start, self._choose, self._enrol_with_camera, lambda: context.go("photos"))
        self._stages = Stages(self.video, actions)
        self.asking = Asking(context, self, self.video, self._stages, self.sightings)
        self.popover = self.asking.popover
        self.enlarger = Enlarger(self._stages, self.video, self)
        self._fps_timer = QTimer(self)
        self._fps_timer.setInterval(_FPS_MS)
        self._lay_out()
        self._listen()
        self._add_keys()
        self._show_presence()
        self.setAcceptDrops(True)
        self._show_stage()

    @property
    def watching(self) -> bool:
        """Whether a source is watched, or about to be."""
        return self.session.on

    def enter(self, *task: object) -> None:
        """Go on where it was left; `go("live", "start")` starts."""
        self._source.recall()
        self._toggle.setToolTip(tip("" if self._goes_on() else _let_go()))
        if "start" in task and not self.session.on:
            self._start()
        else:
            self.session.come_back()
        self._focus()

    def leave(self) -> None:
        """Let go of the camera, unless live view is to go on."""
        self.enlarger.leave()
        self.popover.close_it()
        self.session.leave(goes_on=self._goes_on())

    def let_go(self) -> None:
        """Let go of the camera in any case."""
        self.session.leave()

    def peel(self) -> bool:
        """Close the question who a face is, then leave the full screen."""
        if self.popover.track is not None:
            self.popover.close_it()
            return True
        full = self.enlarger.window is not None
        self.enlarger.leave()
        return full

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """A video file or a folder of pictures may be dropped."""
        if self._dropped(event):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Watch the video dropped."""
        if path := self._dropped(event):
            event.acceptProposedAction()
            self._source.choose(path)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the picture where there is little."""
        super().resizeEvent(event)
        self._fit()

    def _lay_out(self) -> None:
        self.lead.addWidget(self._source)
        self.lead.addWidget(self._toggle)
        self.tools.addWidget(self._kept)
        self.tools.addWidget(self._fps)
        for one in (self.showing.freezer, self._snapshot, self.view, self._full):
            self.tools.addWidget(one)
        left = QWidget()
        in_column((self._stages, 1), self.bar, on=left, spacing=0)
        self._arrangement = Arrangement(self.context.memory, left, self._panel)
        self.body.addWidget(self._arrangement, 1)

    def _listen(self) -> None:
        self._source.chosen.connect(self._watch)
        self.session.changed.connect(self._show_stage)
        self.session.faces.connect(self._show_faces)
        self.bar.changed.connect(lambda at: self.session.play(self.bar.how, at))
        self.context.people.updated.connect(self._people_known)
        self.context.presence.updated.connect(self._show_presence)
        self.showing.shaped.connect(self._arrangement.take_shape)
        self._panel.chosen.connect(self.asking.about)
        self._fps_timer.timeout.connect(self._show_fps)

    def _add_keys(self) -> None:
        keys, section = self.context.keys, tr("Live")
        for key, (text, then, shown_on) in self._keys().items():
            keys.add(self, key, text, then, section=section, shown_on=shown_on)
        keys.note(section, "Esc", tr("Leave full screen, close"), self)
        keys.note(section, "Tab", tr("From face to face, then Enter"), self)

    def _keys(self) -> dict[str, tuple[str, Callable[[], object], QWidget | None]]:
        """What keys do, here and on a full screen, and the buttons that do the same."""
        first = tr("First or second name of an unsure face")
        return {
            "F": (tr("Full screen"), self._toggle_full, self._full),
            "S": (tr("Snapshot"), self._snap, self._snapshot),
            "Z": (tr("Freeze the picture, go on"), self._freeze, self.showing.freezer),
            "M": (tr("Like a mirror"), self.view.mirror.toggle, None),
            "B": (tr("Blur faces without a name"), self.view.blur.toggle, None),
            "H": (tr("Show or hide times"), self.view.hud.toggle, None),
            "1": (first, partial(self.asking.settle, 0), None),
            "2": (tr("Second name"), partial(self.asking.settle, 1), None),
            "N": (tr("Not the name that a face has"), self.asking.deny, None),
            "I": (tr("Ignore a face, take it back"), self.asking.ignore, None),
            "Ctrl+I": (tr("Ignore a face while writing a name"), self.asking.ignore, None),
            "P": (tr("Pause a video, go on"), self.bar.toggle_pause, None),
            "L": (tr("Repeat a video"), self.bar.toggle_loop, None),
            ",": (tr("Five seconds back"), partial(self.bar.leap, -1), None),
            ".": (tr("Five seconds forward"), partial(self.bar.leap, 1), None),
        }

    # the source

    def _start(self) -> None:
        if self._source.address:
            self._watch(self._source.address)
        else:
            self._choose()

    def _watch(self, address: str) -> None:
        self.view.watch(address)
        self.session.start(address)
        self.video.setFocus()

    def _start_or_stop(self) -> None:
        if self.session.on:
            self.session.stop()
            self._focus()
        else:
            self._start()

    def _choose(self) -> None:
        self._source.setFocus()
        self._source.showMenu()

    def _enrol_with_camera(self) -> None:
        self.context.go("people", "enrol")

    def _goes_on(self) -> bool:
        return self.context.memory.text(GOES_ON) == "1"

    # how it goes

    def _show_stage(self) -> None:
        self.busy.emit(self.session.on)
        stage = self.session.stage
        if stage == "starting":
            self.popover.close_it()
            self.sightings.begin()
            self.video.say(tr("Starting {name}…", name=self._source.name))
        elif stage == "lost":
            self.popover.close_it()
            self.sightings.leave()
        elif stage != "running":
            self.sightings.leave()
        if stage == "starting":
            self.showing.begin()
        elif stage != "running":
            self.showing.go_on()
        self.video.lose(self.session.error if stage == "lost" else None)
        self._put_stage()
        running = stage == "running"
        self.bar.begin(self.session.seconds if running else 0.0)
        self._fps.hide()
        self._fps_timer.start() if running else self._fps_timer.stop()
        self._panel.watch(running=running, lost=stage == "lost")
        self._fit()

    def _put_stage(self) -> None:
        stage = self.session.stage
        if stage == "ended":
            self._stages.show_over()
        elif stage == "failed":
            self._stages.show_failure(self.session.error)
        elif stage != "idle":
            self._stages.show_video()
        elif self.context.people.cards or self.context.memory.text(_KNOWN):
            self._stages.show_rest()
        else:
            self._stages.show_first_run()
        if not self._stages.on_video:
            self._arrangement.take_shape(QSize())
            self.popover.close_it()
            self.enlarger.leave()
        self._toggle.setVisible(self._stages.on_video or self._stages.on_first_run)
        say(self._toggle, tr("Stop") if self.session.on else tr("Start"))

    def _people_known(self) -> None:
        self.context.memory.keep(_KNOWN, "1" if self.context.people.cards else "")
        if self.session.stage == "idle":
            self._put_stage()

    def _show_faces(self, seen: LiveFrame) -> None:
        self.showing.see(seen)
        self.bar.show_time(seen.time)

    def _show_presence(self) -> None:
        presence = self.context.presence
        self._kept.setVisible(presence.on)
        self._panel.promise(kept=presence.on)
        self._kept.setToolTip(tip(tr_n("{n} visit today", "{n} visits today", presence.today)))

    def _show_fps(self) -> None:
        if (newest := self.showing.newest) is not None:
            self._fps.setText(tr("● {count} fps", count=number(newest.fps)))
            set_property(self._fps, "pill", "warning" if self.video.hud.lag else "accent")
            self._fps.setToolTip(tip(self.video.hud.lag))
            self._fps.setVisible(newest.fps > 0 and self.width() >= _WORDS_FROM)

    def _fit(self) -> None:
        shown, wide = self._stages.on_video, self.width() >= _WORDS_FROM
        for one in (self.showing.freezer, self._snapshot, self.view, self._full):
            one.setVisible(shown)
            one.setText(one.accessibleName() if wide else "")
        listed = shown or bool(self.sightings.earlier and not self._stages.on_first_run)
        self._panel.setVisible(listed and self.height() >= _PANEL_FROM)
        self._arrangement.arrange()

    def _focus(self) -> None:
        (self._stages.main_button() or self.video).setFocus()

    # the picture

    def _toggle_full(self) -> None:
        keys = {key: then for key, (_, then, _) in self._keys().items()}
        self.enlarger.toggle({**keys, "Esc": self.peel})

    def _freeze(self) -> None:
        if self.session.stage == "running":
            self.showing.freeze()
            self._fit()

    def _snap(self) -> None:
        if self._stages.on_video:
            self._snapshot.showMenu()

    @staticmethod
    def _dropped(event: QDropEvent) -> str:
        """The video file or folder dragged, or ""."""
        paths = [url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()]
        return paths[0] if len(paths) == 1 and is_recording(paths[0]) else ""


def _let_go() -> str:
    return tr("The camera is off while another page is shown, and goes on when you come back")
