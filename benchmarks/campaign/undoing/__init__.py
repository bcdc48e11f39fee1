"""What can go wrong beneath a site, one module for each kind."""
