"""What people gave: contributors, their claims, the samples in these, and what reviewers say of them."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

NO_DIGIT = 10
"""The label of ink that is no digit, as in the data sets and of a network's eleventh output."""
CANNOT_TELL = 11
"""What a reviewer says of ink that might be this or that."""

ALIAS_LENGTH = 10


class Part(models.TextChoices):
    """The part of every data set to which all that a person gave belongs."""

    TRAINING = "training", pgettext_lazy("part of a data set", "training")
    VALIDATION = "validation", pgettext_lazy("part of a data set", "validation")
    HOLDOUT = "holdout", pgettext_lazy("part of a data set", "holdout")


class Device(models.TextChoices):
    """With what a drawing was made."""

    MOUSE = "mouse", _("mouse")
    TOUCH = "touch", _("finger")
    PEN = "pen", _("pen")
    PICTURE = "picture", _("picture")
    OTHER = "other", _("other")


class Contributor(models.Model):
    """Somebody who gives drawings, known by an opaque, random name that the browser keeps.

    The name itself is not kept, only its hash: whoever sees the database cannot speak for anyone in it.
    """

    digest = models.CharField(_("SHA-256 of the name"), max_length=64, unique=True)
    part = models.CharField(_("part"), max_length=10, choices=Part, help_text=_("Drawn by lot, once"))
    consent = models.PositiveSmallIntegerField(
        _("consent"), help_text=_("The edition of the text that was agreed to")
    )
    created_at = models.DateTimeField(_("since"), default=timezone.now)

    class Meta:
        verbose_name = _("contributor")
        verbose_name_plural = _("contributors")
        ordering = ["pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.alias

    @property
    def alias(self) -> str:
        """A short name for operators, from which the contributor's own cannot be found."""
        return self.digest[:ALIAS_LENGTH]


class ClaimKind(models.TextChoices):
    """What a contributor said of a reading."""

    CONFIRMED = "confirmed", _("confirmed")
    CORRECTED = "corrected", _("corrected")
    UNSAID = "unsaid", _("nothing said")


class ShownVerdict(models.TextChoices):
    """How far the answer could be trusted, as it was shown."""

    RECOGNIZED = "recognized", _("recognized")
    UNCERTAIN = "uncertain", _("uncertain")
    NOT_A_DIGIT = "not_a_digit", _("not a digit")
    EMPTY = "empty", pgettext_lazy("verdict", "empty")


class Claim(models.Model):
    """A reading that a contributor gave, and what was said of it. A claim is never a label by itself."""

    reading = models.UUIDField(
        _("reading"), unique=True, help_text=_("Of the receipt; nobody claims it twice")
    )
    contributor = models.ForeignKey(
        Contributor, verbose_name=_("contributor"), on_delete=models.CASCADE, related_name="claims"
    )
    at = models.DateTimeField(_("when"), default=timezone.now, db_index=True)
    kind = models.CharField(_("what was said"), max_length=10, choices=ClaimKind)
    device = models.CharField(_("device"), max_length=10, choices=Device, default=Device.OTHER)
    shown = models.CharField(_("answer shown"), max_length=1000, blank=True)
    said = models.CharField(_("answer said"), max_length=1000, blank=True)
    confidence = models.FloatField(_("confidence"))
    verdict = models.CharField(_("verdict"), max_length=12, choices=ShownVerdict)
    version = models.ForeignKey(
        "recognizer.ModelVersion",
        verbose_name=_("version"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    version_number = models.BigIntegerField(_("version"))
    strokes = models.JSONField(
        _("strokes"),
        null=True,
        help_text=_("As they were drawn; none of a picture, of which cut-outs are kept"),
    )

    class Meta:
        verbose_name = _("claim")
        verbose_name_plural = _("claims")
        ordering = ["-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return f"{self.shown or '–'} → {self.said or '–'}"


class SampleState(models.TextChoices):
    """How far reviewers have come with a sample."""

    WAITING = "waiting", _("waiting")
    AGREED = "agreed", _("agreed")
    DISPUTED = "disputed", _("disputed")
    UNUSABLE = "unusable", _("unusable")


class Sample(models.Model):
    """One digit of a claim, as the network sees it, or ink that is said to be none."""

    claim = models.ForeignKey(
        Claim, verbose_name=_("claim"), on_delete=models.CASCADE, related_name="samples"
    )
    position = models.PositiveSmallIntegerField(_("place in the number"))
    tile = models.BinaryField(_("tile"), help_text=_("28×28 bytes, ink 255"))
    cut_out = models.BinaryField(
        _("cut-out"), null=True, help_text=_("PNG of its ink, of a picture; strokes are in the claim")
    )
    stroke_numbers = models.JSONField(
        _("its strokes"),
        null=True,
        help_text=_("Which of the claim's strokes are its own, from 0; of a picture none"),
    )
    said = models.PositiveSmallIntegerField(
        _("said"), null=True, help_text=_("0 to 9, 10 for no digit; empty: nothing was said")
    )
    read = models.PositiveSmallIntegerField(_("read by the version"), help_text=_("0 to 9, 10 for no digit"))
    confidence = models.FloatField(_("confidence"))
    margin = models.FloatField(
        _("margin"), help_text=_("How far the likeliest answer is ahead of the next, 0 to 1")
    )
    is_random = models.BooleanField(
        _("by lot"), default=False, help_text=_("A lot chose the reading before anything was said of it")
    )
    doubt = models.FloatField(
        _("doubt"), default=0.0, help_text=_("0 to 1: the higher, the sooner it is reviewed")
    )
    marks = models.JSONField(
        _("marks"), default=list, blank=True, help_text=_("Why what was said of it is suspicious")
    )
    sorted_by = models.BigIntegerField(
        _("sorted by version"), null=True, help_text=_("From whose look at it doubt and marks come")
    )
    sorted_at = models.DateTimeField(_("sorted"), null=True)

    state = models.CharField(_("state"), max_length=10, choices=SampleState, default=SampleState.WAITING)
    label = models.PositiveSmallIntegerField(
        _("label"), null=True, help_text=_("On which reviewers agree: 0 to 9, 10 for no digit")
    )
    agreed_at = models.DateTimeField(_("agreed"), null=True)

    class Meta:
        verbose_name = _("sample")
        verbose_name_plural = _("samples")
        ordering = ["pk"]
        default_permissions = ("view",)
        permissions = [("review_sample", _("Can review what people gave"))]
        indexes = [models.Index(fields=["state", "-doubt"], name="sample_to_review")]
        constraints = [
            models.UniqueConstraint(fields=["claim", "position"], name="one_sample_at_a_place"),
            models.CheckConstraint(
                condition=~Q(state="agreed") | Q(label__isnull=False), name="agreed_sample_has_a_label"
            ),
        ]

    def __str__(self) -> str:
        return str(self.pk)


class Review(models.Model):
    """What one person says of a sample, having seen neither the network's answer nor anyone else's."""

    sample = models.ForeignKey(
        Sample, verbose_name=_("sample"), on_delete=models.CASCADE, related_name="reviews"
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        verbose_name=_("reviewer"),
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
    )
    reviewer_name = models.CharField(_("reviewer"), max_length=150)
    answer = models.PositiveSmallIntegerField(
        _("answer"), help_text=_("0 to 9, 10 for no digit, 11: cannot tell")
    )
    at = models.DateTimeField(_("when"), default=timezone.now)

    class Meta:
        verbose_name = _("review")
        verbose_name_plural = _("reviews")
        ordering = ["pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["sample", "reviewer"], name="one_review_by_each_person")
        ]

    def __str__(self) -> str:
        return f"{self.sample_id} · {self.reviewer_name}"
