"""Answers "not this person": who a probe cannot be because it looks more like a face that is not theirs."""

from collections.abc import Collection
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from app.domain.arrays import Embedding
from app.recognition.index import Ids, Index


@dataclass(frozen=True, slots=True, eq=False)
class Denials:
    """Faces of which the user said whose they are not.

    Attributes:
        faces: Their identifiers (N,).
        people: Who each of them is not (N,).
        vectors: Unit-length embeddings (N, D).
    """

    faces: Ids
    people: Ids
    vectors: Embedding

    def people_of(self, faces: Collection[int]) -> frozenset[int]:
        """Who these faces are not, as far as they are still denied."""
        return frozenset(self.people[np.isin(self.faces, list(faces))].tolist())

    def allowed(self, index: Index, probe: Embedding, people: Ids, least: float) -> npt.NDArray[np.bool_]:
        """Which people (k,) a probe (D,) may be.

        Somebody is out of the question if a face that is not theirs is like the probe, and more so than any
        that is.

        Args:
            index: The enrolled faces.
            probe: Unit length.
            people: Who is in question.
            least: Cosine from which on two faces are alike.
        """
        allowed = np.ones(len(people), bool)
        for place in np.flatnonzero(np.isin(people, self.people)).tolist():
            denied = float((self.vectors[self.people == people[place]] @ probe).max())
            if denied >= least:
                theirs = index.vectors[index.alive & (index.all_people == people[place])]
                allowed[place] = denied <= float((theirs @ probe).max())
        return allowed


NONE = Denials(np.zeros(0, np.int64), np.zeros(0, np.int64), np.zeros((0, 0), np.float32))
"""Nothing was denied."""
