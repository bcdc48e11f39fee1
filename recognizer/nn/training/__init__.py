"""Training: mini-batches, backpropagation, epochs, checkpoints."""
