"""The admin, a module for each of its subjects."""

from recognizer.admin.feedback.data_sets import DataSetAdmin, DepartureAdmin
from recognizer.admin.feedback.given import ClaimAdmin, ContributorAdmin, SampleAdmin
from recognizer.admin.feedback.review_pages import ReviewAdmin
from recognizer.admin.people.users import GroupsAdmin, PeopleAdmin
from recognizer.admin.versions.activations import DeploymentAdmin
from recognizer.admin.versions.model_admin import ModelVersionAdmin
from recognizer.admin.watching.drift import DriftAdmin
from recognizer.admin.watching.policy import PolicyAdmin
from recognizer.admin.watching.shadows import ShadowAdmin
from recognizer.admin.webhooks.deliveries import DeliveryAdmin
from recognizer.admin.webhooks.hooks import WebhookAdmin

__all__ = [
    "ClaimAdmin",
    "ContributorAdmin",
    "DataSetAdmin",
    "DeliveryAdmin",
    "DepartureAdmin",
    "DeploymentAdmin",
    "DriftAdmin",
    "GroupsAdmin",
    "ModelVersionAdmin",
    "PeopleAdmin",
    "PolicyAdmin",
    "ReviewAdmin",
    "SampleAdmin",
    "ShadowAdmin",
    "WebhookAdmin",
]
