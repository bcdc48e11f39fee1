"""What the pages for watching share: who may see them, and their frame."""

from typing import Any

from django.db.models import Model
from django.http import HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path

from recognizer.admin.pages import ReadOnlyAdmin, View


class WatchingPages(ReadOnlyAdmin[Any]):
    """Pages in place of Django's own list of a table that nobody edits."""

    needed: tuple[str, ...] = ()
    """Permissions of which one is enough to look."""

    class Media:
        css = {"all": ("admin/recognizer.css", "admin/watching.css")}

    def has_view_permission(self, request: HttpRequest, obj: Model | None = None) -> bool:
        """Allow it with any of the permissions needed."""
        return any(request.user.has_perm(f"recognizer.{name}") for name in self.needed)

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Name the page in the index to whoever may see it."""
        return self.has_view_permission(request)

    def page(self, request: HttpRequest, template: str, title: str, **context: Any) -> HttpResponse:
        """Return a page within the admin's frame."""
        frame = {**self.admin_site.each_context(request), "opts": self.opts, "title": title}
        return TemplateResponse(
            request, f"admin/recognizer/{template}.html", {**frame, "media": self.media, **context}
        )

    def route(self, route: str, view: View, name: str) -> URLPattern:
        """Return the address of a view of this admin."""
        wrapped: View = self.admin_site.admin_view(view)
        return path(route, wrapped, name=f"recognizer_{self.opts.model_name}_{name}")
