"""The database of a backup: tables and rows whatever their release and kind, and how it is held still."""
