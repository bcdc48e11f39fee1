"""The admin of model versions."""
