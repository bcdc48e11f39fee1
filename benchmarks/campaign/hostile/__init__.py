"""Requests that are hostile by construction, the same ones for the same seed."""
