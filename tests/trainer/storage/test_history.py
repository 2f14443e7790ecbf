"""What a run's history keeps, and what is read from one that was broken off, gone on with, or spoilt."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from tests.trainer.runs import CONFIG, of_kind, run_in
from trainer.backbones import SmallNet
from trainer.data import Crops
from trainer.errors import CheckpointError
from trainer.events import Event, Stepped
from trainer.storage.history import read_history
from trainer.storage.run_directory import HISTORY, RunDirectory
from trainer.training.loop import fit


def lines(*documents: dict[str, object]) -> str:
    return "".join(json.dumps(document) + "\n" for document in documents)


def look(step: int, area: float, *, best: bool = False) -> dict[str, object]:
    rates = {"tar": {"0.01": 0.5}, "eer": 0.1, "impostor_pairs": 100}
    return {"event": "evaluated", "step": step, "area": area, "best": best, "at": 1, **rates}


def step(number: int, loss: float | None, at: float = 1) -> dict[str, object]:
    return {"event": "stepped", "step": number, "loss": loss, "at": at}


STARTED: dict[str, object] = {"event": "started", "steps": 4, "at": 0}


def test_a_run_keeps_what_it_told_and_goes_on_with_it(
    crops: Crops, held_out: Crops, network: SmallNet, tmp_path: Path
) -> None:
    events: list[Event] = []
    config, directory = replace(CONFIG, steps=3, evaluate_every=2), RunDirectory(tmp_path)
    result = fit(
        config, crops, backbone=network, held_out=held_out, directory=directory, on_event=events.append
    )
    told = read_history(directory.history)
    assert (told.outcome, told.reason, told.steps) == ("finished", "All steps taken", 3)
    assert told.losses == [(event.step, event.loss) for event in of_kind(events, Stepped)]
    assert told.looks == list(result.evaluations)
    assert told.looks[0].impostor_pairs == 8 * 7 // 2 * 36
    assert "singles" not in directory.history.read_text()  # names of identities
    longer = replace(config, steps=5)
    fit(longer, crops, backbone=network, held_out=held_out, directory=replace(directory, resume=True))
    again = read_history(directory.history)
    assert again.losses[:3] == told.losses
    assert [number for number, _ in again.losses] == [1, 2, 3, 4, 5]
    assert again.seconds >= told.seconds
    run_in(tmp_path, crops, network, replace(CONFIG, steps=1), overwrite=True)
    assert len(read_history(directory.history).losses) == 1


def test_what_was_taken_again_after_a_stop_counts_once(tmp_path: Path) -> None:
    file = tmp_path / HISTORY
    first = [STARTED, look(0, 0.5, best=True), step(1, 4), step(2, 3), look(2, 0.9, best=True), step(3, 2, 7)]
    file.write_text(lines(*first) + '{"event": "step')  # killed
    told = read_history(file)
    assert (told.outcome, told.seconds, len(told.losses)) == ("unfinished", 7, 3)
    assert told.best is not None
    assert told.best.area == 0.9
    file.write_text(lines(*first, STARTED, step(2, 3.5), look(2, 0.8), step(3, None, 2)))
    told = read_history(file)
    assert told.losses == [(1, 4.0), (2, 3.5)]
    assert [(one.step, one.area) for one in told.looks] == [(0, 0.5), (2, 0.8)]
    assert told.best is not None
    assert (told.best.step, told.seconds) == (0, 9)


@pytest.mark.parametrize(
    "text",
    [
        "no history\n{}\n",
        "[]\n",
        '{"event": "stepped"}\n',
        lines(STARTED, step(1, 2) | {"step": "x"}),
        "\x00\n1",
    ],
)
def test_another_file_is_no_history(text: str, tmp_path: Path) -> None:
    (tmp_path / HISTORY).write_text(text)
    with pytest.raises(CheckpointError, match="no history of a run"):
        read_history(tmp_path / HISTORY)
