"""The lesson on gradient descent."""
