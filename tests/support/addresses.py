"""Addresses of the admin's pages of versions."""

from django.urls import reverse


def url(name: str, *arguments: object) -> str:
    """Return the address of a page of the versions' admin."""
    return reverse(f"admin:recognizer_modelversion_{name}", args=arguments)
