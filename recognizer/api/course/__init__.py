"""The endpoints of the learning pages, `/api/v1/learn/…`."""
