"""Readings side by side: cut-outs, which of them can follow one another, and the best way through."""
