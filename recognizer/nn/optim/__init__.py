"""From a gradient to a step: optimizers, learning rates, weight decay, averaging."""
