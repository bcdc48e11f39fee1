"""Versions that come, go live and go: importing, checks, activation, export, retention."""
