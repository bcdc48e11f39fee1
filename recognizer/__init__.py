"""Reading handwritten digits: the network, the ink, the data, and the site around them."""
