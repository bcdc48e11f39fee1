"""Users and groups: Django's own pages, which here say in the reader's language what one may be allowed."""

from typing import Any

from django.contrib import admin
from django.contrib.auth import get_permission_codename
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import ManyToManyField
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

USUAL = {"add": _("Can add"), "change": _("Can change"), "delete": _("Can delete"), "view": _("Can view")}
"""What any model lets do; the model is named before it."""


def said(permission: Permission) -> str:
    """Return app, model and what may be done with it; the database keeps all three in English."""
    kind = ContentType.objects.get_for_id(permission.content_type_id)
    model = kind.model_class()
    if model is None:  # it is no more
        return str(permission)
    options = model._meta
    usual = {get_permission_codename(action, options): words for action, words in USUAL.items()}
    words = usual.get(permission.codename) or gettext(permission.name)
    return f"{options.app_config.verbose_name} | {gettext(str(options.verbose_name))} | {words}"


class PermissionsField(ModelMultipleChoiceField[Permission]):
    """Permissions in the reader's language."""

    def label_from_instance(self, obj: Permission) -> str:
        return said(obj)


class SaysPermissions(admin.ModelAdmin[Any]):
    """A page on which permissions are chosen."""

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: HttpRequest | None = None, **kwargs: Any
    ) -> ModelMultipleChoiceField[Any] | None:
        if db_field.related_model is Permission:
            kwargs["form_class"] = PermissionsField
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[arg-type]


admin.site.unregister([User, Group])


@admin.register(User)
class PeopleAdmin(SaysPermissions, UserAdmin[User]):
    """Who may log in."""


@admin.register(Group)
class GroupsAdmin(SaysPermissions, GroupAdmin):
    """What several may do."""
