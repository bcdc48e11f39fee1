"""From strokes and pictures to 28×28 tiles."""
