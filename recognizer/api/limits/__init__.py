"""Limits on clients' requests."""
