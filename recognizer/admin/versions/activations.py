"""The admin's pages for activation: checks, activation, rollback, and the log."""

from http import HTTPStatus
from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _

from recognizer.admin.pages import PageProblem, ReadOnlyAdmin, VersionPages
from recognizer.models import Deployment, DeploymentSource, ModelVersion
from recognizer.services.errors import VersionRefused, explained
from recognizer.services.release.activation import Actor, activate, active_version, roll_back, rollback_target
from recognizer.services.release.preflight import preflight


class ActivationForm(forms.Form):
    """The reason of an activation, and whether it overrules a failed check."""

    reason = forms.CharField(label=_("Why"), max_length=500, required=False)
    force = forms.BooleanField(label=_("Put it live against the failed checks"), required=False)
    live = forms.IntegerField(required=False)


class RollbackForm(forms.Form):
    """The reason of a rollback, and the version that was live when the page was shown."""

    reason = forms.CharField(label=_("Why"), max_length=500)
    live = forms.IntegerField()


class ActivationPages(VersionPages):
    """Which version is live: the checks before a switch, and the way back."""

    def urls(self) -> list[URLPattern]:
        """Return the addresses of activating and rolling back."""
        needed = ["activate"]
        return [
            self.guarded("<int:number>/activate/", self.activate, "activate", permissions=needed),
            self.guarded("roll-back/", self.roll_back, "roll_back", permissions=needed),
        ]

    def rollback_context(self, request: HttpRequest) -> dict[str, Any]:
        """Return the buttons' context; empty without the permission."""
        if not self.may(request, "activate"):
            return {}
        return {"may_activate": True, "live": active_version(), "rollback_target": rollback_target()}

    def activate(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show the checks of a version; activate it on POST."""
        version = self.version(number)
        form = ActivationForm(request.POST if request.method == "POST" else None)
        if form.is_valid() and self.is_activated(request, version, form.cleaned_data):
            return HttpResponseRedirect(reverse("admin:recognizer_modelversion_changelist"))
        title = gettext("Activate version %s") % version
        return self.page(request, "activate", title, version=version, preflight=preflight(version), form=form)

    def is_activated(self, request: HttpRequest, version: ModelVersion, decision: dict[str, Any]) -> bool:
        """Activate a version and return whether that succeeded; show the error if not."""
        try:
            activate(
                version,
                actor=Actor.of_user(request.user),
                reason=decision["reason"],
                force=decision["force"],
                instead_of=decision["live"],
            )
        except VersionRefused as error:
            self.owner.message_user(request, _("Not activated. %s") % explained(error), messages.ERROR)
            return False
        self.announce_live(request, version)
        return True

    def roll_back(self, request: HttpRequest) -> HttpResponse:
        """Ask why; on POST roll back to the version that was live before."""
        form = RollbackForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            self.try_to_roll_back(request, form.cleaned_data)
            return HttpResponseRedirect(reverse("admin:recognizer_modelversion_changelist"))
        target = rollback_target()
        if target is None:
            raise PageProblem(HTTPStatus.CONFLICT, gettext("There is no version to go back to."))
        title = gettext("Roll back to %s") % target
        return self.page(request, "rolling_back", title, target=target, live=active_version(), form=form)

    def try_to_roll_back(self, request: HttpRequest, decision: dict[str, Any]) -> None:
        """Roll back, and say what came of it."""
        try:
            entry = roll_back(
                actor=Actor.of_user(request.user), reason=decision["reason"], instead_of=decision["live"]
            )
        except VersionRefused as error:
            self.owner.message_user(request, _("Not rolled back. %s") % explained(error), messages.ERROR)
        else:
            self.announce_live(request, ModelVersion.objects.get(number=entry.to_number))

    def announce_live(self, request: HttpRequest, version: ModelVersion) -> None:
        """Show a message that the version is live, and write it into the version's history."""
        self.owner.log_change(request, version, gettext_noop("Activated."))
        self.owner.message_user(request, _("Version %s answers from now on.") % version, messages.SUCCESS)


@admin.register(Deployment)
class DeploymentAdmin(ReadOnlyAdmin[Deployment]):
    """The log of activations: read-only, for everybody who may view versions."""

    list_display = ("at", "who", "source", "from_text", "to_text", "data_set", "how", "why")
    list_display_links = None
    list_filter = ("source", "is_rollback", "forced")
    search_fields = ("by_name", "from_name", "to_name", "reason")
    date_hierarchy = "at"

    def has_view_permission(self, request: HttpRequest, obj: Deployment | None = None) -> bool:
        """Allow it to everybody who may view or change versions."""
        return request.user.has_perm("recognizer.view_modelversion") or request.user.has_perm(
            "recognizer.change_modelversion"
        )

    @admin.display(description=_("who"), ordering="by_name")
    def who(self, entry: Deployment) -> str:
        """Show the actor's name at the time."""
        return entry.by_name or "–"

    @admin.display(description=_("how"))
    def how(self, entry: Deployment) -> str:
        """Show whether it was a rollback or forced."""
        marks = [_("rollback")] * entry.is_rollback + [_("forced")] * entry.forced
        return ", ".join(map(str, marks))

    @admin.display(description=_("why"), ordering="reason")
    def why(self, entry: Deployment) -> str:
        """Show the reason: as typed, or, if the site gave it, in the reader's language."""
        is_typed = entry.source in {DeploymentSource.ADMIN, DeploymentSource.COMMAND} or not entry.reason
        return entry.reason if is_typed else gettext(entry.reason)

    @admin.display(description=_("data set"), ordering="data_set_number")
    def data_set(self, entry: Deployment) -> str:
        """Show the number of the data set of people from which the version had learned."""
        return "–" if entry.data_set_number is None else str(entry.data_set_number)

    @admin.display(description=_("from"), ordering="from_number")
    def from_text(self, entry: Deployment) -> str:
        """Show the version that was live before."""
        return "–" if entry.from_number is None else f"{entry.from_number} · {entry.from_name}"

    @admin.display(description=_("to"), ordering="to_number")
    def to_text(self, entry: Deployment) -> str:
        """Show the version that went live."""
        return f"{entry.to_number} · {entry.to_name}"
