"""Data sets of what people gave, and who took back what was given, in the admin."""

import re
from typing import Any

from django.contrib import admin
from django.db.models import Count, QuerySet
from django.forms.widgets import Script
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, reverse
from django.utils.formats import date_format
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.timezone import localtime
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recognizer.admin.feedback.data_set_pages import DataSetPages
from recognizer.admin.feedback.mnist_page import MnistPages
from recognizer.admin.pages import ReadOnlyAdmin
from recognizer.models import DataSet, Departure, ModelVersion
from recognizer.phrases import Phrase
from recognizer.services.data_sets.making import LICENCE
from recognizer.services.data_sets.withdrawal import WITHOUT
from recognizer.services.errors import translated

OF_ITSELF = re.compile(re.escape(WITHOUT).replace(r"\{person\}", "([0-9a-zA-Z_-]+)"))


@admin.register(DataSet)
class DataSetAdmin(ReadOnlyAdmin[DataSet]):
    """Data sets are made, imported and withdrawn; nobody edits one."""

    list_display = (
        "number",
        "name",
        "shown_state",
        "samples",
        "people",
        "parent",
        "learnt",
        "created_at",
        "created_by_name",
    )
    list_display_links = ("number", "name")
    list_filter = ("state", "imported")
    search_fields = ("name", "reason", "sha256")
    empty_value_display = "–"
    fields = (
        "shown_state",
        "why",
        "made",
        "origin",
        "terms",
        "consent",
        "sha256",
    )

    class Media:
        css = {"all": ("css/signs.css", "admin/recognizer.css", "admin/data-sets.css")}
        js = (Script("js/admin/deferred-parts.js", type="module"),)

    def has_make_permission(self, request: HttpRequest) -> bool:
        """Whether this user may make data sets."""
        return request.user.has_perm("recognizer.make_dataset")

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whether this user may import data sets."""
        return request.user.has_perm("recognizer.import_dataset")

    def has_export_permission(self, request: HttpRequest) -> bool:
        """Whether this user may export data sets."""
        return request.user.has_perm("recognizer.export_dataset")

    def get_urls(self) -> list[URLPattern]:
        """Add the pages of data sets."""
        return [*DataSetPages(self).urls(), *MnistPages(self).urls(), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[DataSet]:
        """Count the versions that learnt from each."""
        return super().get_queryset(request).annotate(learners=Count("versions")).select_related("parent")

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the buttons above the list to whoever may press them."""
        context = {
            "may_make": self.has_make_permission(request),
            "may_import": self.has_import_permission(request),
            **(extra_context or {}),
        }
        return super().changelist_view(request, context)

    def shown_below(self, request: HttpRequest, row: DataSet) -> dict[str, Any]:
        """Return what is in a data set."""
        return DataSetPages(self).context(request, row)

    # -- what is shown -----------------------------------------------------------------------

    @admin.display(description=_("state"), ordering="state")
    def shown_state(self, data_set: DataSet) -> SafeString:
        """Show whether it can be trained on, and whether it came from elsewhere."""
        state = format_html(
            '<span class="version-state data-set-{}">{}</span>', data_set.state, data_set.get_state_display()
        )
        return format_html("{} {}", state, gettext("imported")) if data_set.imported else state

    @admin.display(description=_("people"))
    def people(self, data_set: DataSet) -> int:
        """Show how many people's samples are in it."""
        return int(data_set.statistics.get("people", 0))

    @admin.display(description=_("versions"), ordering="learners")
    def learnt(self, data_set: DataSet) -> int:
        """Show how many versions learnt from it."""
        return int(getattr(data_set, "learners", 0))

    @admin.display(description=_("licence"))
    def terms(self, data_set: DataSet) -> str:
        """Show the licence: as typed, or, if it is the usual one, in the reader's language."""
        return translated(LICENCE) if data_set.licence == LICENCE else data_set.licence or "–"

    @admin.display(description=_("why"))
    def why(self, data_set: DataSet) -> str:
        """Show the reason: as typed, or, if it was made anew, in the reader's language."""
        of_itself = OF_ITSELF.fullmatch(data_set.reason)
        if of_itself:
            return translated(Phrase("Without contributor {person}.", person=of_itself[1]))
        return data_set.reason or "–"

    @admin.display(description=_("made"))
    def made(self, data_set: DataSet) -> str:
        """Show when it was made, and by whom."""
        when = date_format(localtime(data_set.created_at), "DATETIME_FORMAT")
        return f"{when}, {data_set.created_by_name}" if data_set.created_by_name else when

    @admin.display(description=_("made from"))
    def origin(self, data_set: DataSet) -> SafeString | str:
        """Show the data set that it was before, or that it was made of what is reviewed."""
        if data_set.parent:
            url = reverse("admin:recognizer_dataset_change", args=[data_set.parent.number])
            return format_html('<a href="{}">{}</a>', url, data_set.parent)
        return (
            gettext("a file of another site") if data_set.imported else gettext("all that was agreed on then")
        )


@admin.register(Departure)
class DepartureAdmin(ReadOnlyAdmin[Departure]):
    """Who took back what was given: read-only."""

    list_display = ("at", "alias", "samples", "replaced", "learnt")
    list_display_links = None
    search_fields = ("alias",)
    date_hierarchy = "at"

    @admin.display(description=_("data sets"))
    def replaced(self, departure: Departure) -> str:
        """Show each data set that was withdrawn, and the one in its place."""
        return ", ".join(f"{old} → {new or '–'}" for old, new in departure.data_sets.items()) or "–"

    @admin.display(description=_("versions that had learnt from it"))
    def learnt(self, departure: Departure) -> SafeString | str:
        """Show the versions, with links to those that are still there."""
        there = set(ModelVersion.objects.filter(pk__in=departure.versions).values_list("pk", flat=True))
        links = (
            (format_html('<a href="{}">{}</a>', version_url(number), number) if number in there else number,)
            for number in departure.versions
        )
        return format_html_join(", ", "{}", links) or "–"


def version_url(number: int) -> str:
    """Return the address of a version's page."""
    return reverse("admin:recognizer_modelversion_change", args=[number])
