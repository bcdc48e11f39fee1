"""How good a version is: the sets it is measured on, its outputs for them, and what is made of those."""
