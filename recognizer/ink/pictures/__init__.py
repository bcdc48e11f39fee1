"""Pictures → the lattice of their readings."""
