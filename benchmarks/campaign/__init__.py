"""What the site withstands: hostile requests, switches, kills, faults, load; each module is one campaign."""
