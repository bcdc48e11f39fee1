"""Django's PostgreSQL, for processes that must not wait for it without end."""
