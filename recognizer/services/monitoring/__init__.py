"""What load balancers and operators ask: whether a process is ready, and how the site stands."""
