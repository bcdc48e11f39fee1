"""The Django project: settings, URLs and the WSGI entry point."""

__version__ = "1.0.0"
"""Of digitweb as a whole; CONTRIBUTING says when it moves."""
