"""From paths on the command line to data and backbones."""

from collections import Counter
from pathlib import Path

import numpy as np

from trainer.arrays import Indices
from trainer.backbones import Backbone, SmallNet, TimmNet, find, usual_name, with_weights
from trainer.backbones.small import USUAL_SIZE
from trainer.config import NetworkConfig
from trainer.data import Crops, Files, read_csv, read_folder
from trainer.data.splits import by_identity, by_session, duplicates
from trainer.errors import CheckpointError, ConfigError, DataError
from trainer.events import EventSink, Notice
from trainer.storage import checkpoint
from trainer.storage.provenance import thresholds
from trainer.storage.run_directory import BEST
from trainer.storage.weights_file import read_header
from trainer.text import Text, listed, say, say_n

_WIDTH, _GRID = 32, 4

_IN_MEMORY = 2 * 1024**3


def open_trained(name: str | None, weights: Path | None) -> Backbone:
    """The backbone that some weights are of.

    Raises:
        CheckpointError: The weights cannot be used.
        ConfigError: There are none, or they are of another backbone.
    """
    if weights is None:
        raise ConfigError(
            say("There are no weights"),
            why=say("the embeddings of a network that has learnt nothing mean nothing"),
            remedy=say("Give them with --weights"),
        )
    return open_backbone(NetworkConfig(name, weights))[0]


def open_backbone(chosen: NetworkConfig) -> tuple[Backbone, bool]:
    """The backbone to start from, and whether it starts from scratch.

    Raises:
        CheckpointError: The weights cannot be used.
        ConfigError: The options contradict each other.
    """
    name, weights, size = chosen.backbone, chosen.weights, chosen.size
    if weights and not weights.is_file():
        why = say("there is no {file} in it", file=BEST) if weights.is_dir() else say("there is no such file")
        raise CheckpointError(say("{path} cannot be read", path=weights), why=why)
    of_timm = name is not None and name.startswith(f"{TimmNet.name}:")
    if weights and weights.suffix == ".safetensors" and not (of_timm and not checkpoint.is_one(weights)):
        backbone, _ = checkpoint.load(weights)
        if name and name != backbone.name:
            raise ConfigError(
                say(
                    "{weights} is of {backbone}, not {name}",
                    weights=weights,
                    backbone=repr(backbone.name),
                    name=repr(name),
                )
            )
        if size and size != backbone.spec.size:
            raise ConfigError(say("The input of {name} has a fixed size", name=repr(str(weights))))
        return backbone, False
    if size and name not in (None, "small") and not of_timm and find(name):
        raise ConfigError(say("The input of {name} has a fixed size", name=repr(name)))
    if name in (None, "small") and not weights:
        return small_network(size or USUAL_SIZE), True
    name = name or (weights and usual_name(weights)) or "small"
    return with_weights(name, weights, **({"size": size} if size and of_timm else {})), weights is None


def small_network(size: int) -> SmallNet:
    """The small network as it is built from scratch; `trainer/README.md` has what width and grid are worth.

    The grid divides what the last stage makes of pictures of that size, without which ONNX has no such layer.
    """
    side = -(-size // 16)
    grid = next(grid for grid in range(min(_GRID, side), side + 1) if side % grid == 0)
    return SmallNet(size=size, width=_WIDTH, pool=grid)


def usual_threshold(weights: Path) -> float:
    """The similarity that pairs must exceed, which a checkpoint's held-out pictures gave at FMR 1e-3.

    Where they were too few to show that rate, it is of the rarest that they do.

    Raises:
        ConfigError: They do not say.
    """
    rates = thresholds(read_header(weights).metadata) if checkpoint.is_one(weights) else {}
    if not rates:
        raise ConfigError(
            say("There is no threshold"),
            why=say("the weights do not say how alike two pictures of one identity are"),
            remedy=say("Give one with --threshold, such as evaluate tells"),
        )
    return rates[min((fmr for fmr in rates if fmr >= 1e-3), default=max(rates))]


def open_files(source: Path, size: int, on_event: EventSink, *, loose: bool = False) -> Files:
    """A folder of folders, or a CSV or TSV file; what cannot be used is told.

    Pictures in no class's folder can be used if `loose` says so.

    Raises:
        DataError: There is nothing usable.
    """
    is_list = source.suffix.lower() in (".csv", ".tsv")
    files = read_csv(source, size) if is_list else read_folder(source, size, loose=loose)
    if not is_list and (splits := _splits(source, files)):
        told = say("Each folder in {folder} is one identity: {names}", folder=source, names=listed(splits))
        on_event(Notice(told))
    for path, reason in files.rejected:
        on_event(Notice(say("{path} is left out: {reason}", path=path, reason=reason)))
    if files.empty:
        on_event(Notice(say("No picture lies in {folders}", folders=listed(files.empty))))
    if files.others:
        left = say_n("Left out as no picture: {n} file", "Left out as no pictures: {n} files", files.others)
        on_event(Notice(left))
    if files.hidden:
        left = say_n("Left out as hidden: {n} folder", "Left out as hidden: {n} folders", files.hidden)
        on_event(Notice(left))
    return files


def _splits(folder: Path, files: Files) -> list[str]:
    """Names of classes that look like `train` and `test`, each with the same classes in it; else none."""
    places = [item.path.relative_to(folder).parts for item in files.items]
    below = {parts[:2] for parts in places if len(parts) > 2}
    classes = {parts[0] for parts in places}
    again = [name for name, count in Counter(name for _, name in below).items() if count > 1]
    return sorted(classes) if len(again) > len(classes) else []


def in_memory(files: Files) -> Files | Crops:
    """The pictures decoded once, where they fit into 2 GiB; else read again and again."""
    return files.in_memory() if len(files.items) * files.size**2 * 3 <= _IN_MEMORY else files


def split(files: Files, way: str, share: float, seed: int, on_event: EventSink) -> tuple[Files, Files | None]:
    """Training data and held-out data; the same file on both sides is dropped from the second.

    Args:
        files: All data.
        way: "identity", "session" or "none".
        share: Share of the identities, or of each one's sessions, that is held out.
        seed: Seed of the draw.
        on_event: Hears of dropped duplicates.
    """
    if way == "none":
        return files, None
    if way == "identity":
        train, test = by_identity(files.labels, share, seed)
    else:
        train, test = by_session(files.labels, files.sessions, share, seed)
    return files.subset(train), without_duplicates(files.subset(train), files.subset(test), on_event)


def without_duplicates(train: Files, test: Files, on_event: EventSink) -> Files:
    """The test data without files that training holds, too.

    Raises:
        DataError: What is left has no two pictures of one identity, or of two.
    """
    found = duplicates(train.hashes, test.hashes)
    for row, other in found:
        path, same = test.items[other].path, train.items[row].path
        on_event(Notice(say("{path} is left out of the test: it is {same}", path=path, same=same)))
    rows: Indices = np.setdiff1d(np.arange(len(test.items)), [other for _, other in found])
    left = test.subset(rows)
    check_comparable(left, say("Hold out more or other pictures, or none with --split none"))
    return left


def check_comparable(held_out: Files, remedy: Text) -> None:
    """Refuse pictures held out of which no two are of one identity, or of two.

    Raises:
        DataError: With the remedy.
    """
    _, counts = np.unique(held_out.labels, return_counts=True)
    if len(counts) < 2 or counts.max() < 2:
        raise DataError(
            say("The pictures held out cannot be compared"),
            why=_incomparable(len(held_out.items), len(counts)),
            remedy=remedy,
        )


def _incomparable(pictures: int, identities: int) -> Text:
    """Why so many pictures of so many identities give no pairs of both kinds."""
    if not pictures:
        return say("all of them are among those trained on")
    if identities > 1 or pictures < 2:
        return say("no two of the {count} are of one identity", count=pictures)
    return say("all {count} are of one identity", count=pictures)
