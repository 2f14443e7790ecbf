"""Triplet loss over a miner's selection.

Schroff et al., "FaceNet: A Unified Embedding for Face Recognition and Clustering" (CVPR 2015), equation 2;
the soft margin is Hermans et al., "In Defense of the Triplet Loss" (2017), section 2.
"""

from dataclasses import dataclass

import torch
from torch import Tensor
from torch.nn import functional as F

from trainer.config import Reduction, Which
from trainer.errors import ConfigError
from trainer.text import say
from trainer.triplets.distance import Pairs
from trainer.triplets.exact import HingeSums, every_triplet

_FEW_AN_ANCHOR = 4
"""Listed triplets of an anchor up to which their distances are computed again, to pass back theirs alone."""


@dataclass(frozen=True, eq=False, slots=True)
class Triplets:
    """Triplets by index.

    Attributes:
        anchor: Rows of the distance matrix (T,).
        positive: Columns of the distance matrix (T,).
        negative: Columns of the distance matrix (T,).
    """

    anchor: Tensor
    positive: Tensor
    negative: Tensor

    def __len__(self) -> int:
        return len(self.anchor)


@dataclass(frozen=True, slots=True)
class EveryTriplet:
    """All triplets of the batch, which have a closed form and are never listed.

    Attributes:
        which: All; or only those whose negative is farther from the anchor than the positive, inside the
            margin ("semi-hard"), or no farther ("hard").
    """

    which: Which = "all"


Selection = Triplets | EveryTriplet


@dataclass(frozen=True, eq=False, slots=True)
class LossOutput:
    """A loss and what it was made of.

    Attributes:
        value: The loss, a scalar; zero with a zero gradient where nothing was selected, and NaN where an
            embedding is not finite.
        triplets: How many triplets were selected; pairs, of a loss over pairs; pictures, of one over classes.
        active: How many of them lie inside the margin, or have a gradient at all.
    """

    value: Tensor
    triplets: int
    active: int


@dataclass(frozen=True, slots=True)
class TripletLoss:
    """max(0, d(a, p) - d(a, n) + margin), or softplus(d(a, p) - d(a, n)).

    Both distances get the same gradient s, up to its sign: the loss pulls the positive to its anchor as hard
    as it pushes the negative away. With `positive_gradient` below 1 it pulls less than it pushes,

        dL/df = positive_gradient * s * dd(a, p)/df - s * dd(a, n)/df,

    while the loss itself, and with it s and what lies inside the margin, stays the same: d(a, p) stands for
    sg(d(a, p)) + positive_gradient * (d(a, p) - sg(d(a, p))), sg holding its argument fixed. Pulling gathers
    the few identities trained on along directions that others need in order to be told apart; pushing parts
    even those who were never trained on, if they are pictured alike. It moves all pictures of one kind,
    though, away from those of other kinds.

    Attributes:
        margin: Margin, in the distance of the pairs (0.2 of the squared one in FaceNet).
        soft: Use the soft margin, which has no margin to choose and never becomes inactive.
        reduction: Sum, mean over the selected triplets, or mean over those inside the margin.
        positive_gradient: Share of its gradient that reaches d(a, p): 1 is the plain loss, 0 only pushes.
    """

    margin: float = 0.2
    soft: bool = False
    reduction: Reduction = "mean_active"
    positive_gradient: float = 1.0

    def __call__(self, pairs: Pairs, selection: Selection) -> LossOutput:
        """Loss of the selected triplets.

        Raises:
            ConfigError: A soft margin over every triplet, which has no closed form.
        """
        sums = self._sums(pairs, selection)
        triplets, active = int(sums.triplets), int(sums.active)
        divisor = {"sum": 1, "mean": triplets, "mean_active": active}[self.reduction]
        value = sums.loss / max(divisor, 1)
        return LossOutput(value if pairs.finite else value * torch.nan, triplets, active)

    def _sums(self, pairs: Pairs, selection: Selection) -> HingeSums:
        if isinstance(selection, Triplets):
            return self._listed(pairs, selection)
        if self.soft:
            raise ConfigError(
                say("The soft margin cannot be summed over every triplet"),
                why=say("only the hinge has a closed form"),
                remedy=say("Choose the batch-hard or semi-hard miner, or a margin"),
            )
        return every_triplet(
            pairs, self.margin, which=selection.which, positive_gradient=self.positive_gradient
        )

    def _listed(self, pairs: Pairs, chosen: Triplets) -> HingeSums:
        rows, columns = chosen.anchor.repeat(2), torch.cat([chosen.positive, chosen.negative])
        if len(chosen) <= _FEW_AN_ANCHOR * len(pairs.distances):
            found = pairs.one_by_one(rows, columns)
        else:
            places = rows * pairs.distances.shape[1] + columns
            found = pairs.distances.flatten().index_select(0, places)
        near, far = found.tensor_split(2)
        if self.positive_gradient != 1:
            held = near.detach()
            near = held + self.positive_gradient * (near - held)
        gap = near - far
        losses = F.softplus(gap) if self.soft else F.relu(gap + self.margin)
        return HingeSums(losses.sum(), losses.detach().count_nonzero(), torch.tensor(len(chosen)))
