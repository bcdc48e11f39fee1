"""Model versions: one row for each trained network, beside its file."""

from typing import Any

from django.conf import settings
from django.core.validators import RegexValidator
from django.db import models
from django.db.models import Q
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

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
    notes = models.TextField(
        _("notes"),
        max_length=5000,
        blank=True,
        default="",
        db_default="",
        help_text=_("What whoever looks at it next year should know"),
    )
    tags = models.JSONField(
        _("tags"),
        default=list,
        db_default=[],
        blank=True,
        help_text=_("Words with commas between them; the list can be filtered by each"),
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
    people = models.ForeignKey(
        "recognizer.DataSet",
        verbose_name=_("what people gave"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="versions",
        help_text=_("The data set that it learned from beside the others"),
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
    def learned_from_people(self) -> bool:
        """Whether what people gave is among what it learned from, here or where it was imported from."""
        return self.people_id is not None or "people" in self.datasets

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
