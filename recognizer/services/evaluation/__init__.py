"""Evaluation of versions: the sets, a version's outputs for them, and the figures."""
