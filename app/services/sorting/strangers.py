"""Strangers who were set aside do not come back: new faces of theirs are set aside too."""

from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import numpy.typing as npt

from app.core.text import say_n
from app.domain.arrays import Embedding
from app.domain.cluster import Clustering
from app.domain.decision import Thresholds
from app.gallery import embeddings, faces, strangers
from app.gallery.database import Session
from app.recognition.decision import recognisable, threshold_at
from app.services.recognise.recogniser import load_recogniser
from app.services.workspace import Workspace

_WRONGLY = 1e-3
"""How often somebody who was never set aside may be taken for one of all who were."""
_ASKED = 9
"""Faces of a cluster that are asked, the best."""
_BLOCK = 1024
Times = npt.NDArray[np.float64]


def set_aside_again(workspace: Workspace, report: Clustering) -> Clustering:
    """Set aside what came in later of strangers who were set aside, as one change, and report it so.

    That is a cluster half of whose best faces are like a stranger's, or a single face, unless somebody is
    suggested for it or anything was said of it: what was taken back in stays in.
    """
    recogniser = load_recogniser(workspace)
    with workspace.db.read() as session:
        again = _again(session, recogniser.model_id, recogniser.policy.thresholds, report)
    if not again:
        return report
    label = say_n("Set aside {n} new face of a stranger", "Set aside {n} new faces of strangers", len(again))
    with workspace.db.write() as session:
        faces.ignore(session, again, label=label)
    clusters = (
        replace(one, faces=tuple(face for face in one.faces if face not in again)) for one in report.clusters
    )
    return replace(
        report,
        clusters=tuple(one for one in clusters if one.faces),
        unclustered=tuple(face for face in report.unclustered if face not in again),
        aside=(*report.aside, *sorted(again)),
    )


def _again(session: Session, model_id: str, thresholds: Thresholds, report: Clustering) -> set[int]:
    """The faces of strangers who are back."""
    aside = strangers.set_aside_at(session)
    groups = [one.faces for one in report.clusters if one.suggestion is None]
    groups += [(face,) for face in report.unclustered]
    new = strangers.untold(session, [face for faces_ in groups for face in faces_]) if aside else {}
    new = {face: came for face, came in new.items() if came > min(aside.values())}
    if not new:
        return set()
    known, theirs = _vectors(session, model_id, thresholds, sorted(aside))
    asked = sorted({face for group in groups for face in group[:_ASKED]} & new.keys())
    probes, mine = _vectors(session, model_id, thresholds, asked)
    if not len(known) or not len(probes):
        return set()
    since = np.array([aside[face].timestamp() for face in known])
    came = np.array([new[face].timestamp() for face in probes])
    least = threshold_at(thresholds, _WRONGLY / len(known))
    alike = {probes[row] for row in _alike(mine, theirs, came, since, least)}
    return {
        face
        for group in groups
        if 2 * sum(face in alike for face in group[:_ASKED]) >= len(group[:_ASKED])
        for face in set(group) & new.keys()
    }


def _vectors(
    session: Session, model_id: str, thresholds: Thresholds, face_ids: Sequence[int]
) -> tuple[list[int], Embedding]:
    """Those of these faces, ascending, that can be recognised, and their vectors (N, D)."""
    lengths = embeddings.lengths(session, model_id, face_ids)
    read = [face for face in face_ids if face in lengths]
    sound = recognisable(np.array([lengths[face] for face in read], np.float32), thresholds)
    kept = [face for face, clear in zip(read, sound.tolist(), strict=True) if clear]
    return kept, embeddings.of_faces(session, model_id, kept).vectors


def _alike(mine: Embedding, theirs: Embedding, came: Times, since: Times, least: float) -> Iterator[int]:
    """Which rows (M, D) are as like one (N, D) that was set aside before they came in."""
    for start in range(0, len(mine), _BLOCK):
        block = slice(start, start + _BLOCK)
        scores = mine[block] @ theirs.T
        scores[came[block, None] <= since[None, :]] = -1.0
        yield from (start + row for row in np.flatnonzero(scores.max(axis=1) >= least).tolist())
