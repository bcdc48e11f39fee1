"""What networks learn from: MNIST, and what is made of it."""
