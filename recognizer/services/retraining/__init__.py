"""Retraining: challengers, and the gate that they have to pass."""
