"""The log of which version was live: only ever added to."""

from typing import Any, NoReturn

from django.conf import settings
from django.db import models
from django.dispatch import receiver
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from recognizer.models.versions import ModelVersion


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
    data_set_number = models.BigIntegerField(
        _("data set"), null=True, blank=True, help_text=_("Of what people gave, from which it had learned")
    )
    evidence = models.JSONField(
        _("evidence"),
        default=dict,
        db_default={},  # of a server of 1.0.0, which knows nothing of it
        blank=True,
        help_text=_("What the gate found of it, if it went through one"),
    )
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
