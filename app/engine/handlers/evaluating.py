"""Requests about how well faces are recognised."""

from app.core.language import Language
from app.domain.evaluation import Evaluation
from app.engine.context import RequestContext
from app.engine.registry import answers
from app.engine.requests.evaluating import Evaluate, SaveEvaluation


@answers(Evaluate)
def evaluate(context: RequestContext, request: Evaluate) -> Evaluation:
    """Judge one or two models."""
    from app.services.evaluation import evaluate as service

    task = service.Task(request.folder, model=request.model, against=request.against)
    return service.evaluate(context.workspace, task, context.progress, context.cancel)


@answers(SaveEvaluation)
def save_evaluation(context: RequestContext, request: SaveEvaluation) -> None:
    """Write a report where the user chose, who was asked if a file was there."""
    from app.services.evaluation.report.files import save

    data = context.workspace.folder.root
    if request.file.suffix.lower() in (".html", ".htm"):
        save(request.found, data, html=request.file, spoken=Language(request.locale), overwrite=True)
    else:
        save(request.found, data, csv=request.file, overwrite=True)
