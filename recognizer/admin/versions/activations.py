"""The admin's pages of activation: the checks before, the switch, the way back, and the log."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from recognizer.admin.pages import VersionPages
from recognizer.models import Activation, ModelVersion, Source
from recognizer.services.errors import VersionRefused, explained
from recognizer.services.release.activation import Actor, activate, active_version, roll_back, rollback_target
from recognizer.services.release.preflight import preflight


class ActivationForm(forms.Form):
    """Why a version goes live, and whether against a check."""

    reason = forms.CharField(label=_("Why"), max_length=500, required=False)
    force = forms.BooleanField(label=_("Put it live against the failed checks"), required=False)
    live = forms.IntegerField(required=False)


class RollbackForm(forms.Form):
    """Which version was live when the button was shown."""

    live = forms.IntegerField()


class ActivationPages(VersionPages):
    """Which version is live: the checks before a switch, and the way back."""

    def urls(self) -> list[URLPattern]:
        """Return the addresses of activating and rolling back."""
        needed = ["activate"]
        return [
            self.guarded("<int:number>/activate/", self.activate, "activate", permissions=needed),
            self.guarded("roll-back/", require_POST(self.roll_back), "roll_back", permissions=needed),
        ]

    def way_back(self, request: HttpRequest) -> dict[str, Any]:
        """Return what the buttons need; nothing for whoever may not press them."""
        if not self.may(request, "activate"):
            return {}
        return {"may_activate": True, "live": active_version(), "rollback_target": rollback_target()}

    def activate(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show the checks of a version and, when told so, put it live."""
        version = self.version(number)
        form = ActivationForm(request.POST if request.method == "POST" else None)
        if form.is_valid() and self.is_activated(request, version, form.cleaned_data):
            return HttpResponseRedirect(reverse("admin:recognizer_modelversion_changelist"))
        title = gettext("Activate version %s") % version
        return self.page(request, "activate", title, version=version, preflight=preflight(version), form=form)

    def is_activated(self, request: HttpRequest, version: ModelVersion, decision: dict[str, Any]) -> bool:
        """Activate a version and say how it went; a refused one changes nothing."""
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
        self.say_live(request, version)
        return True

    def roll_back(self, request: HttpRequest) -> HttpResponse:
        """Put the version before live again."""
        form = RollbackForm(request.POST)
        if not form.is_valid():
            return HttpResponse(status=400)
        try:
            entry = roll_back(actor=Actor.of_user(request.user), instead_of=form.cleaned_data["live"])
        except VersionRefused as error:
            self.owner.message_user(request, _("Not rolled back. %s") % explained(error), messages.ERROR)
        else:
            self.say_live(request, ModelVersion.objects.get(number=entry.to_number))
        return HttpResponseRedirect(reverse("admin:recognizer_modelversion_changelist"))

    def say_live(self, request: HttpRequest, version: ModelVersion) -> None:
        """Say which version answers, here and in the history of the version."""
        self.owner.log_change(request, version, gettext_noop("Activated."))
        self.owner.message_user(request, _("Version %s answers from now on.") % version, messages.SUCCESS)


@admin.register(Activation)
class ActivationAdmin(admin.ModelAdmin[Activation]):
    """The log: to be read by whoever may look at versions, and changed by nobody."""

    list_display = ("at", "who", "source", "came_from", "went_to", "how", "why")
    list_display_links = None
    list_filter = ("source", "is_rollback", "forced")
    search_fields = ("by_name", "from_name", "to_name", "reason")
    date_hierarchy = "at"

    def has_view_permission(self, request: HttpRequest, obj: Activation | None = None) -> bool:
        """Let whoever may look at versions see which one was live when."""
        return request.user.has_perm("recognizer.view_modelversion") or request.user.has_perm(
            "recognizer.change_modelversion"
        )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: an entry comes from an activation."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Activation | None = None) -> bool:
        """Refuse: the log is only ever added to."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Activation | None = None) -> bool:
        """Refuse: the log is only ever added to."""
        return False

    @admin.display(description=_("who"), ordering="by_name")
    def who(self, entry: Activation) -> str:
        """Show the name as it was then."""
        return entry.by_name or "–"

    @admin.display(description=_("how"))
    def how(self, entry: Activation) -> str:
        """Show what was out of the ordinary."""
        marks = [_("rollback")] * entry.is_rollback + [_("forced")] * entry.forced
        return ", ".join(map(str, marks))

    @admin.display(description=_("why"), ordering="reason")
    def why(self, entry: Activation) -> str:
        """Show the reason: as a person typed it, or what the site gave for one, in the reader's language."""
        is_typed = entry.source in {Source.ADMIN, Source.COMMAND} or not entry.reason
        return entry.reason if is_typed else gettext(entry.reason)

    @admin.display(description=_("from"), ordering="from_number")
    def came_from(self, entry: Activation) -> str:
        """Show what was live before."""
        return "–" if entry.from_number is None else f"{entry.from_number} · {entry.from_name}"

    @admin.display(description=_("to"), ordering="to_number")
    def went_to(self, entry: Activation) -> str:
        """Show what went live."""
        return f"{entry.to_number} · {entry.to_name}"
