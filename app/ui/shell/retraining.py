"""The way to training anew without people who are to be known no more, from where that is settled."""

from app.ui.look.texts import tr
from app.ui.shell.context import Context
from app.ui.shell.notices import Action


def retrain_without(context: Context) -> Action:
    """What to do about a model that keeps what it learnt of them: the Training page asks, and does it."""
    return tr("Retrain without them…"), lambda: context.go("training", "without")
