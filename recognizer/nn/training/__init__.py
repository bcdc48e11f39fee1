"""Training: mini-batches, backpropagation, epochs."""
