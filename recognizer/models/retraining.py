"""Retraining: what a challenger showed at the gate, and what a site has decided to do by itself."""

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recognizer.models.versions import ModelVersion


class Challenge(models.Model):
    """A challenger at the gate: all that was measured against the version that was live, and the outcome."""

    version = models.OneToOneField(
        ModelVersion,
        primary_key=True,
        verbose_name=_("challenger"),
        on_delete=models.CASCADE,
        related_name="challenge",
    )
    against_number = models.BigIntegerField(_("against version"), null=True)
    against_name = models.CharField(max_length=100, blank=True)
    data_set = models.ForeignKey(
        "recognizer.DataSet",
        verbose_name=_("data set"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="challenges",
    )
    at = models.DateTimeField(_("when"), default=timezone.now)
    passed = models.BooleanField(_("passed"))
    evidence = models.JSONField(_("evidence"), help_text=_("A record for each check: what was found of both"))

    class Meta:
        verbose_name = _("challenge")
        verbose_name_plural = _("challenges")
        ordering = ["-at"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.version)


class Schedule(models.TextChoices):
    """When challengers are trained by themselves."""

    OFF = "off", _("never by itself")
    WEEKLY = "weekly", _("weekly, if there is anything new")
    SAMPLES = "samples", _("after so many new reviewed samples")


class LearningPolicy(models.Model):
    """What the site may do by itself; a single row. Only people activate, unless an operator allows more."""

    schedule = models.CharField(
        _("train a challenger"), max_length=10, choices=Schedule, default=Schedule.OFF
    )
    samples = models.PositiveIntegerField(
        _("new reviewed samples"), default=500, validators=[MinValueValidator(10)]
    )
    preset = models.CharField(_("preset"), max_length=20, default="best")
    people_weight = models.FloatField(
        _("weight of people's samples"),
        default=2.0,
        validators=[MinValueValidator(0.1), MaxValueValidator(20)],
    )
    shadow_share = models.PositiveSmallIntegerField(
        _("readings in the shadow, per cent"),
        default=10,
        validators=[MaxValueValidator(100)],
        help_text=_("Of a challenger that has passed the gate; 0: none"),
    )
    activates = models.BooleanField(
        _("put live by itself what has passed"),
        default=False,
        help_text=_("Without this only a person puts a version live"),
    )
    trained_at = models.DateTimeField(_("trained last"), null=True, blank=True, editable=False)

    class Meta:
        verbose_name = _("learning from people")
        verbose_name_plural = _("learning from people")
        default_permissions = ("view", "change")

    def __str__(self) -> str:
        return str(self.get_schedule_display())
