"""The Live page: who is in view now."""

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QSize, QTimer
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from app.domain.source import size_of
from app.ui.link.memory import GOES_ON
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
from app.ui.live.tile import Tile
from app.ui.live.tiles import Tiles
from app.ui.live.video import LiveVideo
from app.ui.live.view_button import ViewButton
from app.ui.look.texts import number, tip, tr, tr_n
from app.ui.shell.context import Context
from app.ui.shell.page import Page
from app.ui.widgets.buttons import button, say
from app.ui.widgets.drops import Drops
from app.ui.widgets.labels import pill, set_property
from app.ui.widgets.layouts import in_column
from app.ui.widgets.source import SourceButton, is_recording, size_text

_PANEL_FROM = 400
"""Pixels of the page's height from which on the panel fits, beside the picture or below it."""
_WORDS_FROM = 920
"""Pixels of its width from which on the buttons of the title line have words."""
_FPS_MS = 500
_KNOWN = "live/somebody known"


class LivePage(Page):
    """Watches sources and says who is there. It runs only while it is shown.

    Attributes:
        tiles: The sources, each with its picture.
        enlarger: The full screen.
        view: How pictures are shown.
        asking: Who a face is.
        popover: Where a face is named.
        bar: Where a recording is at, and how it is played.
        sightings: Who is here and who was.
    """

    def __init__(self, context: Context) -> None:
        super().__init__(context, tr("Live"))
        self.sightings = Sightings()
        self._source = SourceButton(context.bridge, context.memory, several=True)
        self._toggle = button(tr("Start"), self._start_or_stop)
        self._given = pill("", "warning")
        self._fps = pill("", "accent")
        self._kept = pill(tr("Visits are kept"), "warning")
        self.view = ViewButton(context.memory)
        self.tiles = Tiles(context.bridge, context.memory, self.sightings, self.view)
        self._freezer = button(tr("Freeze"), self._freeze, icon="snowflake", tip=tr("Let the picture stand"))
        self._snapshot = SnapshotButton(lambda: self.video, context.notices)
        self._full = button(tr("Full screen"), self._toggle_full, icon="corners-out")
        self._panel = SidePanel(self.sightings)
        self.bar = PlayBar()
        actions = Actions(
            self._start, self._choose, self._enrol_with_camera, lambda: context.go("photos", "choose")
        )
        self._stages = Stages(self.tiles, actions)
        self.asking = Asking(context, self, self.tiles, self._stages, self.sightings)
        self.popover = self.asking.popover
        self.enlarger = Enlarger(self._stages, self.tiles, self)
        self._grown_in: object = None
        self._fps_timer = QTimer(self)
        self._fps_timer.setInterval(_FPS_MS)
        self._lay_out()
        self._listen()
        self._add_keys()
        self._show_presence()
        Drops(self, lambda paths: self._source.choose(paths[0]), _one_recording)
        self._show_current()
        self._show_stage()

    @property
    def session(self) -> LiveSession:
        """Live view of the current source."""
        return self.tiles.current.session

    @property
    def video(self) -> LiveVideo:
        """The current picture."""
        return self.tiles.current.video

    @property
    def showing(self) -> Showing:
        """What brings frames onto it."""
        return self.tiles.current.showing

    @property
    def watching(self) -> bool:
        """Whether anything is watched, or about to be."""
        return self.tiles.on

    def enter(self, *task: object) -> None:
        """Go on where it was left; `go("live", "start")` starts."""
        if not self.tiles.several:
            self._source.recall()
        self._toggle.setToolTip(tip("" if self._goes_on() else _let_go()))
        if "start" in task and not self.tiles.on:
            self._start()
        else:
            for tile in self.tiles.all:
                tile.session.come_back()
        self._focus()

    def leave(self) -> None:
        """Let go of the camera, unless live view is to go on."""
        self.enlarger.leave()
        self.popover.close_it()
        for tile in self.tiles.all:
            tile.session.leave(goes_on=self._goes_on())

    def let_go(self) -> None:
        """Let go of the camera in any case."""
        for tile in self.tiles.all:
            tile.session.leave()

    def peel(self) -> bool:
        """Close the question who a face is, then leave the full screen, then show all sources again."""
        if self.popover.track is not None:
            self.popover.close_it()
            return True
        if self.tiles.big is not None and self.enlarger.window in (None, self._grown_in):
            self.tiles.enlarge(None)
            return True
        full = self.enlarger.window is not None
        self.enlarger.leave()
        return full

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the picture where there is little."""
        super().resizeEvent(event)
        self._fit()

    def _lay_out(self) -> None:
        self.lead.addWidget(self._source)
        self.lead.addWidget(self._toggle)
        self.lead.addWidget(self._given)
        self.tools.addWidget(self._kept)
        self.tools.addWidget(self._fps)
        for one in (self._freezer, self._snapshot, self.view, self._full):
            self.tools.addWidget(one)
        left = QWidget()
        in_column((self._stages, 1), self.bar, on=left, spacing=0)
        self._arrangement = Arrangement(self.context.memory, left, self._panel)
        self.body.addWidget(self._arrangement, 1)

    def _listen(self) -> None:
        self._source.chosen.connect(self._watch)
        self._source.added.connect(self._add)
        self.tiles.changed.connect(self._follow)
        self.tiles.turned.connect(self._show_current)
        self.tiles.seen.connect(lambda seen: self.bar.show_time(seen.time))
        self.tiles.shaped.connect(self._take_shape)
        self.enlarger.filled.connect(lambda filled: self.tiles.round_corners(rounded=not filled))
        self.bar.changed.connect(lambda at: self.session.play(self.bar.how, at))
        self.context.people.updated.connect(self._people_known)
        self.context.presence.updated.connect(self._show_presence)
        self._panel.chosen.connect(self.asking.about)
        self._fps_timer.timeout.connect(self._show_fps)

    def _add_keys(self) -> None:
        keys, section = self.context.keys, tr("Live")
        for key, (text, then, shown_on) in self._keys().items():
            keys.add(self, key, text, then, section=section, shown_on=shown_on)
        keys.note(section, "Esc", tr("Leave full screen, close"), self)
        keys.note(section, "Tab", tr("From face to face, then Enter"), self)
        keys.note(section, "Enter", tr("Of several pictures this one large, or all again"), self)

    def _keys(self) -> dict[str, tuple[str, Callable[[], object], QWidget | None]]:
        """What keys do, here and on a full screen, and the buttons that do the same."""
        first = tr("First or second name of an unsure face")
        return {
            "F": (tr("Full screen"), self._toggle_full, self._full),
            "S": (tr("Snapshot"), self._snap, self._snapshot),
            "Z": (tr("Freeze the picture, go on"), self._freeze, self._freezer),
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

    # the sources

    def _start(self) -> None:
        if self.tiles.several:
            self.tiles.start()
        elif self._source.address:
            self._watch(self._source.address)
        else:
            self._choose()

    def _watch(self, address: str) -> None:
        self.tiles.watch(address, self._source.name)
        self.video.setFocus()

    def _add(self, address: str, name: str) -> None:
        """Watch one more, and what was chosen but is not watched yet."""
        if not self.tiles.current.address:
            self.tiles.watch(self._source.address, self._source.name)
        self.tiles.start()
        self.tiles.add(address, name)
        self.video.setFocus()

    def _start_or_stop(self) -> None:
        if self.tiles.on:
            self.tiles.stop()
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

    def _follow(self, tile: Tile) -> None:
        """Show how a source goes now."""
        if tile.session.stage in ("starting", "lost", "idle") and self.asking.video is tile.video:
            self.popover.close_it()
        if tile is self.tiles.current:
            self._show_bar()
        self._show_stage()

    def _show_current(self) -> None:
        """Show what is true of the current source."""
        tile = self.tiles.current
        if tile.address:
            self._source.show_source(tile.address, tile.name)
            self.view.watch(tile.address)
        self._source.watched = [one.address for one in self.tiles.all if one.address]
        self._grown_in = self.enlarger.window
        self._show_bar()
        self._show_freezer()

    def _show_bar(self) -> None:
        running = self.session.stage == "running"
        self.bar.begin(self.session.seconds if running else 0.0, self.session.how)
        self._show_given(running=running)

    def _show_given(self, *, running: bool) -> None:
        """Say which size a camera gives, if it is not the one that it was asked for."""
        given, wanted = self.session.size, size_of(self.session.source)
        self._given.setVisible(running and wanted is not None and any(given) and given != wanted)
        size = size_text(given)
        self._given.setText(size)
        self._given.setToolTip(
            tip(tr("The camera does not give the size that was chosen, but {size}", size=size))
        )

    def _show_stage(self) -> None:
        self.busy.emit(self.tiles.on)
        self._put_stage()
        stages = {tile.session.stage for tile in self.tiles.all}
        self._fps.hide()
        self._fps_timer.start() if "running" in stages else self._fps_timer.stop()
        self._panel.watch(running="running" in stages, lost=stages == {"lost"})
        self._show_freezer()

    def _put_stage(self) -> None:
        stage = self.session.stage
        if self.tiles.several and any(tile.session.stage != "idle" for tile in self.tiles.all):
            stage = "running"
        if stage == "ended" and not self.video.frozen:
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
        say(self._toggle, tr("Stop") if self.tiles.on else tr("Start"))

    def _people_known(self) -> None:
        self.context.memory.keep(_KNOWN, "1" if self.context.people.cards else "")
        if self.session.stage == "idle":
            self._put_stage()

    def _take_shape(self) -> None:
        shapes = [shape for shape in self.tiles.shapes() if not shape.isEmpty()]
        if self._stages.on_video and shapes:
            best = max(shapes, key=self._arrangement.room_for)
            self._arrangement.take_shape(best)
            self.tiles.take_shape(best)

    def _show_presence(self) -> None:
        presence = self.context.presence
        self._kept.setVisible(presence.on)
        self._panel.promise(kept=presence.on)
        self._kept.setToolTip(tip(tr_n("{n} visit today", "{n} visits today", presence.today)))

    def _show_freezer(self) -> None:
        say(self._freezer, tr("Go on") if self.video.frozen else tr("Freeze"))
        self._fit()

    def _show_fps(self) -> None:
        if (newest := self.showing.newest) is not None:
            self._fps.setText(tr("● {count} fps", count=number(newest.fps)))
            set_property(self._fps, "pill", "warning" if self.video.hud.lag else "accent")
            self._fps.setToolTip(tip(self.video.hud.lag))
            self._fps.setVisible(newest.fps > 0 and self.width() >= _WORDS_FROM)

    def _fit(self) -> None:
        shown, wide = self._stages.on_video, self.width() >= _WORDS_FROM
        for one in (self._freezer, self._snapshot, self.view, self._full):
            one.setVisible(shown)
            one.setText(one.accessibleName() if wide else "")
        listed = shown or bool(self.sightings.earlier and not self._stages.on_first_run)
        self._panel.setVisible(listed and self.height() >= _PANEL_FROM)
        self._take_shape()
        self._arrangement.arrange()

    def _focus(self) -> None:
        (self._stages.main_button() or self.video).setFocus()

    # the picture

    def _toggle_full(self) -> None:
        keys = {key: then for key, (_, then, _) in self._keys().items()}
        self.enlarger.toggle({**keys, "Esc": self.peel})

    def _freeze(self) -> None:
        if self.session.stage == "running" or self.video.frozen:
            self.showing.freeze()
            self._show_stage()

    def _snap(self) -> None:
        if self._stages.on_video:
            self._snapshot.showMenu()


def _one_recording(paths: Sequence[str]) -> Sequence[str]:
    """The video file or folder of pictures dropped, unless there are several."""
    return [path for path in paths if len(paths) == 1 and is_recording(path)]


def _let_go() -> str:
    return tr("The camera is off while another page is shown, and goes on when you come back")
