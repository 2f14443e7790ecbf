"""What the arrays hold that travel between layers: pictures, points and vectors."""

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    Image = npt.NDArray[np.uint8]
    """A picture: RGB, HxWx3."""

    Landmarks = npt.NDArray[np.float32]
    """Five points (5, 2) as x, y in pixels, from left to right as seen in the picture:
    right eye, left eye, nose tip, right mouth corner, left mouth corner."""

    Embedding = npt.NDArray[np.float32]
    """A unit-length vector (D,), or a stack of them (N, D)."""

    Floats = npt.NDArray[np.floating[Any]]
else:  # loading numpy takes a fifth of the time in which the window opens, and it is not needed until then
    Image = Landmarks = Embedding = Floats = Any


class Embedded(NamedTuple):
    """Embeddings of N faces under one model.

    Attributes:
        vectors: Unit length, (N, D) float32.
        lengths: Of each before it was brought to unit length, (N,) float32: the shorter, the less of a face
            the model saw.
    """

    vectors: Embedding
    lengths: Floats
