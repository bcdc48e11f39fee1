"""Parsing and schemas of recognise requests."""
