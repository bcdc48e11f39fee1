"""Other people's apps, as this site uses them."""

from axes.apps import AppConfig as AxesConfig
from django.contrib import admin
from django.contrib.staticfiles import apps as staticfiles
from django.utils.translation import gettext_lazy as _
from django_tasks_db.apps import TasksAppConfig


class QueueConfig(TasksAppConfig):
    """The task queue, without its own admin: a training is queued, watched and stopped as a model version."""

    verbose_name = _("task queue")  # type: ignore[assignment]

    def ready(self) -> None:
        """Take its list out of the admin, which has looked for all by now."""
        from django_tasks_db.models import DBTaskResult  # noqa: PLC0415 - models need the application registry

        super().ready()
        admin.site.unregister(DBTaskResult)


class LoginsConfig(AxesConfig):  # type: ignore[misc]
    """What counts wrong passwords, under a name that says so."""

    verbose_name = _("logins")


class StaticFilesConfig(staticfiles.StaticFilesConfig):
    """The files that pages ask for, without four megabytes for a second kind of API documentation."""

    ignore_patterns = [*staticfiles.StaticFilesConfig.ignore_patterns, "redoc.*"]
