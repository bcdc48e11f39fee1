"""App configurations of third-party apps."""

from collections.abc import Sequence
from typing import Any

from axes.apps import AppConfig as AxesConfig
from django.apps import AppConfig
from django.contrib import admin
from django.contrib.admin.apps import SimpleAdminConfig
from django.contrib.admin.checks import check_admin_app, check_dependencies
from django.contrib.auth.signals import user_logged_in
from django.contrib.staticfiles import apps as staticfiles
from django.core import checks
from django.utils.translation import gettext_lazy as _
from django_tasks_db.apps import TasksAppConfig


class AdminConfig(SimpleAdminConfig):
    """The admin, whose pages are imported with the site's addresses: most commands need none."""

    def ready(self) -> None:
        """Register the admin's checks, which import its pages."""
        checks.register(check_dependencies, checks.Tags.admin)
        checks.register(check_pages, checks.Tags.admin)


def check_pages(app_configs: Sequence[AppConfig] | None, **options: Any) -> Sequence[checks.CheckMessage]:
    """Check all pages of the admin."""
    load_pages()
    return check_admin_app(app_configs, **options)


def load_pages() -> None:
    """Import all pages of the admin; the queue's own is not shown, for trainings are managed as versions."""
    from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - models need the application registry

    admin.autodiscover()
    if admin.site.is_registered(DBTaskResult):
        admin.site.unregister(DBTaskResult)


class QueueConfig(TasksAppConfig):
    """The task queue, without its own admin: trainings are managed as model versions."""

    verbose_name = _("task queue")  # type: ignore[assignment]


class LoginsConfig(AxesConfig):  # type: ignore[misc]
    """The app that counts failed logins, under a plain name."""

    verbose_name = _("logins")

    def ready(self) -> None:
        """Register the checks of a deployment, and begin a session's time with each login."""
        from digitweb.security import deployment  # noqa: F401, PLC0415 - registers the checks
        from digitweb.security.sessions import begin  # noqa: PLC0415 - models need the application registry

        super().ready()
        user_logged_in.connect(begin, dispatch_uid="session-begins")


class StaticFilesConfig(staticfiles.StaticFilesConfig):
    """The static files, without four megabytes of a second kind of API documentation."""

    ignore_patterns = [*staticfiles.StaticFilesConfig.ignore_patterns, "redoc.*"]
