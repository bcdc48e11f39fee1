"""Training in the admin."""
