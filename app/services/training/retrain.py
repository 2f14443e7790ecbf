"""Retraining the recogniser on the people enrolled, with proof, and switching to it."""

import time
from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from app.core.errors import ModelError
from app.core.progress import CancelToken, ProgressSink, ignore_progress
from app.core.text import quote, say
from app.domain.decision import Thresholds
from app.domain.model import Model
from app.domain.preprocessing import Preprocessing
from app.domain.retraining import Retraining
from app.domain.training import USUAL, TrainingOptions, TrainingReport
from app.gallery import models
from app.keys import sealed
from app.recognition.calibration import MIN_TRANSFER, transfer_thresholds
from app.services.models.catalogue import switch
from app.services.models.thresholds import measure_limit
from app.services.training.figures import figures
from app.services.training.plan import reference_seconds
from app.services.training.proof import Proof
from app.services.training.run import EventSink, TrainingRun
from app.services.training.training_set import gather
from app.services.workspace import Workspace, unfinished
from app.vision import models as registry
from app.vision.imported import write_network
from app.vision.runtime import choose_device
from trainer.backbones import Backbone
from trainer.config import TrainConfig
from trainer.errors import TrainerError
from trainer.storage import checkpoint


def retrain(
    workspace: Workspace,
    options: TrainingOptions = USUAL,
    *,
    activate: bool = True,
    progress: ProgressSink = ignore_progress,
    on_event: EventSink = lambda _: None,
    cancel: CancelToken | None = None,
) -> Retraining:
    """Fine-tune the published model that the active one stems from on the people enrolled.

    The recipe is proved on faces held out and people kept out; then the new model learns from all of them
    with the same recipe. It is saved in any case, and takes over only if the proof is good.

    Args:
        workspace: The data folder whose people are learnt.
        options: What the user chose.
        activate: Let a model that proved better take over.
        progress: Hears how far it is.
        on_event: Hears the trainer's events, for live curves.
        cancel: Polled at every step. Nothing is left of a cancelled training; cancelled while it takes over,
            the new model stays and does not decide.

    Raises:
        TrainingRefused: Too few people or faces; the text says what is missing.
        ModelError: The model cannot be loaded or saved.
        Cancelled: The user asked to stop.
    """
    started = time.monotonic()
    cancel = CancelToken() if cancel is None else cancel  # one that is not set is false
    found = _trained(workspace, options, progress, on_event, cancel)
    takes_over = activate and found.verdict.better
    if takes_over:
        switch(workspace, found.model, progress, cancel)
    model = replace(found.model, active=takes_over)
    return replace(found, model=model, asked=activate, seconds=time.monotonic() - started)


def _trained(
    workspace: Workspace,
    options: TrainingOptions,
    progress: ProgressSink,
    on_event: EventSink,
    cancel: CancelToken,
) -> Retraining:
    """Prove the recipe, train on all faces by it, and save the new model, which does not decide yet."""
    started = time.monotonic()
    base = origin(workspace)
    backbone = workspace.backbone(base)
    crops, chosen = gather(workspace, backbone, options)
    device = choose_device(workspace.device)
    run = TrainingRun(device, options, backbone, crops, chosen, progress, on_event, cancel)
    proof = run.prove()
    trained = run.finish()
    seconds = time.monotonic() - started
    verdict, standard = proof.verdict(), workspace.thresholds(base)
    report = replace(
        figures(proof, verdict),
        people=chosen.ready.people,
        faces=chosen.ready.faces,
        left_out=0 if options.doubtful else sum(len(doubt.faces) for doubt in chosen.doubts),
        depth=run.config.depth,
        effort=options.effort,
        share=run.share,
        device=device,
        pace=round(seconds / reference_seconds(run.config, options.effort, chosen.people, run.trials), 3),
        seconds=round(seconds, 1),
        at=datetime.now(UTC),
    )
    learnt = set(chosen.people.tolist())
    model = _save(workspace, base, trained, _thresholds(standard, proof), report, run.config, learnt)
    model = _with_limit(workspace, model, standard)
    return Retraining(model, verdict, False, seconds, chosen.ready.single, chosen.doubts, options)


def origin(workspace: Workspace) -> Model:
    """The published model from which the active one stems: training always starts there, never drifts."""
    model = workspace.active_model()
    with workspace.db.read() as session:
        while model.parent is not None:
            model = models.get(session, model.parent)
    return model


def _thresholds(base: Thresholds, proof: Proof) -> Thresholds:
    """Thresholds of the new model, from pairs of strangers that it was not trained on."""
    before, after = proof.impostors()
    if len(before) < MIN_TRANSFER:
        return replace(base, recognisable=None)  # too little to say: the model stays close to its start
    return transfer_thresholds(base, before, after)


def _with_limit(workspace: Workspace, model: Model, standard: Thresholds) -> Model:
    """The model with its own limit of recognisability, by the faces that are stored."""
    limit = measure_limit(workspace, workspace.embedder(model), standard.recognisable)
    found = replace(workspace.thresholds(model), recognisable=limit)
    model = replace(model, thresholds=found)
    with workspace.db.write() as session:
        models.add(session, model)
    return model


def _save(
    workspace: Workspace,
    base: Model,
    trained: Backbone,
    thresholds: Thresholds,
    report: TrainingReport,
    config: TrainConfig,
    learnt: Collection[int],
) -> Model:
    """Write the network, make the model known to the gallery, and only then put the network in its place.

    Raises:
        ModelError: The disk is full, say, or the folder cannot be written.
    """
    stamp = datetime.now(UTC)
    story = {"parent": base.id, "metrics": report.to_json(), "config": config.as_dict()}
    try:
        with unfinished.writing(workspace.folder) as part:
            path = part / f"retrained-{stamp:%Y%m%d-%H%M%S-%f}.onnx"
            name = sealed.name_for(workspace.folder.root)
            preprocessing = _write(trained, path, story | {"at": stamp.isoformat()}, name)
            model = replace(
                base,
                id=registry.model_id(registry.file_hash(path), base.backbone, preprocessing),
                name=f"{base.name}-{stamp:%Y%m%d-%H%M%S}",
                weights_path=f"{workspace.folder.models.name}/{path.name}",
                thresholds=thresholds,
                training=report,
                parent=base.id,
                preprocessing=preprocessing,
                forgotten=0,
                active=False,
            )
            with workspace.db.write() as session:
                models.add(session, model)
                models.note_learnt(session, model.id, learnt)
            unfinished.put(workspace.db, [model], part)
    except (TrainerError, ModelError, OSError) as error:
        raise ModelError(say("the new model cannot be saved"), why=quote(error)) from error
    return model


def _write(trained: Backbone, path: Path, story: dict[str, Any], name: str | None) -> Preprocessing:
    """Write a network as ONNX and its checkpoint beside it; return how it wants crops.

    With the identifier of a key they are sealed under it.
    """
    checkpoint.save(path.with_suffix(".safetensors"), trained, story)
    preprocessing = write_network(trained, path)
    for suffix in unfinished.SUFFIXES:
        sealed.recast(path.with_suffix(suffix), name)
    return preprocessing
