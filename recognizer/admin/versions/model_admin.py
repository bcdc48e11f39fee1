"""The admin: which versions there are, how good they are, and which one is live."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.response import TemplateResponse
from django.urls import URLPattern, reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recognizer.admin.pages import RowsAdmin
from recognizer.admin.training.challenges import ChallengePages
from recognizer.admin.training.pages import TrainingPages
from recognizer.admin.versions.activations import ActivationPages
from recognizer.admin.versions.comparing import LEAST, MOST, ComparisonPages, compare_address
from recognizer.admin.versions.importing import ImportPages
from recognizer.admin.versions.inspecting import InspectionPages
from recognizer.admin.versions.playground import PlaygroundPages, playground_address
from recognizer.admin.versions.tags import TagFilter, VersionForm
from recognizer.models import ModelVersion, Status
from recognizer.services.errors import translated
from recognizer.services.training.lifecycle import current_status
from recognizer.templatetags.versions import percentage, rounded

admin.site.site_title = admin.site.site_header = "digitweb"

PAGES = (
    InspectionPages,
    ComparisonPages,
    PlaygroundPages,
    ActivationPages,
    ImportPages,
    TrainingPages,
    ChallengePages,
)
"""What stands beside Django's own pages, a class for each subject."""


@admin.register(ModelVersion)
class ModelVersionAdmin(RowsAdmin[ModelVersion]):
    """Versions are made by training and not edited, but for what people say of them; one is active."""

    form = VersionForm
    list_display = ("number", "named", "state", "mnist", "drawn", "size", "made")
    list_display_links = ("number",)
    list_filter = ("status", TagFilter)
    search_fields = ("name", "label", "notes", "file_sha256")
    list_select_related = ("created_by", "run")
    actions = ("activate_selected", "compare_selected")
    readonly_fields = ("failure", "claimed")

    class Media:
        css = {"all": ("css/signs.css", "admin/recognizer.css", "admin/gate.css")}
        js = (Script("js/admin/deferred-parts.js", type="module"),)

    # -- what may be done --------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: versions come from training."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ModelVersion | None = None) -> bool:
        """Keep the active version."""
        if obj is not None and obj.is_active:
            return False
        return bool(super().has_delete_permission(request, obj))

    def has_activate_permission(self, request: HttpRequest) -> bool:
        """Whether this user may put versions live and roll back."""
        return request.user.has_perm("recognizer.activate_modelversion")

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whether this user may import files."""
        return request.user.has_perm("recognizer.import_modelversion")

    def has_train_permission(self, request: HttpRequest) -> bool:
        """Whether this user may train versions."""
        return request.user.has_perm("recognizer.train_modelversion")

    # -- pages -------------------------------------------------------------------------------

    @admin.action(description=_("Activate: let this version answer"), permissions=["activate"])
    def activate_selected(
        self, request: HttpRequest, queryset: QuerySet[ModelVersion]
    ) -> HttpResponseRedirect | None:
        """Redirect to the checks of the selected version."""
        numbers = list(queryset.values_list("number", flat=True))
        if len(numbers) == 1:
            return HttpResponseRedirect(reverse("admin:recognizer_modelversion_activate", args=numbers))
        text = _("Select exactly one version; %d are selected.")
        self.message_user(request, text % len(numbers), messages.ERROR)
        return None

    @admin.action(description=_("Compare"), permissions=["view"])
    def compare_selected(
        self, request: HttpRequest, queryset: QuerySet[ModelVersion]
    ) -> HttpResponseRedirect | None:
        """Show versions beside each other."""
        versions = list(queryset.order_by("number"))
        if LEAST <= len(versions) <= MOST:
            return HttpResponseRedirect(compare_address(versions))
        text = _("Select %(least)d to %(most)d versions to compare; %(found)d are selected.")
        self.message_user(
            request, text % {"least": LEAST, "most": MOST, "found": len(versions)}, messages.ERROR
        )
        return None

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of each subject."""
        return [*(url for pages in PAGES for url in pages(self).urls()), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the buttons above the list to whoever may press them."""
        context = {
            **ActivationPages(self).rollback_context(request),
            "may_import": self.has_import_permission(request),
            "may_train": self.has_train_permission(request),
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def history_view(
        self, request: HttpRequest, object_id: str, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Say our own entries, which are kept in English, in the reader's language."""
        response = super().history_view(request, object_id, extra_context)
        if isinstance(response, TemplateResponse) and response.context_data:
            for entry in response.context_data["action_list"]:
                if entry.change_message and not entry.change_message.startswith("["):  # Django's own JSON
                    entry.change_message = gettext(entry.change_message)
        return response

    def get_fields(self, request: HttpRequest, obj: ModelVersion | None = None) -> Any:  # noqa: ANN401
        """Return what people say of it, the error of a failed version, the claims of an imported one."""
        if obj is None:
            return ("name", "label", "tags", "notes")
        return (
            "name",
            "label",
            "tags",
            "notes",
            *(["failure"] if obj.error else []),
            *(["claimed"] if obj.imported else []),
        )

    def shown_below(self, request: HttpRequest, row: ModelVersion) -> dict[str, Any]:
        """Return all that can be known of a version."""
        others = ModelVersion.objects.filter(status=Status.ACTIVE).exclude(number=row.number)
        return {
            **ActivationPages(self).rollback_context(request),
            "inspection": InspectionPages(self).context(row),
            "compare_url": compare_address([*others, row]) if others else "",
            "playground_url": playground_address([*others, row]),
            "may_train": self.has_train_permission(request),
        }

    # -- what is shown -----------------------------------------------------------------------

    @admin.display(description=_("name"), ordering="name")
    def named(self, version: ModelVersion) -> SafeString:
        """Show the name, which leads to the version's page, with its label and tags below."""
        page = reverse("admin:recognizer_modelversion_change", args=[version.number])
        return format_html(
            '<a href="{}">{}</a>{}{}',
            page,
            version.name,
            format_html('<br><span class="version-note">{}</span>', version.label) if version.label else "",
            format_html(
                "<br>{}",
                format_html_join(
                    " ", '<span class="version-tag">{}</span>', ((tag,) for tag in version.tags)
                ),
            )
            if version.tags
            else "",
        )

    @admin.display(description=_("created"), ordering="created_at")
    def made(self, version: ModelVersion) -> SafeString:
        """Show the day, and by whom it was made below."""
        day = date_format(timezone.localtime(version.created_at), "DATE_FORMAT")
        by = version.created_by
        return (
            format_html('{}<br><span class="version-note">{}</span>', day, by)
            if by
            else format_html("{}", day)
        )

    @admin.display(description=_("state"), ordering="status")
    def state(self, version: ModelVersion) -> SafeString:
        """Show the state; the active version cannot be mistaken."""
        status = current_status(version)
        return format_html('<span class="version-state version-state-{}">{}</span>', status, status.label)

    @admin.display(description=_("why it failed"))
    def failure(self, version: ModelVersion) -> str:
        """Show why there is no network."""
        return translated(version.error)

    @admin.display(description=_("claimed by its file"))
    def claimed(self, version: ModelVersion) -> str:
        """Show the accuracy that an imported file claims."""
        titles = {"mnist_accuracy": _("MNIST test"), "drawn_accuracy": _("drawn (synthetic)")}
        claims = [
            f"{title} {percentage(version.claims[name])}"
            for name, title in titles.items()
            if name in version.claims
        ]
        return ", ".join(claims) or "–"

    @admin.display(description=_("MNIST test"), ordering="mnist_accuracy")
    def mnist(self, version: ModelVersion) -> str:
        """Show the accuracy on the MNIST test set."""
        return percentage(version.mnist_accuracy)

    @admin.display(description=_("drawn (synthetic)"), ordering="drawn_accuracy")
    def drawn(self, version: ModelVersion) -> str:
        """Show the accuracy on the drawn benchmark."""
        return percentage(version.drawn_accuracy)

    @admin.display(description=_("file"), ordering="file_size")
    def size(self, version: ModelVersion) -> str:
        """Show the file's size."""
        return f"{rounded(version.file_size / 1e6, 2)} MB" if version.file_size else "–"
