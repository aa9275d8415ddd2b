"""Findings on their way to people: which are shown, accepted ones, excerpts of the text, words in two languages, the page."""
