"""Releasing versions: import, checks, activation, export, retention."""
