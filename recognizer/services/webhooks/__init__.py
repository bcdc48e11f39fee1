"""Webhooks: what happened is written down with it, and sent to whoever asked to be told."""
