"""One command a module: `python manage.py NAME`."""
