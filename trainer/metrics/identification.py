"""One-to-many search: rank-1, and the open-set rates of ISO/IEC 19795-1.

A mated probe belongs to somebody in the gallery, a non-mated one to nobody. FPIR is the share of non-mated
probes whose best match passes the threshold; FNIR that of mated probes whose own identity does not come first
with a passing score.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from trainer.arrays import FloatArray, IntArray
from trainer.errors import DataError
from trainer.metrics.verification import threshold_at_fmr, unit_length
from trainer.text import say

FPIRS = (1e-1, 1e-2)


@dataclass(frozen=True, slots=True)
class Identification:
    """Result of a search.

    Attributes:
        rank_1: Share of mated probes whose best match is their own identity, whatever its score.
        fnir: FNIR at each FPIR; empty where there are no non-mated probes.
    """

    rank_1: float
    fnir: Mapping[float, float]


def identify(
    gallery: FloatArray,
    gallery_labels: IntArray,
    probes: FloatArray,
    probe_labels: IntArray,
    fpirs: Sequence[float] = FPIRS,
) -> Identification:
    """Search every probe among the gallery; an identity scores as its best picture does.

    Args:
        gallery: (G, D), with its identities (G,).
        gallery_labels: Identities of the gallery.
        probes: (N, D); those whose identity is not in the gallery are non-mated.
        probe_labels: Identities of the probes (N,).
        fpirs: False positive identification rates.

    Raises:
        DataError: No probe belongs to anybody in the gallery.
    """
    mated = np.isin(probe_labels, gallery_labels)
    if not mated.any():
        raise DataError(say("There is nobody to find"), why=say("no probe is of an identity in the gallery"))
    similarity = unit_length(probes) @ unit_length(gallery).T
    best = similarity.argmax(1)
    score = similarity[np.arange(len(probes)), best]
    right = gallery_labels[best] == probe_labels
    strangers = score[~mated]
    fnir = {}
    for fpir in fpirs if len(strangers) else ():
        passed = score > threshold_at_fmr(strangers, fpir)
        fnir[fpir] = 1 - float((right & passed)[mated].mean())
    return Identification(float(right[mated].mean()), fnir)


def one_shot(embeddings: FloatArray, labels: IntArray, *, rounds: int = 10, seed: int = 0) -> float:
    """Rank-1 with a gallery of one picture of each identity: the mean over random draws of that picture.

    Args:
        embeddings: (N, D).
        labels: Identities (N,); one with a single picture is in the gallery only.
        rounds: How often the gallery is drawn.
        seed: Seed of the draws.

    Raises:
        DataError: Nobody has two pictures.
    """
    chance = np.random.default_rng(seed)
    rates = []
    for _ in range(rounds):
        order = chance.permutation(len(labels))
        gallery = order[np.unique(labels[order], return_index=True)[1]]
        probes = np.setdiff1d(order, gallery)
        found = identify(embeddings[gallery], labels[gallery], embeddings[probes], labels[probes], ())
        rates.append(found.rank_1)
    return float(np.mean(rates))


def open_set(
    embeddings: FloatArray, labels: IntArray, fpirs: Sequence[float] = FPIRS, *, seed: int = 0
) -> Identification:
    """An open-set search within one data set: half of the identities are enrolled, with half their pictures.

    Args:
        embeddings: (N, D).
        labels: Identities (N,).
        fpirs: False positive identification rates.
        seed: Seed of who is enrolled.

    Raises:
        DataError: Nobody has two pictures.
    """
    chance = np.random.default_rng(seed)
    found, counts = np.unique(labels, return_counts=True)
    several = chance.permutation(found[counts > 1])
    enrolled = several[: max(1, len(several) // 2)]
    rows = [chance.permutation(np.flatnonzero(labels == label)) for label in enrolled]
    if not rows:
        raise DataError(say("There is nobody to find"), why=say("no identity has two pictures"))
    gallery = np.concatenate([part[: max(1, len(part) // 2)] for part in rows])
    probes = np.setdiff1d(np.arange(len(labels)), gallery)
    return identify(embeddings[gallery], labels[gallery], embeddings[probes], labels[probes], fpirs)
