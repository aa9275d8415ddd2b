"""Fuzzing of the readers: real files changed where their format has its joints. `python -m tests.fuzzing --help`."""
