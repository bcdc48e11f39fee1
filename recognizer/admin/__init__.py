"""The admin, a module for each of its subjects."""

from recognizer.admin.activations import ActivationAdmin
from recognizer.admin.people import GroupsAdmin, PeopleAdmin
from recognizer.admin.versions import ModelVersionAdmin

__all__ = ["ActivationAdmin", "GroupsAdmin", "ModelVersionAdmin", "PeopleAdmin"]
