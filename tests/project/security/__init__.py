"""Headers, sessions, passwords, the contact and the checks of a deployment."""
