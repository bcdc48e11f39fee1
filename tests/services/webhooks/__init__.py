"""Webhooks: what is written, signed, sent, tried again and given up."""
