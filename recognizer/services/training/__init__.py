"""Training a version, from the queue to the finished file."""
