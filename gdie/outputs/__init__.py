"""Outputs: facts and findings as JSONL for programs and as tables for people; files are written whole or not at all."""
