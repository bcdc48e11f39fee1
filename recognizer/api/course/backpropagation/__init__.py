"""The lesson on backpropagation."""
