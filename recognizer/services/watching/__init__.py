"""Watching what answers, and who might answer next: shadow, readings by day, drift, schedule."""
