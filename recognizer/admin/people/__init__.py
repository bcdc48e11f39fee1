"""Users, groups and logins in the admin."""
