"""A neural network library in NumPy: the deck's mathematics, one formula a line."""
