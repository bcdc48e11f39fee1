"""The WSGI entry point: builds the application and loads the active model before the first request."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitweb.settings")
os.environ.setdefault("DATABASE_TIMEOUT", "5")

application = get_wsgi_application()

from recognizer.services.recognition.live import live_model  # noqa: E402 - needs the application registry

live_model.load_at_startup()
live_model.check_in_background()
