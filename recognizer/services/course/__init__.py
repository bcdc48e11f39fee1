"""What the learning pages compute: the network's own numbers, for a reader's drawing."""
