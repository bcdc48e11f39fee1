"""Users and groups: Django's pages, translated, and safe against privilege escalation."""

from collections.abc import Iterable, Mapping
from typing import Any

from django.contrib import admin, messages
from django.contrib.auth import get_permission_codename
from django.contrib.auth.admin import GroupAdmin, UserAdmin
from django.contrib.auth.models import Group, Permission, User
from django.contrib.contenttypes.models import ContentType
from django.db.models import ManyToManyField, Q, QuerySet
from django.forms import ModelMultipleChoiceField
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import yesno
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_noop, ngettext
from django.utils.translation import gettext_lazy as _

from digitweb.security.sessions import end_sessions
from recognizer.admin.pages import RowsAdmin
from recognizer.admin.people.logins import forget_failures

USUAL = {"add": _("Can add"), "change": _("Can change"), "delete": _("Can delete"), "view": _("Can view")}
"""What any model lets do; the model is named before it."""

COME_WITH_DIGITWEB = (
    gettext_noop("viewer"),
    gettext_noop("trainer"),
    gettext_noop("reviewer"),
    gettext_noop("operator"),
    gettext_noop("handwriting reviewer"),
    gettext_noop("data keeper"),
)
"""Groups that `migrate` makes, which are shown in the reader's language."""


def permission_text(permission: Permission) -> str:
    """Return a permission's label in the reader's language: app, model and action."""
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
        return permission_text(obj)


class GroupsField(ModelMultipleChoiceField[Group]):
    """Groups, those that come with digitweb in the reader's language."""

    def label_from_instance(self, obj: Group) -> str:
        return gettext(obj.name)


FORM_FIELDS: Mapping[Any, type[ModelMultipleChoiceField[Any]]] = {
    Permission: PermissionsField,
    Group: GroupsField,
}


class PermissionsAdmin(RowsAdmin[Any]):
    """Shows permission fields read-only to all but superusers.

    Others could give themselves, or their group, permissions that they lack.
    """

    power_fields: Mapping[str, str] = {}
    """By the name of a field with which power is given, the name of what shows it to all others."""

    def formfield_for_manytomany(
        self, db_field: "ManyToManyField[Any, Any]", request: HttpRequest | None = None, **kwargs: Any
    ) -> ModelMultipleChoiceField[Any] | None:
        if form_class := FORM_FIELDS.get(db_field.related_model):
            kwargs["form_class"] = form_class
        return super().formfield_for_manytomany(db_field, request, **kwargs)  # type: ignore[arg-type]

    def get_fieldsets(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ANN401 - Django's own
        fieldsets = super().get_fieldsets(request, obj)
        if request.user.is_superuser:
            return fieldsets
        return [(title, {**options, "fields": self.shown(options["fields"])}) for title, options in fieldsets]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:  # noqa: ANN401 - Django's own
        fields = super().get_readonly_fields(request, obj)
        if request.user.is_superuser:
            return fields
        return [*fields, *self.power_fields, *self.power_fields.values()]

    def shown(self, fields: Iterable[Any]) -> list[Any]:
        """Replace fields that give permissions by their read-only texts."""
        return [self.power_fields.get(field, field) for field in fields]


def listed(lines: Iterable[str]) -> SafeString:
    """Join lines by line breaks; return a dash for none."""
    return format_html_join(mark_safe("<br>"), "{}", ((line,) for line in lines)) or SafeString("–")


def is_beyond(user: Any, actor: Any) -> bool:  # noqa: ANN401 - a user, or nobody
    """Whether a user has permissions that `actor` lacks; `actor` must not change or delete such a user."""
    if actor.is_superuser or user.pk == actor.pk:
        return False
    return user.is_superuser or bool(granted(user) - granted(actor))


def granted(user: Any) -> set[int]:  # noqa: ANN401 - a user, or nobody
    """Return the permissions that a user has, or would have if active."""
    return set(Permission.objects.filter(Q(user=user) | Q(group__user=user)).values_list("pk", flat=True))


admin.site.unregister([User, Group])


@admin.register(User)
class PeopleAdmin(PermissionsAdmin, UserAdmin[User]):
    """The admin of users. Nobody can change or delete a user who has more permissions."""

    actions = ("let_in_again", "log_out_everywhere")
    power_fields = {
        "is_superuser": "superuser_text",
        "groups": "groups_text",
        "user_permissions": "permissions_text",
    }

    def has_change_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        may = bool(super().has_change_permission(request, obj))
        return may and (obj is None or not is_beyond(obj, request.user))

    def has_delete_permission(self, request: HttpRequest, obj: User | None = None) -> bool:
        may = bool(super().has_delete_permission(request, obj))
        return may and (obj is None or not is_beyond(obj, request.user))

    @admin.action(description=_("Let in again after wrong passwords"), permissions=["change"])
    def let_in_again(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """Delete the failed logins of the selected users whom one may change."""
        names = [user.username for user in queryset if self.has_change_permission(request, user)]
        forget_failures(names)
        text = ngettext("%d user can try again at once.", "%d users can try again at once.", len(names))
        self.message_user(request, text % len(names), messages.SUCCESS)

    @admin.action(description=_("Log out everywhere"), permissions=["change"])
    def log_out_everywhere(self, request: HttpRequest, queryset: QuerySet[User]) -> None:
        """End all sessions of the selected users whom one may change."""
        users = [user for user in queryset if self.has_change_permission(request, user)]
        count = end_sessions([user.pk for user in users])
        for user in users:
            self.log_change(request, user, gettext_noop("Logged out everywhere."))
        text = ngettext("%d session has ended.", "%d sessions have ended.", count)
        self.message_user(request, text % count, messages.SUCCESS)

    def user_change_password(self, request: HttpRequest, id: str, form_url: str = "") -> HttpResponse:  # noqa: A002
        """Set somebody else's password; for one's own, ask for the old one first."""
        if id == str(request.user.pk):
            return HttpResponseRedirect(reverse("admin:password_change"))
        return super().user_change_password(request, id, form_url)

    @admin.display(description=_("superuser status"))
    def superuser_text(self, user: User) -> str:
        """Show as text whether this is a superuser: an icon's text would be English."""
        return str(yesno(user.is_superuser))

    @admin.display(description=_("groups"))
    def groups_text(self, user: User) -> SafeString:
        """Show the groups in the reader's language."""
        return listed(gettext(group.name) for group in user.groups.order_by("name"))

    @admin.display(description=_("user permissions"))
    def permissions_text(self, user: User) -> SafeString:
        """Show the permissions in the reader's language."""
        return listed(permission_text(permission) for permission in user.user_permissions.all())


@admin.register(Group)
class GroupsAdmin(PermissionsAdmin, GroupAdmin):
    """The admin of groups, which only superusers change."""

    list_display = ("name_text",)
    fields = ("name", "permissions")
    power_fields = {"permissions": "permissions_text"}

    def has_add_permission(self, request: HttpRequest) -> bool:
        return bool(request.user.is_superuser)

    def has_change_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return bool(request.user.is_superuser)

    def has_delete_permission(self, request: HttpRequest, obj: Group | None = None) -> bool:
        return bool(request.user.is_superuser)

    @admin.display(description=_("group"), ordering="name")
    def name_text(self, group: Group) -> str:
        """Show the name, translated if the group comes with digitweb."""
        return gettext(group.name)

    @admin.display(description=_("permissions"))
    def permissions_text(self, group: Group) -> SafeString:
        """Show the permissions in the reader's language."""
        return listed(permission_text(permission) for permission in group.permissions.all())
