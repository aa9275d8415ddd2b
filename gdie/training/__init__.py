"""Training: annotated documents become a pipeline. Never imported at extraction."""
