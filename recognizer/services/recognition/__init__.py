"""Reading drawings and pictures with the live network, or with another version."""
