"""PK sampling: batches of P identities with K pictures each (FaceNet's 45 x 40 = 1,800 is possible)."""

import math

import numpy as np

from trainer.arrays import Indices
from trainer.errors import DataError
from trainer.text import say, say_n


class PKSampler:
    """Identity-balanced batches, each a pure function of the seed and its number.

    Identities come in shuffled rounds, so that all are seen equally often; an identity with fewer than K
    pictures gives all it has. One with a single picture has no positive: it is never an anchor, but a few of
    them join each batch as negatives.

    Attributes:
        singles: Labels with a single picture.
        steps_per_epoch: Batches in which each picture is drawn about once.
    """

    def __init__(self, labels: Indices, identities: int, images: int, seed: int) -> None:
        """Prepare batches of `identities` x `images` from labels (N,).

        Raises:
            DataError: Fewer than two identities, or none with two pictures.
        """
        found, counts = np.unique(labels, return_counts=True)
        self.singles = found[counts == 1]
        usable = found[counts > 1]
        _require(len(found), len(usable))
        self._members = [np.flatnonzero(labels == label) for label in usable]
        self._lone = np.flatnonzero(np.isin(labels, self.singles))
        self._identities = min(identities, len(usable))
        self._images = images
        self._seed = seed
        self._per_round = math.ceil(len(usable) / self._identities)
        drawn = sum(min(len(m), images) for m in self._members) / self._per_round
        self.steps_per_epoch = max(1, round(int(counts[counts > 1].sum()) / drawn))

    def batch(self, step: int) -> Indices:
        """Picture indices of batch number `step`, grouped by identity; single pictures at the end."""
        chance = np.random.default_rng((self._seed, step))
        chosen = [self._draw(self._members[i], chance) for i in self._identities_of(step)]
        room = max(1, self._identities * self._images // 8)
        lone = chance.permutation(self._lone)[:room]
        return np.concatenate([*chosen, lone]).astype(np.int64)

    def _identities_of(self, step: int) -> Indices:
        """The next P identities of this round; the last batch of a round is filled up from its start."""
        number, place = divmod(step, self._per_round)
        order = np.random.default_rng((self._seed, number, 1)).permutation(len(self._members))
        return np.take(order, range(place * self._identities, (place + 1) * self._identities), mode="wrap")

    def _draw(self, members: Indices, chance: np.random.Generator) -> Indices:
        return chance.permutation(members)[: self._images]


def _require(identities: int, usable: int) -> None:
    if identities < 2:
        raise DataError(
            say("There is nothing to tell apart"),
            why=say_n("the data holds {n} identity", "the data holds {n} identities", identities),
            remedy=say("Give pictures of at least two"),
        )
    if usable == 0:
        raise DataError(
            say("There is no positive pair"),
            why=say("every identity has a single picture"),
            remedy=say("Give at least two pictures of someone"),
        )
