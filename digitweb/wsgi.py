"""The WSGI entry point: builds the application, loads the model, starts what goes on beside requests."""

import os

import django

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "digitweb.settings")
os.environ.setdefault("DATABASE_TIMEOUT", "5")

django.setup(set_prefix=False)

from django.conf import settings  # noqa: E402 - needs the name of the settings' module

from digitweb.handler import Handler  # noqa: E402
from digitweb.prefix import at_prefix  # noqa: E402
from recognizer.services.monitoring.readiness import readiness  # noqa: E402 - needs the application registry
from recognizer.services.recognition.live import live_model  # noqa: E402
from recognizer.services.watching.background import background  # noqa: E402
from recognizer.telemetry.slots import log_problems  # noqa: E402
from recognizer.telemetry.traces import start_traces  # noqa: E402

application = at_prefix(Handler(), settings.SCRIPT_NAME)

log_problems()
start_traces()
live_model.load_at_startup()
live_model.check_in_background()
readiness.check_in_background()
background.start()
