"""App configurations of third-party apps."""

from axes.apps import AppConfig as AxesConfig
from django.contrib import admin
from django.contrib.staticfiles import apps as staticfiles
from django.utils.translation import gettext_lazy as _
from django_tasks_db.apps import TasksAppConfig


class QueueConfig(TasksAppConfig):
    """The task queue, without its own admin: trainings are managed as model versions."""

    verbose_name = _("task queue")  # type: ignore[assignment]

    def ready(self) -> None:
        """Unregister the queue's admin, which is registered by now."""
        from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - models need the application registry

        super().ready()
        admin.site.unregister(DBTaskResult)


class LoginsConfig(AxesConfig):  # type: ignore[misc]
    """The app that counts failed logins, under a plain name."""

    verbose_name = _("logins")


class StaticFilesConfig(staticfiles.StaticFilesConfig):
    """The static files, without four megabytes of a second kind of API documentation."""

    ignore_patterns = [*staticfiles.StaticFilesConfig.ignore_patterns, "redoc.*"]
