"""The view into a version."""
