"""How fast the network library is, beside others that do the same work in the same run."""
