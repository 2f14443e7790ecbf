"""What the window is filled with: real photos to look at here, drawn people where others see them too."""

import shutil
import uuid
from collections.abc import Iterator
from dataclasses import dataclass, fields, replace
from itertools import chain, islice, repeat
from pathlib import Path

import cv2
import numpy as np

from app.vision.image_io import load
from app.vision.sources import VideoSource
from tests.screenshots import scenes
from tests.screenshots.cast import AMIRA, CAST, HANA, INES, JONAS, KARIM, LUKAS, MEI, NOOR, PAUL, Person
from tests.screenshots.scenes import Picture

_KNOWN, _PHOTOS = 6, 6
"""How many of the real people are enrolled, and from how many photos each."""
_ON_HOLIDAY = tuple(one for one in CAST if one not in (HANA, KARIM, MEI, PAUL))
"""Whom the drawn album shows: each is sorted apart from the others."""
_LOOPS, _EACH = 8, 8


@dataclass(frozen=True, slots=True)
class Material:
    """What one run shows.

    Attributes:
        people: Photos to enrol by name.
        album: A folder of photos without names: of those enrolled and of others.
        camera: A video with somebody known, somebody who may be either of two, and somebody unknown.
        short: The first second of it.
        guide: A video of one person, drawn, who turns their head to one side after the other.
        newcomer: What that person is called.
        false_accepts: How often a stranger may get a name, for one of these to be unknown.
    """

    people: dict[str, tuple[Path, ...]]
    album: Path
    camera: Path
    short: Path
    guide: Path
    newcomer: str
    false_accepts: float = 1e-3


def drawn(folder: Path) -> Material:
    """People who do not exist."""
    known = tuple(one for one in CAST if one not in (INES, NOOR))
    people = {
        one.name: tuple(
            scenes.save(folder / "people" / one.name / f"{number}.jpg", _either(one, number))
            for number in range(_EACH)
        )
        for one in known
    }
    return Material(
        people,
        scenes.album(folder / "Holidays", _ON_HOLIDAY),
        scenes.film(folder / "camera.mp4", _meeting(_LOOPS)),
        scenes.film(folder / "short.mp4", islice(_meeting(1), 15)),
        _guide(folder),
        NOOR.name,
        false_accepts=1e-5,  # all who are drawn look somewhat alike
    )


def _guide(folder: Path) -> Path:
    turns = chain.from_iterable(repeat(list(scenes.turning(NOOR)), _LOOPS))
    return scenes.film(folder / "guide.mp4", turns)


def _meeting(loops: int) -> Iterator[Picture]:
    return chain.from_iterable(repeat(list(scenes.meeting(AMIRA, between(), INES)), loops))


def _either(person: Person, number: int) -> Picture:
    """Calm portraits and others by turns: training has something to learn."""
    return scenes.portrait(person, number, stray=4.0 if number % 2 else 1.0)


def between() -> Person:
    """Someone who may be either of the two brothers."""
    lengths = [one.name for one in fields(Person) if isinstance(one.default, float)]
    return replace(JONAS, **{one: (getattr(JONAS, one) + getattr(LUKAS, one)) / 2 for one in lengths})


def real(folder: Path, faces: Path) -> Material:
    """People of the sample data; one of them is enrolled under two names, to be unsure about."""
    everyone = sorted((faces / "lfw10").iterdir())
    people = {
        one.name.replace("_", " "): tuple(sorted(one.glob("*.jpg"))[:_PHOTOS]) for one in everyone[:_KNOWN]
    }
    twice = sorted(everyone[_KNOWN].glob("*.jpg"))
    people[everyone[_KNOWN].name.replace("_", " ")] = tuple(twice[0:8:2])
    people["Somebody Alike"] = tuple(twice[1:8:2])
    album = folder / "Holidays"
    for one in everyone:
        for photo in sorted(one.glob("*.jpg"))[_PHOTOS:]:
            _copy(photo, album)
    for one in everyone[_KNOWN + 1 :]:
        for photo in sorted(one.glob("*.jpg"))[:_PHOTOS]:
            _copy(photo, album)
    _copy(faces / "group.jpg", album)
    (album / "damaged.jpg").write_bytes(b"no picture")
    stills = [sorted(everyone[0].glob("*.jpg"))[7], twice[8]]
    camera = scenes.film(folder / "camera.mp4", _street(faces / "street.mp4", stills))
    short = scenes.film(folder / "short.mp4", islice(_street(faces / "street.mp4", stills), 15))
    return Material(people, album, camera, short, _guide(folder), NOOR.name)


def _copy(photo: Path, album: Path) -> None:
    """Under a name that tells nothing."""
    album.mkdir(parents=True, exist_ok=True)
    shutil.copy(photo, album / f"IMG_{int(uuid.uuid5(uuid.NAMESPACE_OID, photo.name).hex[:4], 16):05}.jpg")


def _street(video: Path, stills: list[Path]) -> Iterator[Picture]:
    """The street, forth and back, with photos of people held into it."""
    frames = [
        cv2.resize(frame.image, (1280, 720), interpolation=cv2.INTER_AREA)
        for frame in VideoSource(str(video))
    ]
    held = [cv2.resize(load(still), (300, 300)) for still in stills]
    for number, frame in enumerate((frames + frames[::-1]) * 2):
        picture = frame.astype(np.uint8)
        for place, photo in enumerate(held):
            left, top = 60 + place * 860, 40 + int(8 * np.sin(number / 10 + place))
            picture[top : top + 300, left : left + 300] = photo
        yield picture
