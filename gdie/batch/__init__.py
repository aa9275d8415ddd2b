"""Runs over many files: what is read, in how many processes, what is kept of it should the run be interrupted, and what became of each file."""
