"""The faces that the pages ship: what `make fonts` keeps of them."""
