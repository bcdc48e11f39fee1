"""Backups: the whole site in one file, written while it runs, and a site made of one."""
