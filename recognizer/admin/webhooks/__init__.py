"""The admin's pages of webhooks: who is told of what, and what came of it."""
