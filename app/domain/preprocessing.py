"""What is done to a face's crop before a network reads it: side, template, channel order, values, layout."""

from dataclasses import asdict, dataclass
from math import isfinite
from typing import Any, Literal

from app.domain.arrays import Floats, Image

Layout = Literal["NCHW", "NHWC"]
Order = Literal["RGB", "BGR"]
Triple = tuple[float, float, float]
Template = tuple[tuple[float, float], ...]

ARCFACE: Template = (
    (38.2946, 51.6963),
    (73.5318, 51.5014),
    (56.0252, 71.7366),
    (41.5493, 92.3655),
    (70.7299, 92.2041),
)
"""Landmarks in a crop of 112 pixels that ArcFace (Deng et al., CVPR 2019) was trained on."""
_ARCFACE_SIDE = 112
FACENET: Template = (
    (49.293, 64.489),
    (113.143, 63.977),
    (80.232, 93.561),
    (53.477, 117.696),
    (110.394, 117.289),
)
"""Landmarks in a crop of 160 pixels cut by MTCNN's box, as FaceNet's networks expect."""
_FACENET_SIDE = 160
TEMPLATES = {"arcface": (ARCFACE, _ARCFACE_SIDE), "facenet": (FACENET, _FACENET_SIDE)}
"""Templates by name, with the side of the crop that they are stated for."""

NORMALISATIONS: dict[str, tuple[Triple, Triple]] = {
    "127.5": ((127.5,) * 3, (1 / 127.5,) * 3),
    "128": ((127.5,) * 3, (1 / 128,) * 3),
    "255": ((0.0,) * 3, (1 / 255,) * 3),
    "imagenet": (
        (0.485 * 255, 0.456 * 255, 0.406 * 255),
        (1 / (0.229 * 255), 1 / (0.224 * 255), 1 / (0.225 * 255)),
    ),
    "raw": ((0.0,) * 3, (1.0,) * 3),
}
"""Means and factors of red, green and blue by name: (x - 127.5) / 127.5, (x - 127.5) / 128, x / 255, the mean
and standard deviation of ImageNet, and values as they are (the network normalises them itself)."""

_LARGEST_SIDE = 512


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """How a crop becomes a network's input.

    Attributes:
        size: Side of the square crop in pixels.
        mean: Subtracted from the 8-bit values of red, green and blue.
        scale: Factors of red, green and blue after that.
        layout: Where the colours are: NCHW or NHWC.
        order: Order of the colours: RGB or BGR.
        template: The five landmarks in pixels of the crop.
    """

    size: int
    mean: Triple
    scale: Triple
    layout: Layout
    order: Order
    template: Template

    @classmethod
    def named(
        cls, size: int, normalisation: str, layout: Layout, order: Order, template: str
    ) -> "Preprocessing":
        """One made of known parts: keys of `NORMALISATIONS` and `TEMPLATES`."""
        mean, scale = NORMALISATIONS[normalisation]
        return cls(size, mean, scale, layout, order, scaled(template, size))

    def prepare(self, crops: Image) -> Floats:
        """Turn RGB uint8 crops (N, size, size, 3) into the network's input, float32."""
        import numpy as np  # here alone, so that the window need not load it to name a model

        mean, scale = np.array(self.mean, np.float32), np.array(self.scale, np.float32)
        if self.order == "BGR":
            crops, mean, scale = crops[..., ::-1], mean[::-1], scale[::-1]
        if self.layout == "NCHW":
            crops, mean, scale = crops.transpose(0, 3, 1, 2), mean[:, None, None], scale[:, None, None]
        values = np.array(crops, np.float32, order="C")
        values -= mean
        values *= scale
        return values

    def to_json(self) -> dict[str, Any]:
        """What JSON can hold."""
        stored = asdict(self)
        return stored | {
            "mean": list(self.mean),
            "scale": list(self.scale),
            "template": [list(point) for point in self.template],
        }

    @classmethod
    def from_json(cls, stored: Any) -> "Preprocessing":
        """Read back what `to_json` gave, or what a file of unknown origin says.

        Raises:
            ValueError: It makes no sense.
        """
        try:
            template = tuple((float(x), float(y)) for x, y in stored["template"])
            mean, scale = (_triple(stored[name]) for name in ("mean", "scale"))
            found = cls(int(stored["size"]), mean, scale, stored["layout"], stored["order"], template)
        except (KeyError, TypeError, OverflowError) as error:
            raise ValueError("a part of the preprocessing is missing") from error
        sane = (
            0 < found.size <= _LARGEST_SIDE
            and found.layout in ("NCHW", "NHWC")
            and found.order in ("RGB", "BGR")
            and len(template) == len(ARCFACE)
            and all(map(isfinite, [*mean, *scale, *(at for point in template for at in point)]))
            and all(scale)
            and all(max(axis) > min(axis) for axis in zip(*template, strict=True))
        )
        if not sane:
            raise ValueError("a part of the preprocessing makes no sense")
        return found


def scaled(template: str, size: int) -> Template:
    """A template by name, for crops of that side."""
    points, side = TEMPLATES[template]
    return tuple((x * size / side, y * size / side) for x, y in points)


def _triple(values: Any) -> Triple:
    red, green, blue = map(float, values)
    return red, green, blue


@dataclass(frozen=True, slots=True)
class InputHints:
    """What the user, or the file, says of the input; None where that is to be found out."""

    size: int | None = None
    normalisation: str | None = None
    layout: str | None = None
    order: str | None = None
    template: str | None = None


@dataclass(frozen=True, slots=True)
class Way:
    """One way to prepare a crop, by the names of its parts."""

    size: int
    normalisation: str
    layout: str
    order: str
    template: str

    def preprocessing(self) -> Preprocessing:
        """The same, as it is done."""
        return Preprocessing.named(
            self.size,
            self.normalisation,
            "NHWC" if self.layout == "NHWC" else "NCHW",
            "BGR" if self.order == "BGR" else "RGB",
            self.template,
        )


@dataclass(frozen=True, slots=True)
class Probe:
    """What came of probing.

    Attributes:
        way: The way found.
        decidability: d' of the scores in that way.
        tried: How many ways were tried.
        faces: On how many faces.
        rivals: Ways that may be as good and are not the same in effect: the choice is not certain.
        convincing: Whether the network recognises people at all; if not, the way is the usual one.
    """

    way: Way
    decidability: float
    tried: int
    faces: int
    rivals: tuple[Way, ...]
    convincing: bool
