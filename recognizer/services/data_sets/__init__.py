"""Data sets of what people gave: made, taken apart, exported and imported, never changed."""
