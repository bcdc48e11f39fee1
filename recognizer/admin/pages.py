"""What the admin's own pages share: permissions, frame, and deferred parts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import wraps
from http import HTTPStatus
from typing import Any, TypeVar

from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.db.models import Model
from django.db.models.constants import LOOKUP_SEP
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from recognizer.models import ModelVersion
from recognizer.services.errors import ServiceError, explained

TEMPLATES = "admin/recognizer/modelversion"
PART_HEADER = "X-Part"
"""A script that asks for a part alone sends it."""

PATTERNS = {"regex", "iregex"}
"""Lookups by regular expression."""

View = Callable[..., HttpResponse]
Context = Callable[[], dict[str, Any]]
Row = TypeVar("Row", bound=Model)


class PageProblem(Exception):
    """An invalid address; the sentence says what was expected and what came."""

    def __init__(self, status: HTTPStatus, sentence: str) -> None:
        super().__init__(sentence)
        self.status = status


@dataclass(frozen=True, kw_only=True)
class DeferredPart:
    """A part of a page that may take seconds: the page is shown at once and fetches it later."""

    url: str
    """Where it is to be had, alone or as a page of its own."""
    template: str
    context: Context
    """What it shows; the work is in here."""
    waiting: str
    """What to say in the meantime."""
    is_quick: bool
    """Whether all that takes long is there already."""

    def now(self) -> SafeString:
        """Render the part, or the error that prevents it."""
        try:
            return fragment(self.template, **self.context())
        except ServiceError as error:
            return fragment("part_problem", error=explained(error))

    @property
    def html(self) -> SafeString:
        """The part's HTML if it is quick to render, else ""."""
        return self.now() if self.is_quick else SafeString("")


class RowsAdmin(admin.ModelAdmin[Row]):
    """What all lists of rows share, and the pages of a row."""

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest | None = None) -> bool:
        """Whether the address of a list may narrow it down like this: not by a regular expression.

        One that does not end would hold up a thread, and that one is malformed the database alone finds out.
        """
        is_pattern = not PATTERNS.isdisjoint(lookup.split(LOOKUP_SEP))
        return not is_pattern and super().lookup_allowed(lookup, value, request)  # type: ignore[arg-type]

    def shown_below(self, request: HttpRequest, row: Row) -> dict[str, Any]:
        """Return what the templates of a row's page show below its fields."""
        return {}

    def render_change_form(  # noqa: PLR0913, PLR0917 - Django's own signature
        self,
        request: HttpRequest,
        context: dict[str, Any],
        add: bool = False,
        change: bool = False,
        form_url: str = "",
        obj: Row | None = None,
    ) -> HttpResponse:
        """Show a row."""
        more = self.shown_below(request, obj) if obj is not None else {}
        return super().render_change_form(request, {**context, **more}, add, change, form_url, obj)


class ReadOnlyAdmin(RowsAdmin[Row]):
    """Rows that are made, changed and removed elsewhere, and can only be looked at here."""

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse."""
        return False

    def has_change_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        """Refuse."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Row | None = None) -> bool:
        """Refuse."""
        return False


class AdminPages:
    """Pages of one subject beside Django's own pages of a model."""

    templates: str
    """Where their templates lie."""

    def __init__(self, owner: "admin.ModelAdmin[Any]") -> None:
        self.owner = owner

    def urls(self) -> list[URLPattern]:
        """Return the addresses of the pages."""
        raise NotImplementedError

    def may(self, request: HttpRequest, *permissions: str) -> bool:
        """Whether this user may do all of these with the model."""
        return all(getattr(self.owner, f"has_{name}_permission")(request) for name in permissions)

    def guarded(
        self, route: str, view: View, name: str, *, permissions: Sequence[str] = ("view",)
    ) -> URLPattern:
        """Return the URL of a view that only those see who have these permissions for the model."""

        @wraps(view)
        def seen(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if not self.may(request, *permissions):
                raise PermissionDenied
            try:
                return view(request, *args, **kwargs)
            except PageProblem as problem:
                return self.page(
                    request, "problem", _("That does not work"), status=problem.status, problem=str(problem)
                )

        name = f"recognizer_{self.owner.opts.model_name}_{name}"
        return path(route, self.owner.admin_site.admin_view(seen), name=name)

    def page(
        self, request: HttpRequest, template: str, title: str, *, status: int = 200, **context: Any
    ) -> TemplateResponse:
        """Return a page within the admin's frame."""
        frame = {**self.owner.admin_site.each_context(request), "opts": self.owner.opts, "title": title}
        return TemplateResponse(
            request,
            f"{self.templates}/{template}.html",
            {**frame, "media": self.owner.media, **context},
            status=status,
        )

    def part_page(self, request: HttpRequest, part: DeferredPart, title: str, **context: Any) -> HttpResponse:
        """Return a part: alone for a script, else within a page."""
        if PART_HEADER in request.headers:
            return HttpResponse(part.now())
        html = part.now() if "wait" in request.GET else part.html
        return self.page(request, "part_page", title, part=part, part_html=html, **context)


class VersionPages(AdminPages):
    """Pages of one subject beside Django's own pages of model versions."""

    templates = TEMPLATES

    def version(self, number: int) -> ModelVersion:
        """Return the version of that number."""
        return self.versions([number])[0]

    def versions(self, numbers: Sequence[int]) -> list[ModelVersion]:
        """Return the versions of these numbers, in their order."""
        found = ModelVersion.objects.in_bulk(numbers)
        for number in numbers:
            if number not in found:
                raise PageProblem(HTTPStatus.NOT_FOUND, _("There is no version %d.") % number)
        return [found[number] for number in numbers]


def version_numbers(text: str, *, least: int, most: int) -> list[int]:
    """Return the numbers in "1,2,3", each once."""
    words = [word.strip() for word in text.split(",") if word.strip()]
    if not all(word.isascii() and word.isdecimal() and len(word) < 10 for word in words):
        raise PageProblem(
            HTTPStatus.BAD_REQUEST,
            _('Expected numbers of versions with commas between them, as in versions=1,2; found "%s".')
            % text[:100],
        )
    numbers = list(dict.fromkeys(map(int, words)))
    if not least <= len(numbers) <= most:
        raise PageProblem(
            HTTPStatus.BAD_REQUEST,
            _("Expected %(least)d to %(most)d different versions, found %(found)d.")
            % {"least": least, "most": most, "found": len(numbers)},
        )
    return numbers


def whole_number(text: str | None) -> int:
    """Parse a whole number of at most 18 digits; return 0 for anything else."""
    return int(text) if text and text.isdecimal() and len(text) <= 18 else 0


def fragment(template: str, **context: Any) -> SafeString:
    """Render a piece of a page; a name without a folder is one of the pages of model versions."""
    return render_to_string(f"{template if '/' in template else f'{TEMPLATES}/{template}'}.html", context)
