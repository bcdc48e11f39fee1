"""The tables, a module for each subject."""

from recognizer.models.data_sets import DataSet, DataSetState, Departure
from recognizer.models.deployments import AppendOnly, Deployment, DeploymentSource
from recognizer.models.feedback import (
    CANNOT_TELL,
    NO_DIGIT,
    Claim,
    ClaimKind,
    Contributor,
    Device,
    Part,
    Review,
    Sample,
    SampleState,
)
from recognizer.models.retraining import Challenge, LearningPolicy, Schedule
from recognizer.models.runs import TrainingRun
from recognizer.models.versions import SHA256, ModelVersion, Status
from recognizer.models.watching import Disagreement, ReadingTally, Shadow
from recognizer.models.webhooks import (
    CHOSEN_EVENTS,
    OPEN_STATES,
    DeliveryState,
    Webhook,
    WebhookDelivery,
    WebhookEvent,
)

__all__ = [
    "CANNOT_TELL",
    "CHOSEN_EVENTS",
    "NO_DIGIT",
    "OPEN_STATES",
    "SHA256",
    "AppendOnly",
    "Challenge",
    "Claim",
    "ClaimKind",
    "Contributor",
    "DataSet",
    "DataSetState",
    "DeliveryState",
    "Departure",
    "Deployment",
    "DeploymentSource",
    "Device",
    "Disagreement",
    "LearningPolicy",
    "ModelVersion",
    "Part",
    "ReadingTally",
    "Review",
    "Sample",
    "SampleState",
    "Schedule",
    "Shadow",
    "Status",
    "TrainingRun",
    "Webhook",
    "WebhookDelivery",
    "WebhookEvent",
]
