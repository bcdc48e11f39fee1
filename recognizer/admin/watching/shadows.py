"""The page of the shadow: start and stop it, and see on what it differs from the live version."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.core.paginator import Page, Paginator
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop
from django.views.decorators.http import require_POST

from recognizer.admin.pages import whole_number
from recognizer.admin.watching.drawings import drawing
from recognizer.admin.watching.pages import WatchingPages
from recognizer.models import Challenge, Disagreement, ModelVersion, Shadow
from recognizer.services.errors import NotPossibleNow, explained
from recognizer.services.watching.shadow import IN_THE_SHADOW, running_shadow, start_shadow, stop_shadow

PAGE_SIZE = 24
USUAL_SHARE = 10
LIST = "admin:recognizer_shadow_changelist"


class VersionField(forms.ModelChoiceField[ModelVersion]):
    """A version, with what the gate said of it."""

    def label_from_instance(self, obj: ModelVersion) -> str:
        """Return the version's name and the gate's outcome."""
        challenge = getattr(obj, "challenge", None)
        if challenge is None:
            return str(obj)
        outcome = _("passed the gate") if challenge.passed else _("did not pass the gate")
        return f"{obj} – {outcome}"


class ShadowForm(forms.Form):
    """Which version is to read in the shadow, and how much."""

    version = VersionField(
        label=gettext_lazy("Version"),
        queryset=ModelVersion.objects.filter(status__in=IN_THE_SHADOW).select_related("challenge"),
        empty_label=None,
    )
    share = forms.IntegerField(label=gettext_lazy("Share of readings (%)"), min_value=1, max_value=100)


@admin.register(Shadow)
class ShadowAdmin(WatchingPages):
    """The shadow that runs, and those that did."""

    needed = ("view_shadow", "view_modelversion", "change_modelversion", "activate_modelversion")

    def get_urls(self) -> list[URLPattern]:
        """Add the buttons."""
        return [
            self.route("start/", require_POST(self.start), "start"),
            self.route("<int:number>/stop/", require_POST(self.stop), "stop"),
            *super().get_urls(),
        ]

    def has_start_permission(self, request: HttpRequest) -> bool:
        """Whether this user may start and stop shadows: they take time of the site."""
        return request.user.has_perm("recognizer.activate_modelversion")

    def has_drawings_permission(self, request: HttpRequest) -> bool:
        """Whether this user may see what people drew."""
        return self.has_start_permission(request) or request.user.has_perm("recognizer.view_disagreement")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the shadow that runs, and a list of all others."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        shadow = running_shadow()
        chosen = whole_number(request.GET.get("version")) or proposed(shadow)
        share = USUAL_SHARE if shadow is None else shadow.share
        return self.shadow_page(request, shadow, ShadowForm(initial={"version": chosen, "share": share}))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show one shadow, running or not."""
        shadow = Shadow.objects.select_related("version").filter(pk=whole_number(object_id)).first()
        if not self.has_view_permission(request):
            raise PermissionDenied
        if shadow is None:
            raise Http404
        return self.shadow_page(request, shadow, None)

    def shadow_page(
        self, request: HttpRequest, shadow: Shadow | None, form: ShadowForm | None
    ) -> HttpResponse:
        """Return the page of a shadow; with a form the page of all."""
        page = None
        if shadow is not None and self.has_drawings_permission(request):
            page = page_of_disagreements(shadow, request.GET.get("page", "1"))
        others = Shadow.objects.select_related("version")
        return self.page(
            request,
            "shadow/shadow",
            _("Shadow") if form else _("Shadow: version %s") % shadow,
            shadow=shadow,
            is_one=form is None,
            agreement=shadow.agreed / shadow.readings if shadow and shadow.readings else None,
            page=page,
            disagreements=[] if page is None else [shown(row) for row in page],
            others=[] if form is None else others.exclude(pk=shadow.pk if shadow else None),
            form=form,
            may_start=self.has_start_permission(request),
        )

    def start(self, request: HttpRequest) -> HttpResponse:
        """Start a shadow, or change its share."""
        if not self.has_start_permission(request):
            raise PermissionDenied
        form = ShadowForm(request.POST)
        if not form.is_valid():
            return self.shadow_page(request, running_shadow(), form)
        version, share = form.cleaned_data["version"], form.cleaned_data["share"]
        try:
            start_shadow(version, share=share, by=request.user.get_username())
        except NotPossibleNow as error:
            self.message_user(request, explained(error), messages.ERROR)
        else:
            self.log_change(request, version, gettext_noop("Reads in the shadow."))
            text = _("Version %(version)s reads %(share)s %% in the shadow, within a few seconds.")
            self.message_user(request, text % {"version": version, "share": share}, messages.SUCCESS)
        return HttpResponseRedirect(reverse(LIST))

    def stop(self, request: HttpRequest, number: int) -> HttpResponse:
        """Stop a shadow."""
        if not self.has_start_permission(request):
            raise PermissionDenied
        version = ModelVersion.objects.filter(pk=number).first()
        if version is None:
            raise Http404
        stop_shadow(version)
        self.log_change(request, version, gettext_noop("Reads in the shadow no more."))
        self.message_user(request, _("Version %s reads in the shadow no more.") % version, messages.SUCCESS)
        return HttpResponseRedirect(reverse("admin:recognizer_shadow_change", args=[number]))


def proposed(shadow: Shadow | None) -> int | None:
    """Return the number of the version that is likely meant: of the one that reads, or the newest passed."""
    if shadow is not None:
        return int(shadow.pk)
    passed = Challenge.objects.filter(passed=True, version__status__in=IN_THE_SHADOW).order_by("-pk")
    return passed.values_list("pk", flat=True).first()


def page_of_disagreements(shadow: Shadow, number: str) -> Page[Disagreement]:
    """Return a page of what shadow and live version read differently, the latest first."""
    return Paginator(Disagreement.objects.filter(shadow=shadow), PAGE_SIZE).get_page(number)


def shown(row: Disagreement) -> dict[str, Any]:
    """Return a disagreement with its drawing."""
    label = _("A drawing that one read as %(live)s, the other as %(shadow)s") % {
        "live": row.live_text or "–",
        "shadow": row.shadow_text or "–",
    }
    return {"row": row, "drawing": drawing(row.strokes, label)}
