"""The spaCy pipeline: tokeniser, shared embedding, relation component, and the shipped model."""

from gdie.pipeline.loading import SHIPPED, PipelineNotFound, load_pipeline

__all__ = ["SHIPPED", "PipelineNotFound", "load_pipeline"]
