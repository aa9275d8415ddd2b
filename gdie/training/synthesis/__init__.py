"""Synthetic training documents: a grammar over clauses, filled with quantity plans, vocabularies and a writer's habits."""

from gdie.training.synthesis.data import SynthesisError, load_data
from gdie.training.synthesis.document import SyntheticDocument, generate
from gdie.training.synthesis.quantities import Breakdown

__all__ = ["Breakdown", "SynthesisError", "SyntheticDocument", "generate", "load_data"]
