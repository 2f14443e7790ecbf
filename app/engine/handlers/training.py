"""Requests about models and training."""

from app.core.text import say
from app.domain.changes import Changes
from app.domain.model import Model
from app.domain.retraining import Retraining
from app.domain.training import TrainingPlan
from app.engine.context import RequestContext
from app.engine.loading import load_models_code
from app.engine.registry import answers
from app.engine.requests.training import (
    AddModel,
    ListModels,
    PlanTraining,
    Retrain,
    SwitchBack,
    SwitchModel,
    TrustLabels,
)
from app.engine.trainer_child import train_apart


@answers(PlanTraining)
def plan_training(context: RequestContext, request: PlanTraining) -> TrainingPlan:
    """What retraining would learn from, and how it would go."""
    load_models_code()
    from app.services.training.plan import plan

    return plan(context.workspace, request.options)


@answers(Retrain)
def retrain(context: RequestContext, request: Retrain) -> Retraining:
    """Fine-tune on the people enrolled, in a process of its own."""
    return train_apart(context, request)


@answers(TrustLabels)
def trust_labels(context: RequestContext, request: TrustLabels) -> Changes:
    """Keep labels from being doubted."""
    from app.services.training import doubts

    return doubts.trust(context.workspace, request.faces)


@answers(ListModels)
def list_models(context: RequestContext, _: ListModels) -> tuple[Model, ...]:
    """Models, oldest first."""
    from app.services.models import catalogue

    return tuple(catalogue.everything(context.workspace))


@answers(SwitchModel)
def switch_model(context: RequestContext, request: SwitchModel) -> Changes:
    """Let a model decide."""
    from app.services.models import catalogue

    chosen = catalogue.get(context.workspace, request.model)
    return catalogue.switch(context.workspace, chosen, context.progress, context.cancel)


@answers(SwitchBack)
def switch_back(context: RequestContext, _: SwitchBack) -> Changes:
    """Let the model before decide."""
    from app.services.models import catalogue

    before = catalogue.parent(context.workspace)
    return catalogue.switch(context.workspace, before, context.progress, context.cancel)


@answers(AddModel)
def add_model(context: RequestContext, request: AddModel) -> Changes:
    """Add a published model."""
    from app.services.models import catalogue

    model = catalogue.add_published(
        context.workspace, request.name, request.weights, context.progress, context.cancel
    )
    return Changes(say("Added model {model}", model=model.name), models=frozenset({model.id}))
