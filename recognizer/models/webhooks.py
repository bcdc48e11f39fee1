"""Webhooks: addresses that are told what happened, and each delivery to one of them."""

from collections.abc import Collection
from typing import Any
from urllib.parse import urlsplit

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from recognizer.fields import PhraseField

MAX_ADDRESS = 2000
"""Characters of an address; no receiver's is longer."""


class WebhookEvent(models.TextChoices):
    """What a webhook can be told of."""

    TRAINING_READY = "training.ready", _("a training is ready")
    TRAINING_FAILED = "training.failed", _("a training failed")
    TRAINING_INTERRUPTED = "training.interrupted", _("a training was interrupted")
    VERSION_LIVE = "version.live", _("a version went live")
    GATE_FAILED = "gate.failed", _("a version did not pass the gate")
    READINGS_DRIFTING = "readings.drifting", _("fewer readings seem right")
    TEST = "test", _("test")


CHOSEN_EVENTS = tuple(event for event in WebhookEvent if event is not WebhookEvent.TEST)
"""Of these a webhook is told if they were chosen for it; of a test, when somebody asks for one."""


class Webhook(models.Model):
    """An address that is told of some events, and the secret that signs what it is told."""

    name = models.CharField(_("name"), max_length=100)
    address = models.CharField(
        _("address"),
        max_length=MAX_ADDRESS,
        help_text=_("What happened is sent there, by POST"),
    )
    secret = models.CharField(_("secret"), max_length=100, editable=False)
    old_secret = models.CharField(
        _("secret before"), max_length=100, blank=True, default="", db_default="", editable=False
    )
    old_secret_until = models.DateTimeField(_("secret before signs until"), null=True, editable=False)
    events = models.JSONField(_("events"), default=list)
    active = models.BooleanField(
        _("active"), default=True, help_text=_("Otherwise nothing is kept for it, and nothing sent")
    )
    created_at = models.DateTimeField(_("created"), default=timezone.now, editable=False)
    failing_since = models.DateTimeField(
        _("fails since"),
        null=True,
        blank=True,
        editable=False,
        help_text=_("Empty: its last answer was good"),
    )
    off_reason = PhraseField(_("why it was turned off"), blank=True, editable=False)

    class Meta:
        verbose_name = _("webhook")
        verbose_name_plural = _("webhooks")
        ordering = ["name", "pk"]

    def __str__(self) -> str:
        return self.name

    @property
    def signing_secrets(self) -> tuple[str, ...]:
        """The secrets that sign now, the newest first: after a change also the one before, for a while."""
        is_over = self.old_secret_until is None or self.old_secret_until <= timezone.now()
        return (self.secret,) if is_over else (self.secret, self.old_secret)

    @property
    def place(self) -> str:
        """The address without its path, which may be known to the receiver alone."""
        parts = urlsplit(self.address)
        return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}"

    def hears(self, event: WebhookEvent) -> bool:
        """Whether it is told of this event."""
        chosen: Collection[Any] = self.events
        return self.active and event.value in chosen


class DeliveryState(models.TextChoices):
    """How a delivery stands."""

    WAITING = "waiting", _("waiting")
    FAILED = "failed", _("failed, is tried again")
    DELIVERED = "delivered", _("delivered")
    GIVEN_UP = "given_up", _("given up")


OPEN_STATES = (DeliveryState.WAITING, DeliveryState.FAILED)
"""What is still to be sent."""


class WebhookDelivery(models.Model):
    """An event for one webhook: written with what happened, sent by a worker afterwards."""

    webhook = models.ForeignKey(
        Webhook, verbose_name=_("webhook"), on_delete=models.CASCADE, related_name="deliveries"
    )
    event_id = models.CharField(
        _("event number"),
        max_length=64,
        help_text=_("The same in each attempt: receivers drop doubles by it"),
    )
    event = models.CharField(_("event"), max_length=30, choices=WebhookEvent)
    payload = models.JSONField(_("payload"))
    state = models.CharField(_("state"), max_length=10, choices=DeliveryState, default=DeliveryState.WAITING)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    next_attempt_at = models.DateTimeField(_("next attempt"), null=True, default=timezone.now)
    last_status = models.PositiveSmallIntegerField(_("last answer"), null=True)
    last_error = PhraseField(_("last error"), blank=True)
    created_at = models.DateTimeField(_("created"), default=timezone.now)
    delivered_at = models.DateTimeField(_("delivered"), null=True)

    class Meta:
        verbose_name = _("webhook delivery")
        verbose_name_plural = _("webhook deliveries")
        ordering = ["-pk"]
        default_permissions = ("view",)
        constraints = [
            models.UniqueConstraint(fields=["webhook", "event_id"], name="one_delivery_of_an_event")
        ]
        indexes = [
            models.Index(
                fields=["next_attempt_at"],
                condition=models.Q(next_attempt_at__isnull=False),
                name="delivery_that_is_due",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_event_display()} · {self.pk}"
