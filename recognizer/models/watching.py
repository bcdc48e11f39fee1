"""Watching: what a challenger reads in the shadow of the live version, and how sure readings are by day."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recognizer.models.feedback import Contributor, Device
from recognizer.models.versions import ModelVersion


class Shadow(models.Model):
    """A version that reads a share of live requests after they were answered; nobody sees its answers."""

    version = models.OneToOneField(
        ModelVersion,
        primary_key=True,
        verbose_name=_("version"),
        on_delete=models.CASCADE,
        related_name="shadow",
    )
    share = models.PositiveSmallIntegerField(
        _("share of readings, per cent"), validators=[MinValueValidator(1), MaxValueValidator(100)]
    )
    started_at = models.DateTimeField(_("since"), default=timezone.now)
    started_by_name = models.CharField(_("started by"), max_length=150, blank=True)
    ended_at = models.DateTimeField(_("until"), null=True, blank=True)
    readings = models.PositiveBigIntegerField(_("read"), default=0)
    agreed = models.PositiveBigIntegerField(_("agreed"), default=0)
    dropped = models.PositiveBigIntegerField(
        _("dropped"), default=0, help_text=_("Left out because the server had enough to do")
    )

    class Meta:
        verbose_name = _("shadow")
        verbose_name_plural = _("shadows")
        ordering = ["-started_at"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.version)


class Disagreement(models.Model):
    """A reading on which shadow and live version differ, kept with its drawing if a contributor allows it."""

    shadow = models.ForeignKey(
        Shadow, verbose_name=_("shadow"), on_delete=models.CASCADE, related_name="disagreements"
    )
    contributor = models.ForeignKey(
        Contributor, verbose_name=_("contributor"), on_delete=models.CASCADE, related_name="disagreements"
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    device = models.CharField(_("device"), max_length=10, choices=Device, default=Device.OTHER)
    live_number = models.BigIntegerField(_("live version"))
    live_text = models.CharField(_("live version's answer"), max_length=1000, blank=True)
    live_confidence = models.FloatField(_("its confidence"))
    shadow_text = models.CharField(_("shadow's answer"), max_length=1000, blank=True)
    shadow_confidence = models.FloatField(_("its confidence"))
    strokes = models.JSONField(_("strokes"))

    class Meta:
        verbose_name = _("disagreement")
        verbose_name_plural = _("disagreements")
        ordering = ["-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.live_text or '–'} / {self.shadow_text or '–'}"


class ReadingTally(models.Model):
    """How many readings a version gave on a day, and how sure it was: no drawing, nobody's name."""

    day = models.DateField(_("day"))
    version_number = models.BigIntegerField(_("version"))
    device = models.CharField(_("device"), max_length=10, choices=Device)
    readings = models.PositiveBigIntegerField(_("readings"), default=0)
    recognized = models.PositiveBigIntegerField(_("recognized"), default=0)
    confidence_sum = models.FloatField(_("sum of confidence"), default=0.0)
    variance_sum = models.FloatField(
        _("sum of variance"), default=0.0, help_text=_("Of c (1 − c): how far the estimate may be off")
    )

    class Meta:
        verbose_name = _("readings of a day")
        verbose_name_plural = _("readings by day")
        ordering = ["-day"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["day", "version_number", "device"], name="one_tally_of_a_kind")
        ]

    def __str__(self) -> str:
        return f"{self.day} · {self.version_number} · {self.device}"
