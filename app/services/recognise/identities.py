"""Who the faces that are followed are: people enrolled by vote, strangers by numbers of the run."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from weakref import WeakKeyDictionary

import numpy as np

from app.domain.decision import Decision, State
from app.domain.live import LiveFace
from app.recognition.decision import name_once
from app.recognition.strangers import Stranger
from app.recognition.vote import Vote
from app.services.recognise.recogniser import Recogniser
from app.services.recognise.run import Run
from app.vision.track import Track

_SETTLED = 0.4
"""Seconds that a stranger must be in view for a number: what looks like a face for a moment gets none."""
_EVIDENCE = 1.0
"""Sum of the qualities of the views in which they can be recognised that they need for it."""
_NOTICED = 0.3
"""Seconds that a passer-by must be in view to be counted."""


@dataclass(eq=False, slots=True)
class _Identity:
    """What is known of one face that is followed.

    Attributes:
        vote: Who it is, of those enrolled.
        stranger: Who it is, of the others.
        somebody: Whether it was ever taken for a person enrolled.
        named: Whether it had that name in the newest frame.
        denied: Stored views of it of which the user said whose they are not.
        compared: Whether it was compared with everybody enrolled.
    """

    vote: Vote = field(default_factory=Vote)
    stranger: Stranger | None = None
    somebody: bool = False
    named: bool = False
    denied: frozenset[int] = frozenset()
    compared: bool = False


class Identities:
    """Decides who is who, and remembers the strangers of the run.

    Attributes:
        passers_by: Faces that came and went too small or too briefly to be anyone.
        compared: Faces that were compared with everybody enrolled.
        seen: Who was named.
    """

    def __init__(self, known: Recogniser, run: Run) -> None:
        self._known, self._run = known, run
        self._strangers = run.strangers(known)
        self._of: WeakKeyDictionary[Track, _Identity] = WeakKeyDictionary()
        self.passers_by = self.compared = 0
        self.seen: set[int] = set()

    def adopt(self, known: Recogniser, tracks: Sequence[Track]) -> None:
        """Decide anew, at once, on all faces that may be in view again: who is enrolled, or the model, is
        another by now. Of a face that this model has not seen nothing is said yet."""
        self._known, self._strangers = known, self._run.strangers(known)
        decisions = self._decisions(tracks)
        for track in tracks:
            vote = self._identity(track).vote = Vote()
            if track in decisions:
                vote.settle(decisions[track])

    def deny(self, track: Track, faces: frozenset[int] | None) -> None:
        """Note under which faces, too, it is stored whom a track does not show; None: under none any more."""
        one = self._identity(track)
        one.denied = frozenset() if faces is None else one.denied | faces

    def hear(self, read: Sequence[Track], tracks: Sequence[Track]) -> None:
        """Decide on the faces of which there is a new view, of all that are followed."""
        for track, decision in self._decisions(read).items():
            one = self._identity(track)
            self.compared += not one.compared
            one.compared = True
            one.vote.hear(decision)
            if one.vote.against:
                track.views.stir()
            self._number(track, tracks)

    def leave(self, gone: Iterable[Track]) -> None:
        """Faces are out of view for good."""
        for track in gone:
            one = self._of.pop(track, None)
            nobody = one is None or (one.stranger is None and not one.somebody)
            self.passers_by += nobody and track.last - track.began >= _NOTICED

    def told(self, seen: Sequence[Track], tracks: Sequence[Track]) -> tuple[LiveFace, ...]:
        """What is said of the faces in a frame."""
        held = [place for place, track in enumerate(tracks) if self._identity(track).named]
        shown = name_once([self._identity(track).vote.shown for track in tracks], held)
        decisions = dict(zip(tracks, shown, strict=True))
        for track, decision in decisions.items():
            self._identity(track).named = decision.state is State.NAME
            if decision.person is not None:
                self.seen.add(decision.person)
        return tuple(self._told(track, decisions[track]) for track in seen)

    def _decisions(self, tracks: Sequence[Track]) -> dict[Track, Decision]:
        probes = {track: probe for track in tracks if (probe := track.views.probe()) is not None}
        if not probes:
            return {}
        barred = [self._known.denials.people_of(self._identity(track).denied) for track in probes]
        decisions = self._known.decide_views(np.stack(list(probes.values())), barred)
        return dict(zip(probes, decisions, strict=True))

    def _number(self, track: Track, tracks: Sequence[Track]) -> None:
        """See to it that a stranger has a number and nobody else has."""
        one, probe = self._identity(track), track.views.probe()
        assert probe is not None  # noqa: S101 - it was decided on
        if one.vote.shown.state is State.NAME:
            one.somebody = True
            if one.stranger is not None:
                self._strangers.forget(one.stranger)
                one.stranger = None
        if one.vote.shown.state is not State.UNKNOWN:
            return
        others = [self._of[other].stranger for other in tracks if other is not track and other in self._of]
        before = self._strangers.recall(probe, [other for other in others if other is not None])
        if one.stranger is None:
            one.stranger = before or (self._strangers.meet(probe, track.last) if _settled(track) else None)
        elif before is not None and before.number < one.stranger.number:
            self._strangers.merge(before, one.stranger)
            one.stranger = before
        if one.stranger is not None:
            self._strangers.learn(one.stranger, probe)

    def _told(self, track: Track, decision: Decision) -> LiveFace:
        stranger = self._identity(track).stranger if decision.state is State.UNKNOWN else None
        if stranger is not None:
            self._strangers.see(stranger, track.last)
        return LiveFace(
            track.number,
            track.detection.box,
            decision.state,
            None if decision.person is None else self._known.names[decision.person],
            decision.similarity,
            tuple((self._known.name(one), one.similarity) for one in decision.candidates),
            recognisable=bool(track.views.readable) or track.views.looked is None,
            person=decision.person,
            stranger=stranger.number if stranger else None,
            visits=stranger.visits if stranger else 0,
            in_common=decision.in_common,
        )

    def _identity(self, track: Track) -> _Identity:
        return self._of.setdefault(track, _Identity())


def _settled(track: Track) -> bool:
    """Whether a face was seen long and well enough to be known again."""
    evidence = sum(quality for quality, _ in track.views.readable)
    return track.last - track.began >= _SETTLED and evidence >= _EVIDENCE
