"""Networks and training runs in files."""
