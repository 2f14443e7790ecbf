"""Who is drawn: people that do not exist, each told from the others by what a face recogniser looks at."""

from dataclasses import dataclass
from typing import Literal

Style = Literal["short", "crop", "long", "bob", "bun", "curls", "bald"]


@dataclass(frozen=True, slots=True)
class Person:
    """A face to draw. Lengths are in halves of the head's height.

    Attributes:
        name: As shown.
        skin: Colour, as are `hair`, `iris`, `shirt` and `wall`.
        style: How the hair is worn.
        width: Half of the face's width.
        jaw: How square the jaw is, 0 to 1.
        apart: From the middle to an eye.
        eye: Half of an eye's width.
        open: An eye's height over its width.
        brow: How thick the brows are.
        arch: How far their outer ends hang.
        nose: From the eyes to the nose tip.
        nostrils: Half of the nose's width.
        mouth: Half of the mouth's width.
        lips: How full the lips are.
        chin: From the nose tip to the mouth.
        level: How far above the middle of the head the eyes lie.
        slant: How far the outer corners of the eyes rise.
        lift: From an eye to its brow.
        hollow: How deep the eyes lie: the strength of the shade around them, 0 to 1.
        hairline: How far down the forehead the hair comes, from the top of the head.
        freckles: Whether there are any.
        beard: How much of one, 0 to 1.
        glasses: Whether they wear some.
    """

    name: str
    skin: str
    hair: str
    style: Style
    iris: str
    shirt: str
    wall: str
    width: float = 0.76
    jaw: float = 0.4
    apart: float = 0.33
    eye: float = 0.135
    open: float = 0.5
    brow: float = 0.05
    arch: float = 0.03
    nose: float = 0.36
    nostrils: float = 0.14
    mouth: float = 0.25
    lips: float = 0.06
    chin: float = 0.26
    level: float = 0.06
    slant: float = 0.0
    lift: float = 0.2
    hollow: float = 0.6
    hairline: float = 0.34
    freckles: bool = False
    beard: float = 0.0
    glasses: bool = False


AMIRA = Person(
    "Amira", "#C98F68", "#2B1D18", "long", "#4A2E1C", "#6D5A7E", "#CDBFB0",
    width=0.67, jaw=0.157, apart=0.385, eye=0.165, open=0.36, brow=0.037, arch=0.0, nose=0.46,
    nostrils=0.11, mouth=0.31, lips=0.052, chin=0.284, level=0.0, slant=0.03, lift=0.258, hollow=0.49,
    hairline=0.356,
)  # fmt: skip
JONAS = Person(
    "Jonas", "#E9B994", "#5A3A22", "short", "#5B7A4A", "#5C6B5E", "#A9BFB2",
    width=0.82, jaw=0.168, apart=0.29, eye=0.11, open=0.36, brow=0.025, arch=0.016, nose=0.46,
    nostrils=0.191, mouth=0.299, lips=0.053, chin=0.309, level=0.114, slant=0.029, lift=0.17,
    hollow=0.75, hairline=0.48, beard=0.26,
)  # fmt: skip
LUKAS = Person(
    "Lukas", "#E9B994", "#4A3020", "crop", "#5B7A4A", "#7B5E4D", "#C9C3B0",
    width=0.856, jaw=0.162, apart=0.316, eye=0.122, open=0.36, brow=0.025, arch=0.0, nose=0.46,
    nostrils=0.197, mouth=0.246, lips=0.035, chin=0.31, level=0.124, slant=0.03, lift=0.253,
    hollow=0.721, hairline=0.437, beard=0.91,
)  # fmt: skip
MEI = Person(
    "Mei", "#F0C9A4", "#1E1A1C", "bob", "#2E201A", "#A65D57", "#B0B8CC",
    width=0.86, jaw=0.95, apart=0.298, eye=0.11, open=0.392, brow=0.084, arch=0.039, nose=0.3,
    nostrils=0.11, mouth=0.2, lips=0.035, chin=0.31, level=0.0, slant=-0.012, lift=0.17, hollow=0.25,
    hairline=0.308,
)  # fmt: skip
TOBIAS = Person(
    "Tobias", "#F2C6A6", "#C79A5B", "crop", "#5E86A8", "#4F6A86", "#BAC9C5",
    width=0.691, jaw=0.219, apart=0.311, eye=0.165, open=0.6, brow=0.025, arch=0.031, nose=0.366,
    nostrils=0.198, mouth=0.21, chin=0.31, level=0.13, slant=0.01, lift=0.188, hollow=0.264,
    hairline=0.453, glasses=True,
)  # fmt: skip
NOOR = Person(
    "Noor", "#8A5A3C", "#17120F", "curls", "#2A1A10", "#C08A3E", "#BCAFC0",
    width=0.67, jaw=0.357, apart=0.385, eye=0.165, open=0.36, brow=0.028, arch=0.034, nose=0.376,
    nostrils=0.2, mouth=0.2, lips=0.092, chin=0.281, level=0.109, slant=-0.012, lift=0.17, hollow=0.437,
    hairline=0.439,
)  # fmt: skip
GRETA = Person(
    "Greta", "#EBC4AC", "#BDB8B4", "bun", "#6C8AA0", "#8A7A94", "#C6BFAE",
    width=0.67, jaw=0.294, apart=0.29, eye=0.129, open=0.36, brow=0.025, arch=0.064, nose=0.364,
    nostrils=0.2, mouth=0.31, lips=0.05, chin=0.31, level=0.006, slant=-0.012, lift=0.17, hollow=0.254,
    hairline=0.443, glasses=True,
)  # fmt: skip
OMAR = Person(
    "Omar", "#6B4630", "#100D0C", "crop", "#20140E", "#40606B", "#AFC2BC",
    width=0.687, jaw=0.851, apart=0.29, eye=0.162, open=0.36, brow=0.085, arch=0.08, nose=0.3,
    nostrils=0.2, mouth=0.31, lips=0.035, chin=0.248, level=0.0, slant=0.03, lift=0.17, hollow=0.25,
    hairline=0.28, beard=0.91,
)  # fmt: skip
INES = Person(
    "Ines", "#EFC0A0", "#9A4F2A", "long", "#5F8C5A", "#4C7C74", "#CBBFB2",
    width=0.67, jaw=0.158, apart=0.306, eye=0.165, open=0.6, brow=0.043, arch=0.0, nose=0.3,
    nostrils=0.11, mouth=0.31, lips=0.1, chin=0.286, level=0.033, slant=-0.004, lift=0.17, hollow=0.25,
    hairline=0.48, freckles=True,
)  # fmt: skip
KARIM = Person(
    "Karim", "#B98058", "#201814", "short", "#3A2416", "#7A6A50", "#B5BFCF",
    width=0.67, jaw=0.1, apart=0.29, eye=0.165, open=0.36, brow=0.085, arch=0.0, nose=0.46, nostrils=0.2,
    mouth=0.248, lips=0.079, chin=0.236, level=0.126, slant=-0.012, lift=0.26, hollow=0.538,
    hairline=0.48, beard=0.87,
)  # fmt: skip
HANA = Person(
    "Hana", "#F3CDB2", "#3A2622", "bun", "#4F3422", "#B0707A", "#BDCBC4",
    width=0.681, jaw=0.95, apart=0.381, eye=0.165, open=0.36, brow=0.083, arch=0.0, nose=0.3,
    nostrils=0.11, mouth=0.2, lips=0.035, chin=0.22, level=0.13, slant=0.03, lift=0.189, hollow=0.75,
    hairline=0.48,
)  # fmt: skip
PAUL = Person(
    "Paul", "#E5B096", "#8D8780", "bald", "#7A8894", "#53596B", "#C9BDB4",
    width=0.674, jaw=0.323, apart=0.385, eye=0.11, open=0.399, brow=0.025, arch=0.0, nose=0.3,
    nostrils=0.2, mouth=0.31, lips=0.1, chin=0.281, level=0.0, slant=-0.012, lift=0.26, hollow=0.75,
    hairline=0.48,
)  # fmt: skip

CAST = (AMIRA, JONAS, LUKAS, MEI, TOBIAS, NOOR, GRETA, OMAR, INES, KARIM, HANA, PAUL)
