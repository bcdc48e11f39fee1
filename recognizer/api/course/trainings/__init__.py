"""Networks that are trained while their readers watch."""
