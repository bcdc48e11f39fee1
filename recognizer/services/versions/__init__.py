"""Model versions: from a file to a row, and from a row to a network."""
