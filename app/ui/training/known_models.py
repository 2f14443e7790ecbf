"""The models of this gallery, as the page sees them: the newest, and the one shown."""

from dataclasses import dataclass

from app.domain.model import Model
from app.ui.look.texts import facts, tr


@dataclass(slots=True)
class KnownModels:
    """All models, oldest first.

    Attributes:
        models: Every one.
        chosen: Identifier of the one whose proof the user asked for, or "".
    """

    models: tuple[Model, ...] = ()
    chosen: str = ""

    @property
    def shown(self) -> Model | None:
        """The retrained model whose proof is shown: the one chosen, else the newest."""
        return next((card for card in self.models if card.id == self.chosen), self._newest)

    @property
    def _newest(self) -> Model | None:
        return next(iter(reversed(self.retrained)), None)

    @property
    def retrained(self) -> tuple[Model, ...]:
        """Those that were trained here, oldest first."""
        return tuple(card for card in self.models if card.parent is not None)

    @property
    def learnt_of_others(self) -> tuple[Model, ...]:
        """Those that keep what they learnt of people who were forgotten or agree no more."""
        return tuple(card for card in self.models if card.forgotten)

    def name(self, model: str | None) -> str:
        """A model's name."""
        return next((card.name for card in self.models if card.id == model), "")

    def remark(self, model: Model) -> str:
        """Which model it is where it is not the newest, and what "old" means where that is not plain."""
        parts = [] if model is self._newest else [model.name]
        if not any(card.active and card.id in (model.id, model.parent) for card in self.models):
            base = self.name(model.parent)
            parts.append(tr("the old model is {base}, which it was trained from", base=base))
        return facts(*parts)
