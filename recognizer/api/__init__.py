"""The JSON API, version 1, as `docs/api.md` describes it for clients."""
