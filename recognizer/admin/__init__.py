"""The admin, a module for each of its subjects."""

from recognizer.admin.people.users import GroupsAdmin, PeopleAdmin
from recognizer.admin.versions.activations import DeploymentAdmin
from recognizer.admin.versions.model_admin import ModelVersionAdmin

__all__ = ["DeploymentAdmin", "GroupsAdmin", "ModelVersionAdmin", "PeopleAdmin"]
