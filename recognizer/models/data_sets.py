"""Data sets of what people gave, as versions that never change; and who has left with all that was given."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from recognizer.models.feedback import Contributor
from recognizer.models.versions import SHA256


class DataSetState(models.TextChoices):
    """Whether a data set can be trained on."""

    READY = "ready", pgettext_lazy("state of a data set", "ready")
    WITHDRAWN = "withdrawn", _("withdrawn")


class DataSet(models.Model):
    """One version of the data set: a file that never changes, named by its hash, and what is in it."""

    number = models.BigAutoField(_("data set"), primary_key=True)
    name = models.CharField(_("name"), max_length=100)
    state = models.CharField(_("state"), max_length=10, choices=DataSetState, default=DataSetState.READY)
    created_at = models.DateTimeField(_("made"), default=timezone.now)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("made by"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    created_by_name = models.CharField(_("made by"), max_length=150, blank=True)
    parent = models.ForeignKey(
        "self",
        verbose_name=_("made from"),
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="children",
    )
    reason = models.TextField(_("why"), blank=True)
    licence = models.CharField(_("licence"), max_length=200, blank=True)
    consent = models.PositiveSmallIntegerField(
        _("consent"), default=0, help_text=_("The oldest edition of the text that a contributor agreed to")
    )
    imported = models.BooleanField(_("imported"), default=False)

    sha256 = models.CharField(_("SHA-256 of the file"), max_length=64, validators=[SHA256], db_index=True)
    file_size = models.PositiveBigIntegerField(_("file size in bytes"), default=0)
    samples = models.PositiveIntegerField(_("samples"), default=0)
    statistics = models.JSONField(
        _("statistics"), default=dict, help_text=_("Samples and people by part, label and device")
    )
    contributors = models.ManyToManyField(
        Contributor, verbose_name=_("contributors"), related_name="data_sets", blank=True
    )

    class Meta:
        verbose_name = _("data set")
        verbose_name_plural = _("data sets")
        ordering = ["-number"]
        default_permissions = ("view",)
        permissions = [
            ("make_dataset", _("Can make data sets of what people gave")),
            ("export_dataset", _("Can export data sets")),
            ("import_dataset", _("Can import data sets")),
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["sha256"], condition=Q(state="ready"), name="one_ready_data_set_of_a_file"
            )
        ]

    def __str__(self) -> str:
        return f"{self.number} · {self.name}"


class Departure(models.Model):
    """A contributor took back all that was given: what went, and which versions had learnt from it."""

    at = models.DateTimeField(_("when"), default=timezone.now)
    alias = models.CharField(_("contributor"), max_length=10)
    samples = models.PositiveIntegerField(_("samples"), default=0)
    data_sets = models.JSONField(
        _("data sets"),
        default=dict,
        help_text=_("Number of each that went, and of the one made in its place"),
    )
    versions = models.JSONField(
        _("versions"), default=list, help_text=_("Numbers of the versions that had learnt from it")
    )

    class Meta:
        verbose_name = _("departure")
        verbose_name_plural = _("departures")
        ordering = ["-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.alias
