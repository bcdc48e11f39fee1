"""The page on which it is seen whether readings have become worse."""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern
from django.utils import timezone
from django.utils.translation import gettext as _

from recognizer.admin.versions.inspecting import styles_itself, svg_answer
from recognizer.admin.watching.charts import MAX_LINES, Line, chart_of_days, chart_of_lines
from recognizer.admin.watching.pages import WatchingPages
from recognizer.models import Device, ModelVersion, ReadingTally
from recognizer.services.watching.drift import BASE_DAYS, RECENT_DAYS
from recognizer.services.watching.series import SHOWN_DAYS, Found, Series, series_since

VERSION, DEVICE = "version_number", "device"
KINDS = ("day", VERSION, DEVICE)


@admin.register(ReadingTally)
class DriftAdmin(WatchingPages):
    """Drift: the estimate by day, version and device, beside what review finds."""

    needed = ("view_readingtally", "view_modelversion", "change_modelversion")

    def get_urls(self) -> list[URLPattern]:
        """Add the charts."""
        return [self.route("<str:kind>.svg", self.chart, "chart"), *super().get_urls()]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show all of it."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        series = shown_series()
        days = series.by("day")
        sections = [
            {"kind": "day", "title": _("By day"), "rows": rows("day", days[::-1])},
            {"kind": VERSION, "title": _("By version"), "rows": rows(VERSION, series.by(VERSION)[::-1])},
            {"kind": DEVICE, "title": _("By device"), "rows": rows(DEVICE, series.by(DEVICE))},
        ]
        return self.page(
            request,
            "readingtally/drift",
            _("Drift"),
            sections=sections if days else [],
            falls=series.falls(timezone.now().date()),
            recent_days=RECENT_DAYS,
            base_days=BASE_DAYS,
            shown_days=SHOWN_DAYS,
            max_lines=MAX_LINES,
        )

    @styles_itself
    def chart(self, request: HttpRequest, kind: str) -> HttpResponse:
        """Draw one of the charts."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        series, narrow = shown_series(), "narrow" in request.GET
        if kind not in KINDS or not series.tallies:
            return HttpResponse(status=HTTPStatus.NOT_FOUND)
        if kind == "day":
            return svg_answer(chart_of_days(series.by("day"), narrow=narrow))
        return svg_answer(chart_of_lines(lines_of(series, kind), narrow=narrow))


def shown_series() -> Series:
    """Return what was read in the days that are shown."""
    return series_since(timezone.now().date() - timedelta(days=SHOWN_DAYS - 1))


def lines_of(series: Series, kind: str) -> list[Line]:
    """Return the days of each version or device, those first that read most."""
    most = sorted(series.by(kind), key=lambda found: -found.readings)[:MAX_LINES]
    names = names_of(kind, most)
    return [(names[found.key], series.of(kind, found.key).by("day")) for found in most]


def rows(kind: str, found: list[Found]) -> list[dict[str, Any]]:
    """Return the rows of a table, each with its name."""
    names = names_of(kind, found)
    return [{"name": names[each.key], "found": each} for each in found]


def names_of(kind: str, found: list[Found]) -> dict[Any, Any]:
    """Return what to call each day, version or device."""
    if kind == VERSION:
        known = ModelVersion.objects.in_bulk([each.key for each in found])
        return {each.key: str(known.get(each.key, each.key)) for each in found}
    if kind == DEVICE:
        return {each.key: str(Device(each.key).label) for each in found}
    return {each.key: each.key for each in found}
