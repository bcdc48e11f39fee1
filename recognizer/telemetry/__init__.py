"""What a running site tells of itself: metrics, logs, traces. Knows nothing of what it is told."""
