"""Pictures → ink: paper, light, edges, frames and printed lines are taken away."""
