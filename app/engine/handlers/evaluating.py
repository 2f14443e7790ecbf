"""Requests about how well faces are recognised."""

from app.domain.evaluation import Evaluation
from app.engine.desk import Desk
from app.engine.registry import answers
from app.engine.requests.evaluating import Evaluate, SaveEvaluation


@answers(Evaluate)
def evaluate(desk: Desk, asked: Evaluate) -> Evaluation:
    """Judge one or two models."""
    from app.services.evaluation import evaluate as service

    task = service.Task(asked.folder, model=asked.model, against=asked.against)
    return service.evaluate(desk.workspace, task, desk.progress, desk.cancel)


@answers(SaveEvaluation)
def save_evaluation(_: Desk, asked: SaveEvaluation) -> None:
    """Write a report."""
    from app.services.evaluation.report.files import save

    if asked.file.suffix.lower() in (".html", ".htm"):
        save(asked.found, html=asked.file)
    else:
        save(asked.found, csv=asked.file)
