"""The spaCy pipeline: tokeniser, shared embedding, entity and relation components, and the shipped model.

Modules that register something with spaCy keep their annotations evaluated (no `from __future__ import annotations`):
with pydantic 1, which some installations need, a registered function's types are looked at when a config is read.
"""

from gdie.pipeline.loading import SHIPPED, PipelineNotFound, load_pipeline

__all__ = ["SHIPPED", "PipelineNotFound", "load_pipeline"]
