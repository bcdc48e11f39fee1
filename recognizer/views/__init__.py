"""The pages: what is drawn on, what is learned from, and what a load balancer asks."""
