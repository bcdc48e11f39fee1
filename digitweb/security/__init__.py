"""What keeps the site safe beside Django: headers, sessions, passwords, and whom to tell of a fault."""
