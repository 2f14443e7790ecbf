"""Which pictures that a network is measured on are those that it was trained on."""

from pathlib import Path

import numpy as np

from trainer.arrays import Indices
from trainer.cli.inputs import check_comparable
from trainer.data import Files
from trainer.errors import ConfigError, DataError
from trainer.events import EventSink, Notice
from trainer.storage.provenance import trained_on
from trainer.storage.run_directory import TRAINED
from trainer.text import say


def count_trained(files: Files, weights: Path, on_event: EventSink) -> int | None:
    """How many of some pictures the weights were trained on, by their content; told if there are any.

    Returns:
        Their number; None where the weights do not say what they were trained on.
    """
    known = trained_on(weights)
    if known is None:
        return None
    if count := sum(digest in known for digest in files.hashes):
        on_event(
            Notice(
                say(
                    "Trained on {trained} of these {count} pictures: new ones may do worse",
                    trained=count,
                    count=len(files.items),
                )
            )
        )
    return count


def held_out(files: Files, weights: Path, on_event: EventSink) -> Files:
    """The pictures that weights were not trained on, by their content.

    Raises:
        ConfigError: The weights do not say what they were trained on.
        DataError: They were trained on all of them, or the others cannot be compared.
    """
    known = trained_on(weights)
    if known is None:
        raise ConfigError(
            say("It is not known which pictures {weights} was trained on", weights=weights),
            why=say("a run keeps that beside its network, in {file}", file=TRAINED),
            remedy=say("Measure other pictures, without --held-out"),
        )
    rows: Indices = np.flatnonzero([digest not in known for digest in files.hashes])
    left = len(files.items) - len(rows)
    if not len(rows):
        raise DataError(
            say("No picture was held out"),
            why=say("the network was trained on all {count} of them", count=left),
            remedy=say("Train with --split identity or session, or measure other pictures"),
        )
    if left:
        told = say("Left out as trained on: {left} of {count} pictures", left=left, count=len(files.items))
        on_event(Notice(told))
    found = files.subset(rows)
    check_comparable(found, say("Measure more pictures that it was not trained on"))
    return found
