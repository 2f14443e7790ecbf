"""Requests about models and training."""

from app.domain.changes import Changes
from app.domain.model import ModelCard
from app.domain.training import RetrainReport, TrainingPlan
from app.engine.cards import model_card
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

    found = plan(context.workspace, request.options)
    ready = found.ready
    return TrainingPlan(
        people=ready.people,
        faces=ready.faces,
        single=tuple(ready.single),
        obstacle=None if ready.obstacle is None else str(ready.obstacle),
        doubts=found.doubts,
        held_out=found.held_out,
        seconds=found.seconds,
        device=found.device,
        deep=found.deep,
    )


@answers(Retrain)
def retrain(context: RequestContext, request: Retrain) -> RetrainReport:
    """Fine-tune on the people enrolled, in a process of its own."""
    return train_apart(context, request)


@answers(TrustLabels)
def trust_labels(context: RequestContext, request: TrustLabels) -> Changes:
    """Keep labels from being doubted."""
    from app.services.training import doubts

    return doubts.trust(context.workspace, request.faces)


@answers(ListModels)
def list_models(context: RequestContext, _: ListModels) -> tuple[ModelCard, ...]:
    """Models, oldest first."""
    from app.services.models import catalogue

    found = catalogue.everything(context.workspace)
    return tuple(model_card(model, active=active) for model, active in found)


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
    return Changes(f"Added model {model.name}", models=frozenset({model.id}))
