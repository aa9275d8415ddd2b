"""What the two trainable components have in common."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Iterable
from typing import Any

from spacy.pipeline.trainable_pipe import TrainablePipe
from spacy.training import Example, validate_examples
from thinc.api import Model, Optimizer, set_dropout_rate


class TrainableComponent(TrainablePipe):
    """A component that learns from Examples whose two sides come from the same tokeniser."""

    model: Model[Any, Any]
    name: str

    @abstractmethod
    def learn(self, examples: list[Example]) -> float:
        """Run forward and backward over a batch, without touching the weights; return the loss."""

    def update(
        self,
        examples: Iterable[Example],
        *,
        drop: float = 0.0,
        sgd: Optimizer | None = None,
        losses: dict[str, float] | None = None,
    ) -> dict[str, float]:
        """One step of training, as spaCy calls it."""
        losses = {} if losses is None else losses
        examples = list(examples)
        validate_examples(examples, f"{type(self).__name__}.update")
        set_dropout_rate(self.model, drop)
        losses[self.name] = losses.get(self.name, 0.0) + self.learn(examples)
        if sgd is not None:
            self.finish_update(sgd)
        return losses
