"""What people gave, to be looked at: claims, samples and contributors. Nobody changes anything here."""

from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Count, Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recognizer.admin.feedback.review_standing import REVIEW, standing
from recognizer.admin.feedback.words import label_text, mark_text
from recognizer.admin.pages import ReadOnlyAdmin
from recognizer.models import Claim, Contributor, Sample
from recognizer.services.feedback.features import tiles_of
from recognizer.services.feedback.review import OPEN
from recognizer.services.recognition.tiles import png_data_url


class LookOnly(ReadOnlyAdmin[Any]):
    """Rows that can be looked at, with a permission, and nothing else."""

    needed = ""
    """The permission."""
    list_per_page = 50

    class Media:
        css = {"all": ("admin/recognizer.css", "admin/review.css")}

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        return request.user.has_perm(self.needed)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


@admin.register(Claim)
class ClaimAdmin(LookOnly):
    """The readings that people gave, and what they said of them."""

    needed = "recognizer.view_claim"
    list_display = ("at", "who", "kind", "device", "shown", "said", "verdict", "version_number")
    list_filter = ("kind", "device", "verdict")
    list_select_related = ("contributor",)
    date_hierarchy = "at"
    fields = (*list_display, "confidence")
    readonly_fields = ("who",)

    @admin.display(description=_("contributor"))
    def who(self, claim: Claim) -> str:
        return claim.contributor.alias


@admin.register(Contributor)
class ContributorAdmin(LookOnly):
    """Who gave something, by a short name that leads to nobody."""

    needed = "recognizer.view_claim"
    list_display = ("alias_text", "part", "consent", "created_at", "given_claims", "given_samples")
    list_filter = ("part", "consent")
    fields = ("alias_text", "part", "consent", "created_at")
    readonly_fields = ("alias_text",)

    def get_queryset(self, request: HttpRequest) -> QuerySet[Contributor]:
        people: QuerySet[Contributor] = super().get_queryset(request)
        return people.annotate(
            claim_count=Count("claims", distinct=True), sample_count=Count("claims__samples")
        )

    @admin.display(description=_("contributor"))
    def alias_text(self, person: Contributor) -> str:
        return person.alias

    @admin.display(description=_("claims"), ordering="claim_count")
    def given_claims(self, person: Any) -> int:  # noqa: ANN401 - with what the query adds
        return int(person.claim_count)

    @admin.display(description=_("samples"), ordering="sample_count")
    def given_samples(self, person: Any) -> int:  # noqa: ANN401
        return int(person.sample_count)


@admin.register(Sample)
class SampleAdmin(LookOnly):
    """The samples; what was said and read of one is shown when reviewers are through with it."""

    needed = "recognizer.view_sample"
    list_display = (
        "__str__",
        "picture",
        "state",
        "label_shown",
        "said_shown",
        "read_shown",
        "device",
        "by_lot",
        "at",
    )
    list_filter = ("state", "claim__device")
    list_select_related = ("claim",)
    fields = (*list_display[1:], "marks_shown", "agreed_at")
    readonly_fields = (
        "picture",
        "label_shown",
        "said_shown",
        "read_shown",
        "device",
        "by_lot",
        "at",
        "marks_shown",
    )
    change_list_template = "admin/recognizer/sample/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        """Put the page of how review stands before Django's own."""
        view = self.admin_site.admin_view(self.standing)
        return [path("standing/", view, name="recognizer_sample_standing"), *super().get_urls()]

    def standing(self, request: HttpRequest) -> HttpResponse:
        """Show how review stands."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Review: how it stands"),
            "media": self.media,
            "may_review": request.user.has_perm(REVIEW),
            **standing(request.user, request.GET.get("page", "1")),
        }
        return TemplateResponse(request, "admin/recognizer/sample/standing.html", context)

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Link the page of review for whoever may open it."""
        extra = {"may_review": request.user.has_perm(REVIEW), **(extra_context or {})}
        return super().changelist_view(request, extra)

    @admin.display(description=_("tile"))
    def picture(self, sample: Sample) -> SafeString:
        url = png_data_url(tiles_of([sample])[0])
        return format_html('<img class="review-thumb" src="{}" alt="" width="56" height="56">', url)

    @admin.display(description=_("label"), ordering="label")
    def label_shown(self, sample: Sample) -> str:
        return label_text(sample.label)

    @admin.display(description=_("said"))
    def said_shown(self, sample: Sample) -> str:
        return gettext("after review") if sample.state in OPEN else label_text(sample.said)

    @admin.display(description=_("read by the version"))
    def read_shown(self, sample: Sample) -> str:
        return gettext("after review") if sample.state in OPEN else label_text(sample.read)

    @admin.display(description=_("device"), ordering="claim__device")
    def device(self, sample: Sample) -> str:
        return sample.claim.get_device_display()

    @admin.display(description=_("by lot"), ordering="is_random")
    def by_lot(self, sample: Sample) -> str:
        return gettext("yes") if sample.is_random else "–"

    @admin.display(description=_("when"), ordering="claim__at")
    def at(self, sample: Sample) -> Any:  # noqa: ANN401 - the admin formats it
        return sample.claim.at

    @admin.display(description=_("marks"))
    def marks_shown(self, sample: Sample) -> str:
        return ", ".join(mark_text(mark) for mark in sample.marks) or "–"
