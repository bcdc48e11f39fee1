"""Model versions, one row for each trained network beside its file; and the log of which one was live."""

from typing import Any, NoReturn

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from recognizer.fields import PhraseField
from recognizer.phrases import Phrase

SHA256 = RegexValidator(r"\A[0-9a-f]{64}\Z", _("Expected 64 hexadecimal digits."))


class Status(models.TextChoices):
    """The life of a version: queued → training → ready → active → retired; interrupted, or failed."""

    QUEUED = "queued", _("queued")
    TRAINING = "training", _("training")
    READY = "ready", _("ready")
    ACTIVE = "active", _("active")
    RETIRED = "retired", _("retired")
    INTERRUPTED = "interrupted", _("interrupted")
    FAILED = "failed", _("failed")


class ModelVersion(models.Model):
    """One trained network: how it was made, how good it is, and which file holds its weights."""

    number = models.BigAutoField(_("version"), primary_key=True)
    name = models.CharField(_("name"), max_length=100)
    label = models.CharField(
        _("label"),
        max_length=100,
        blank=True,
        help_text=_("Your own name for it, such as “before the summer”. What has a label is never pruned."),
    )
    status = models.CharField(
        _("status"), max_length=12, choices=Status, default=Status.TRAINING, db_index=True
    )
    error = PhraseField(_("why it failed"), blank=True)

    architecture = models.JSONField(_("architecture"), default=dict)
    hyperparameters = models.JSONField(_("hyperparameters"), default=dict)
    seed = models.PositiveBigIntegerField(_("seed"), default=0)
    datasets = models.JSONField(
        _("data sets"), default=dict, help_text=_("SHA-256 of each file the network learned from")
    )
    command = models.TextField(_("command"), blank=True, help_text=_("What repeats this training"))
    environment = models.JSONField(
        _("environment"),
        default=dict,
        help_text=_("Python, NumPy, BLAS, threads and machine of the training"),
    )

    epochs = models.JSONField(
        _("epochs"), default=list, help_text=_("One record an epoch: cost, accuracy, seconds")
    )
    mnist_accuracy = models.FloatField(_("accuracy on the MNIST test set"), null=True, blank=True)
    drawn_accuracy = models.FloatField(
        _("accuracy on the drawn benchmark"),
        null=True,
        blank=True,
        help_text=_("Digits by synthetic writers whom no training sees"),
    )
    confusion_matrix = models.JSONField(
        _("confusion matrix"), default=list, help_text=_("MNIST test set; a row for each true digit")
    )
    temperature = models.FloatField(
        _("temperature"),
        default=1.0,
        help_text=_("What brings confidence in line with how often it is right"),
    )
    parameters = models.PositiveIntegerField(_("parameters"), default=0)
    training_seconds = models.FloatField(_("training time in seconds"), default=0)

    shipped = models.BooleanField(_("shipped with digitweb"), default=False)
    imported = models.BooleanField(_("imported"), default=False)
    claims = models.JSONField(
        _("claimed by its file"),
        default=dict,
        blank=True,
        help_text=_("What an imported file says of its own accuracy; the figures above were measured here"),
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("created by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    activated_at = models.DateTimeField(_("last activated"), null=True, blank=True)

    file_sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, blank=True, validators=[SHA256])
    file_size = models.PositiveBigIntegerField(_("file size in bytes"), default=0)

    class Meta:
        verbose_name = _("model version")
        verbose_name_plural = _("model versions")
        ordering = ["-number"]
        permissions = [
            ("train_modelversion", _("Can train model versions")),
            ("activate_modelversion", _("Can put model versions live and roll back")),
            ("import_modelversion", _("Can import model versions from files")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["status"], condition=Q(status="active"), name="one_active_version"
            ),
            models.CheckConstraint(
                condition=~Q(status__in=["ready", "active", "retired"]) | ~Q(file_sha256=""),
                name="usable_version_has_a_file",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.name}"

    @property
    def state(self) -> Phrase:
        """The status as a word to be put into a phrase; a catalogue knows it from the choices."""
        return Phrase(str(self.status))

    @property
    def is_active(self) -> bool:
        """Whether this is the version that answers."""
        return self.status == Status.ACTIVE

    @property
    def can_be_activated(self) -> bool:
        """Whether it has finished training and is not live already."""
        return self.status in {Status.READY, Status.RETIRED}


@receiver(models.signals.pre_delete, sender=ModelVersion)
def forbid_deleting_the_active_version(instance: ModelVersion, **_signal: Any) -> None:
    """Refuse to delete the version that answers, whichever way it is tried.

    The row is asked, not the instance, which may have been loaded before an activation; and it stays locked
    until the deletion is through, so that none comes in between.
    """
    row = ModelVersion.objects.select_for_update().filter(pk=instance.pk).values_list("status", flat=True)
    if row.first() == Status.ACTIVE:
        raise models.ProtectedError(f"Version {instance} is active. Activate another one first.", {instance})


class DeploymentSource(models.TextChoices):
    """What an activation was done by."""

    ADMIN = "admin", _("admin")
    COMMAND = "command", _("command")
    TRAINING = "training", pgettext_lazy("way of an activation", "training")
    INSTALL = "install", _("installation")


class AppendOnly(Exception):
    """An entry of the log was to be changed."""


class LogQuerySet(models.QuerySet["Deployment"]):
    """Entries of the log, which are read and added to."""

    def update(self, **_changes: Any) -> NoReturn:
        """Refuse."""
        raise AppendOnly("The log of activations is only ever added to: its entries cannot be changed.")


class Deployment(models.Model):
    """One switch of the version that answers: an entry of a log that is only ever added to.

    Numbers and names stand beside the foreign keys as text, so that the entry outlives versions and users.
    """

    at = models.DateTimeField(_("when"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    by_name = models.CharField(
        _("who"), max_length=150, blank=True, help_text=_("A user of the site; for a command, of its machine")
    )
    source = models.CharField(_("way"), max_length=10, choices=DeploymentSource)
    is_rollback = models.BooleanField(_("rollback"), default=False)
    from_version = models.ForeignKey(
        ModelVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    from_number = models.BigIntegerField(_("from version"), null=True, blank=True)
    from_name = models.CharField(max_length=100, blank=True)
    to_version = models.ForeignKey(
        ModelVersion, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    to_number = models.BigIntegerField(_("to version"))
    to_name = models.CharField(max_length=100)
    reason = models.TextField(_("why"), blank=True)
    forced = models.BooleanField(
        _("forced"), default=False, help_text=_("Put live although a check before activation failed")
    )

    objects = LogQuerySet.as_manager()

    class Meta:
        db_table = "recognizer_activation"
        verbose_name = _("activation")
        verbose_name_plural = _("activations")
        ordering = ["-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return f"{self.to_number} · {self.to_name}"


@receiver(models.signals.pre_save, sender=Deployment)
def forbid_changes(instance: Deployment, **_signal: Any) -> None:
    """Refuse to change an entry of the log."""
    if not instance._state.adding:
        raise AppendOnly("The log of activations is only ever added to: its entries cannot be changed.")


@receiver(models.signals.pre_delete, sender=Deployment)
def forbid_deletion(instance: Deployment, **_signal: Any) -> None:
    """Refuse to delete an entry of the log."""
    raise AppendOnly("The log of activations is only ever added to: its entries cannot be deleted.")


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
