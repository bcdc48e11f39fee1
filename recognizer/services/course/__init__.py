"""Computations of the learning pages: the network's numbers for a reader's drawing."""
