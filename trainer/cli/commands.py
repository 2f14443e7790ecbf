"""What each command does: from its arguments to an exit code."""

import argparse
import hashlib
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

from trainer.cli.callback import Callback
from trainer.cli.inputs import in_memory, open_files, open_trained
from trainer.cli.options import Chosen, choose
from trainer.cli.output import Output
from trainer.cli.places import check_empty, check_folder, check_place, writing
from trainer.cli.preparing import Interrupt, prepare
from trainer.cli.seen import count_trained, held_out
from trainer.cli.tensorboard import TensorBoard
from trainer.cli.usage import DONE, INTERRUPTED, NOT_DONE, PARTLY
from trainer.errors import ConfigError
from trainer.evaluation.report import embed, lfw_document, report, roc_figure, rows_of
from trainer.evaluation.sheet import pairs_sheet
from trainer.events import Evaluated, Event, EventSink, Notice, Outcome
from trainer.metrics import pair_scores, read_pairs, roc, told_by
from trainer.storage import settings_file
from trainer.storage.export import export_onnx
from trainer.storage.hub import write_hub
from trainer.storage.provenance import trained_on
from trainer.storage.run_directory import RunDirectory
from trainer.text import say
from trainer.training import distributed
from trainer.training.device import resolve_device
from trainer.training.loop import FitResult, fit

_ENDS: dict[Outcome, int] = {"collapsed": NOT_DONE, "cancelled": INTERRUPTED}
"""Exit codes of training that did not reach its end."""


def train(given: argparse.Namespace, output: Output) -> int:
    """Train a network on labelled pictures, or go on with a run that was stopped."""
    directory = RunDirectory(given.out, given.resume, given.overwrite)
    directory.check_free()
    check_folder(directory.path)
    if given.resume and not directory.last.exists():
        output.event(Notice(say("{folder} holds no run yet: one begins", folder=directory.path)))
    chosen = choose(given, directory)
    callback = Callback(given.callback, output.event) if given.callback else None
    world = distributed.join(resolve_device(chosen.training.get("device", "auto")))
    curves = TensorBoard(given.tensorboard) if given.tensorboard and world.rank == 0 else None
    hearers = [output, curves, callback] if world.rank == 0 else []
    on_event = _broadcast([hearer.event for hearer in hearers if hearer])
    try:
        run = prepare(given, chosen, on_event)
        weights = run.chosen.network.weights
        with Interrupt() as interrupt:
            result = fit(
                run.config,
                in_memory(run.data),
                backbone=run.backbone,
                on_event=lambda event: on_event(_told(event)),
                cancel=interrupt,
                held_out=in_memory(run.held_out) if run.held_out else None,
                directory=replace(
                    directory,
                    chosen=_kept(given.data, run.chosen, directory.path),
                    before=(weights and trained_on(weights)) or frozenset(),
                ),
                world=world,
            )
    finally:
        distributed.leave()
        if curves:
            curves.close()
    if world.rank == 0:
        output.result(_summary(result))
    partly = run.files.rejected or (callback and callback.failed)
    return _ENDS.get(result.outcome, PARTLY if partly else DONE)


def _kept(source: Path, chosen: Chosen, folder: Path) -> dict[str, dict[str, Any]]:
    """What is kept in a run's folder of its choices beside its settings."""
    record: dict[str, Any] = {"source": settings_file.seen_from(folder, source)}
    if chosen.network.weights:
        with chosen.network.weights.open("rb") as file:
            record["weights_sha256"] = hashlib.file_digest(file, "sha256").hexdigest()
    tables = {settings_file.NETWORK: asdict(chosen.network), settings_file.DATA: asdict(chosen.data)}
    seen = {
        name: {
            key: settings_file.seen_from(folder, one) if isinstance(one, Path) else one
            for key, one in table.items()
        }
        for name, table in tables.items()
    }
    return {**seen, settings_file.RECORD: record}


def _broadcast(sinks: list[EventSink]) -> EventSink:
    def hear(event: Event) -> None:
        for sink in sinks:
            sink(event)

    return hear


def _told(event: Event) -> Event:
    """The event with no more rates than the pictures held out can show."""
    if not isinstance(event, Evaluated):
        return event
    return replace(event, tar={fmr: event.tar[fmr] for fmr in told_by(event.impostor_pairs or 0)})


def _summary(result: FitResult) -> dict[str, Any]:
    document: dict[str, Any] = {
        "outcome": result.outcome,
        "reason": result.reason,
        "steps": result.steps,
        "seconds": result.seconds,
        "checkpoint": str(result.checkpoint) if result.checkpoint else None,
    }
    if result.evaluations:
        best = [look for look in result.evaluations if look.best][-1]
        for name, look in (("before", result.evaluations[0]), ("after", best)):
            rates = told_by(look.impostor_pairs or 0)
            document[name] = {f"{fmr:g}": look.tar[fmr] for fmr in rates}
    return document


def evaluate(given: argparse.Namespace, output: Output) -> int:
    """Measure a network on labelled pictures."""
    device = resolve_device(given.device)
    count, sheet = given.hardest or (0, None)
    for place in filter(None, (given.figure, sheet)):
        check_place(place, overwrite=given.overwrite)
    pairs = read_pairs(given.pairs) if given.pairs else []
    backbone = open_trained(given.backbone, given.weights)
    files = open_files(given.data, backbone.spec.size, output.event)
    trained: int | None = 0
    if given.held_out:
        files = held_out(files, given.weights, output.event)
    else:
        trained = count_trained(files, given.weights, output.event)
    known = {} if trained is None else {"trained_on": trained}
    rows = rows_of(pairs, [(item.name, item.path.stem) for item in files.items])
    embeddings = embed(backbone, files, device=device, on_event=output.event)
    if pairs:
        output.result({**lfw_document(embeddings, rows, pairs), **known})
    else:
        output.result({**report(embeddings, files.labels), **known})
    if given.figure:
        scores = pair_scores(embeddings, files.labels)
        with writing(given.figure):
            figure = roc_figure({backbone.name: roc(scores.genuine, scores.impostor)})
            given.figure.write_text(figure, encoding="utf-8")
    if sheet:
        with writing(sheet):
            pairs_sheet(embeddings, files, count).save(sheet)
    return PARTLY if files.rejected else DONE


def export(given: argparse.Namespace, output: Output) -> int:
    """Write a network as ONNX, or as a folder for the hub, after checking it against torch."""
    _check_export(given)
    backbone = open_trained(given.backbone, given.weights)
    if given.hub:
        gap = write_hub(backbone, given.file, given.weights, given.licence, given.base_model)
    else:
        gap = export_onnx(backbone, given.file)
    output.result({"file": str(given.file), "backbone": backbone.name, "largest_difference": gap})
    return DONE


def _check_export(given: argparse.Namespace) -> None:
    if given.hub and not (given.licence or "").strip():
        raise ConfigError(
            say("There is no licence"),
            why=say("without one nobody may use the network"),
            remedy=say("Give one with --licence, such as mit or apache-2.0"),
        )
    if given.hub:
        check_empty(given.file)
    else:
        check_place(given.file, overwrite=given.overwrite)
