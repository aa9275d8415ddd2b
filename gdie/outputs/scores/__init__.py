"""Scores as one self-contained page: plain values in, HTML with inline SVG out; nothing is fetched and no script runs."""
