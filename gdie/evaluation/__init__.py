"""Evaluation: scores of entities, relations and facts against gold, by document, with intervals."""
