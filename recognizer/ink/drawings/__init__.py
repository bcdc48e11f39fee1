"""Strokes → the lattice of their readings."""
