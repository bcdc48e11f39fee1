"""Retention: what people gave is kept for as long as they were told, and no longer."""

from datetime import timedelta

from django.conf import settings
from django.db.models import Exists, OuterRef
from django.utils import timezone

from recognizer.models import Claim, Contributor, DataSet, DataSetState, Disagreement, Sample, SampleState


def remove_old_gifts() -> int:
    """Delete claims older than FEEDBACK_DAYS that are in no data set, and contributors without any.

    A data set knows its contributors, and takes agreed samples alone: an agreed one of theirs may be in it.
    Return how many rows went, of samples and disagreements too.
    """
    oldest = timezone.now() - timedelta(days=settings.FEEDBACK_DAYS)
    agreed = Sample.objects.filter(claim=OuterRef("pk"), state=SampleState.AGREED)
    data_sets = DataSet.objects.filter(state=DataSetState.READY, contributors=OuterRef("contributor"))
    claims, _ = Claim.objects.filter(at__lt=oldest).exclude(Exists(agreed), Exists(data_sets)).delete()
    disagreements, _ = Disagreement.objects.filter(at__lt=oldest).delete()
    contributors, _ = Contributor.objects.filter(
        created_at__lt=oldest, claims=None, disagreements=None, data_sets=None
    ).delete()
    return claims + disagreements + contributors
