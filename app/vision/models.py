"""The model registry (`resources/models.toml`) and the weights it points to.

No file is opened as a model before its SHA-256 has been checked; `weights` opens them.
"""

import hashlib
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from app.core.errors import ModelError, UsageError
from app.core.progress import CancelToken, ProgressSink, ignore_progress
from app.core.text import Text, listed, quote, say
from app.domain.decision import Thresholds
from app.domain.model import licence_text
from app.domain.preprocessing import Preprocessing
from app.keys import sealed
from app.vision.download import download
from trainer.plain_files import check_plain

DEFAULT_RECOGNISER = "sface"
_HASHES = 32
"""Files whose hashes are remembered."""
_LARGEST = 8_000_000_000
"""Bytes of a model's file that is read at all."""
IMPORTED = "onnx"
"""What the gallery calls the architecture of a model that is known by its graph alone."""
_FETCH_AGAIN = say("Delete it, or reinstall Kith, and start again: it is fetched anew")
PREPROCESSING = "chip-256-area;onet-2-tilted-twice;warp-linear;mirror"
"""Names the path from picture to crop: changing that path must change this, and so every identifier."""


@dataclass(frozen=True, slots=True)
class Card:
    """What the registry says of one model.

    Attributes:
        name: Its name on the command line and in the settings.
        role: "detector", "landmarks" or "recogniser".
        licence: Of the weights, in words.
        origin: The page it comes from.
        url: Where the file can be downloaded.
        file: Its name on disk.
        sha256: Of the file; "" where its publisher states none.
        package: Folder inside an installed package that carries the file, or "".
        backbone: Architecture of a recogniser, "" of a detector.
        dimension: Length of a recogniser's embedding, 0 of a detector.
        preprocessing: What a recogniser's crop goes through; None for the others.
        thresholds: Measured thresholds, or None where nobody has measured them yet.
    """

    name: str
    role: str
    licence: Text
    origin: str
    url: str
    file: str
    sha256: str
    package: str
    backbone: str
    dimension: int
    preprocessing: Preprocessing | None
    thresholds: Thresholds | None


@cache
def registry() -> Mapping[str, Card]:
    """Every model Kith knows, by name."""
    text = files("resources").joinpath("models.toml").read_text(encoding="utf-8")
    return {name: _card(name, entry) for name, entry in tomllib.loads(text).items()}


def _card(name: str, entry: dict[str, Any]) -> Card:
    measured = entry.get("thresholds")
    return Card(
        name=name,
        role=entry["role"],
        licence=licence_text(entry),
        origin=entry["origin"],
        url=entry["url"],
        file=entry["file"],
        sha256=entry["sha256"],
        package=entry.get("package", ""),
        backbone=entry.get("backbone", ""),
        dimension=entry.get("dimension", 0),
        preprocessing=_preprocessing(entry["input"], entry["template"]) if "input" in entry else None,
        thresholds=measured and _thresholds(measured),
    )


def _thresholds(measured: Mapping[str, Any]) -> Thresholds:
    return Thresholds(
        tuple(zip(measured["fmr"], measured["cosine"], strict=True)),
        measured["method"],
        measured.get("recognisable"),
        tuple(zip(measured.get("person_fmr", ()), measured.get("score", ()), strict=True)),
        measured["within"],
        tuple(measured.get("cohort", ())),
    )


def _preprocessing(given: dict[str, float], template: list[list[float]]) -> Preprocessing:
    mean, scale = (given["mean"],) * 3, (given["scale"],) * 3
    points = tuple((x, y) for x, y in template)
    return Preprocessing(int(given["size"]), mean, scale, "NCHW", "RGB", points)


def card(name: str) -> Card:
    """Return the registry's entry of that name.

    Raises:
        UsageError: There is none.
    """
    try:
        return registry()[name]
    except KeyError:
        known = listed(c.name for c in registry().values() if c.role == "recogniser")
        raise UsageError(
            say("there is no model called {name}", name=name),
            remedy=say("Choose one of: {names}", names=known),
        ) from None


def find_weights(wanted: Card, folder: Path) -> Path | None:
    """Where a model's file lies: in an installed package or among the downloaded; None if nowhere."""
    places = [folder / wanted.file]
    if wanted.package:
        package, _, below = wanted.package.partition("/")
        spec = find_spec(package)  # finds the folder without running the package
        places = [
            Path(p, below, wanted.file) for p in (spec and spec.submodule_search_locations) or ()
        ] + places
    return next((place for place in places if place.is_file()), None)


def ensure_weights(
    wanted: Card,
    folder: Path,
    progress: ProgressSink = ignore_progress,
    cancel: CancelToken | None = None,
) -> Path:
    """Return a model's file, checked; download it into `folder` if it is nowhere.

    Raises:
        ModelError: It cannot be had, or is not the file that the registry names.
        Cancelled: The user stopped the download; nothing is left of it.
    """
    path = find_weights(wanted, folder)
    if path is None:
        return download(wanted.url, folder / wanted.file, wanted.sha256, progress, cancel)
    check_hash(path, wanted.sha256)
    return path


def file_hash(path: Path) -> str:
    """SHA-256 of what a file holds, sealed or not, in hexadecimal; read once while the file stays as it is.

    Raises:
        ModelError: It cannot be read.
    """
    try:
        check_plain(path, _LARGEST)
        if sealed.is_sealed(path):
            return hashlib.sha256(sealed.read(path)).hexdigest()
        found = path.stat()
        return _hashed(
            path, (found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns, found.st_ctime_ns)
        )
    except OSError as error:
        raise ModelError(say("the model file {path} cannot be read", path=path), why=quote(error)) from error


@lru_cache(_HASHES)
def _hashed(path: Path, _: tuple[int, ...]) -> str:
    """A file's SHA-256, read anew once what the system says of the file is something else."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def check_hash(path: Path, sha256: str, remedy: Text = _FETCH_AGAIN) -> str:
    """Return the file's SHA-256, after holding it against the one expected ("" expects nothing).

    Args:
        path: The file.
        sha256: What it should hash to.
        remedy: What the user is told to do if it does not.

    Raises:
        ModelError: They differ: the file is truncated, damaged or was changed.
    """
    found = file_hash(path)
    if sha256 and found != sha256:
        raise ModelError(
            say("the model file {path} is not what it should be", path=path),
            why=say(
                "its SHA-256 is {found}..., expected {expected}...: it is damaged or was changed",
                found=found[:12],
                expected=sha256[:12],
            ),
            remedy=remedy,
        )
    return found


def model_id(weights_sha256: str, backbone: str, preprocessing: Preprocessing | None = None) -> str:
    """Identify a model by its weights and by everything done to a picture before it reaches them.

    Args:
        weights_sha256: Of its file.
        backbone: Its architecture.
        preprocessing: What its crops go through; None for the one that is published for the architecture.
    """
    if preprocessing is None:
        preprocessing = next(one.preprocessing for one in registry().values() if one.backbone == backbone)
    text = f"{weights_sha256};{PREPROCESSING};{preprocessing}"
    return hashlib.sha256(text.encode()).hexdigest()[:16]
