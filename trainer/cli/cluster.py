"""The command that sorts pictures into clusters, and the forms in which it leaves them."""

import argparse
import csv
import json
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from trainer.arrays import IntArray
from trainer.cli.inputs import open_files, open_trained, usual_threshold
from trainer.cli.output import Output
from trainer.cli.places import check_empty, check_place, writing
from trainer.cli.seen import count_trained
from trainer.data import Files
from trainer.evaluation.report import embed
from trainer.metrics import average_linkage, b_cubed
from trainer.training.device import resolve_device

_LISTS = (".csv", ".json")
"""How files end to which clusters are written; anything else is a folder."""


def cluster(given: argparse.Namespace, output: Output) -> int:
    """Sort pictures into clusters of one identity each; where their labels are known, say how well."""
    device = resolve_device(given.device)
    if given.out and given.out.suffix.lower() in _LISTS:
        check_place(given.out, overwrite=given.overwrite)
    elif given.out:
        check_empty(given.out)
    backbone = open_trained(given.backbone, given.weights)
    threshold = usual_threshold(given.weights) if given.threshold is None else given.threshold
    files = open_files(given.data, backbone.spec.size, output.event, loose=True)
    trained = count_trained(files, given.weights, output.event)
    found = average_linkage(embed(backbone, files, device=device, on_event=output.event), threshold)
    document = _document(files, found, threshold)
    if trained is not None:
        document["trained_on"] = trained
    if given.out:
        with writing(given.out):
            _write(given.out, files, found)
        document["file"] = str(given.out)
    output.result(document)
    return int(bool(files.rejected))


def _document(files: Files, clusters: IntArray, threshold: float) -> dict[str, Any]:
    sizes = np.bincount(clusters)
    document: dict[str, Any] = {
        "pictures": len(clusters),
        "threshold": threshold,
        "clusters": len(sizes),
        "largest": int(sizes.max()),
        "alone": int((sizes == 1).sum()),
    }
    if len(files.names) > 1 and all(files.names.values()):
        score = b_cubed(files.labels, clusters)
        document["b_cubed"] = {"precision": score.precision, "recall": score.recall, "f": score.f}
    return document


def _write(place: Path, files: Files, clusters: IntArray) -> None:
    """A CSV file that `train` and `evaluate` read, a JSON file, or a folder with one folder a cluster."""
    if place.suffix.lower() == ".csv":
        rows = [(path, name) for name, paths in _clusters(files, clusters) for path in paths]
        with place.open("w", newline="", encoding="utf-8") as file:
            csv.writer(file).writerows([("path", "label"), *rows])
    elif place.suffix.lower() == ".json":
        found = [
            {"name": name, "pictures": list(map(str, paths))} for name, paths in _clusters(files, clusters)
        ]
        place.write_text(json.dumps({"clusters": found}, indent=1), encoding="utf-8")
    else:
        for name, paths in _clusters(files, clusters):
            (place / name).mkdir(parents=True)
            for path in paths:
                shutil.copy2(path, _free(place / name / path.name))


def _clusters(files: Files, clusters: IntArray) -> Iterator[tuple[str, list[Path]]]:
    """Each cluster's name and pictures, the largest first."""
    for number in range(clusters.max() + 1):
        rows = np.flatnonzero(clusters == number)
        yield f"cluster-{number + 1:04d}", [files.items[row].path.resolve() for row in rows]


def _free(path: Path) -> Path:
    """That path, or with a number where another picture is called so."""
    number, free = 2, path
    while free.exists():
        free, number = path.with_stem(f"{path.stem}-{number}"), number + 1
    return free
