"""The training of a version as it goes on."""

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recognizer.models.versions import ModelVersion


class TrainingRun(models.Model):
    """The training of a version: what it is to do, which process does it, and how far it has come."""

    version = models.OneToOneField(
        ModelVersion,
        primary_key=True,
        on_delete=models.CASCADE,
        related_name="run",
        verbose_name=_("version"),
    )
    spec = models.JSONField(_("specification"), help_text=_("All that determines the training"))
    activate_when_done = models.BooleanField(_("activate when done"), default=False)
    activation_reason = models.TextField(
        _("why to activate it against the checks"),
        blank=True,
        help_text=_("Kept until it is trained; empty: it goes live only if it passes the checks"),
    )
    stop_requested = models.BooleanField(
        _("stop requested"), default=False, help_text=_("By a person: no worker takes it up by itself")
    )
    task_id = models.UUIDField(
        _("entry in the queue"), null=True, blank=True, help_text=_("None if a command trains it")
    )

    host = models.CharField(_("host"), max_length=255, blank=True)
    pid = models.PositiveIntegerField(_("process"), null=True, blank=True)
    threads = models.PositiveSmallIntegerField(
        _("threads"), default=0, help_text=_("Decides in what order numbers are added up; kept when resumed")
    )
    heartbeat = models.DateTimeField(_("last sign of life"), null=True, blank=True)
    deaths = models.PositiveSmallIntegerField(
        _("deaths"), default=0, help_text=_("How often its process died since it last made progress")
    )

    epoch = models.PositiveIntegerField(_("epochs done"), default=0)
    batch = models.PositiveIntegerField(_("mini-batches done in the epoch"), default=0)
    batches_per_epoch = models.PositiveIntegerField(_("mini-batches in an epoch"), default=0)
    seconds = models.FloatField(_("seconds so far"), default=0)
    seconds_left = models.FloatField(_("seconds left"), null=True, blank=True)
    log = models.JSONField(_("log"), default=list)

    queued_at = models.DateTimeField(_("queued"), default=timezone.now)
    started_at = models.DateTimeField(_("started"), null=True, blank=True)
    ended_at = models.DateTimeField(_("ended"), null=True, blank=True)

    class Meta:
        verbose_name = _("training run")
        verbose_name_plural = _("training runs")

    def __str__(self) -> str:
        return str(self.version)

    @property
    def epochs(self) -> int:
        """How many epochs there will be, unless it stops early."""
        return int(self.spec["recipe"]["epochs"])

    @property
    def process(self) -> str:
        """Which process trains or trained it."""
        return f"{self.host}:{self.pid}" if self.host else ""
