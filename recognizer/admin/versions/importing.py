"""The admin's pages for importing and exporting model files."""

from typing import Any

from django import forms
from django.contrib import admin, messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from recognizer.api.problems import content_length
from recognizer.models import ModelVersion
from recognizer.services.errors import VersionRefused, explained
from recognizer.services.release.exporting import FORMATS, exported
from recognizer.services.release.importing import MAX_FILE_BYTES, import_upload
from recognizer.templatetags.versions import percentage

FORM_BYTES = 10_000
"""What the other fields of the upload, and its wrapping, may add to the file."""


class ImportForm(forms.Form):
    """A model file and the version's name."""

    file = forms.FileField(
        label=_("Model file"),
        help_text=_("A .safetensors file that digitweb wrote: export_version makes one."),
        widget=forms.ClearableFileInput(attrs={"accept": ".safetensors"}),
    )
    name = forms.CharField(
        label=_("Name"), max_length=100, required=False, help_text=_("Left empty: the name in the file.")
    )


class ImportPages(admin.ModelAdmin[ModelVersion]):
    """The part of the versions' admin that imports and exports files."""

    def has_import_permission(self, request: HttpRequest) -> bool:
        """Whether this user may import files."""
        return request.user.has_perm("recognizer.import_modelversion")

    def get_urls(self) -> list[URLPattern]:
        """Add the URLs of import and export."""
        return [
            path(
                "import/",
                # exempt, because the token lies in the body, which is not read before its length is known;
                # import_view checks it afterwards
                csrf_exempt(self.admin_site.admin_view(csrf_exempt(self.import_view))),
                name="recognizer_modelversion_import",
            ),
            path(
                "<int:number>/export/<str:kind>/",
                self.admin_site.admin_view(self.export_view),
                name="recognizer_modelversion_export",
            ),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Offer the import if the user may import."""
        context = {"may_import": self.has_import_permission(request), **(extra_context or {})}
        return super().changelist_view(request, context)

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Check permission and size before the body is read."""
        if not self.has_import_permission(request):
            return HttpResponse(status=403)
        if (content_length(request) or 0) > MAX_FILE_BYTES + FORM_BYTES:
            self.message_user(request, too_large(), messages.ERROR)
            return self.import_page(request, ImportForm(), status=413)
        response: HttpResponse = csrf_protect(self.checked_import_view)(request)
        return response

    def checked_import_view(self, request: HttpRequest) -> HttpResponse:
        """Show the form; import the file on POST."""
        form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
        if not form.is_valid():
            return self.import_page(request, form)
        upload = form.cleaned_data["file"]
        try:
            version = import_upload(
                upload.name, upload.chunks(), name=form.cleaned_data["name"], created_by_id=request.user.pk
            )
        except VersionRefused as error:
            form.add_error("file", explained(error))
            return self.import_page(request, form)
        self.log_addition(request, version, gettext_noop("Imported."))
        self.message_user(request, _("Version %s was imported.") % version, messages.SUCCESS)
        if self.has_view_or_change_permission(request):
            return HttpResponseRedirect(
                reverse("admin:recognizer_modelversion_change", args=[version.number])
            )
        return HttpResponseRedirect(reverse("admin:recognizer_modelversion_import"))

    def import_page(self, request: HttpRequest, form: ImportForm, status: int = 200) -> HttpResponse:
        """Render the form."""
        context = {
            **self.admin_site.each_context(request),
            "opts": self.opts,
            "title": gettext("Import a model version"),
            "media": self.media,
            "form": form,
            "largest": filesizeformat(MAX_FILE_BYTES),
        }
        return TemplateResponse(request, "admin/recognizer/modelversion/import.html", context, status=status)

    def export_view(self, request: HttpRequest, number: int, kind: str) -> HttpResponse:
        """Send a version as a file."""
        version = self.get_object(request, str(number))
        if version is None or kind not in FORMATS:
            raise Http404
        if not self.has_view_or_change_permission(request, version):
            return HttpResponse(status=403)
        try:
            content = exported(version, kind)
        except VersionRefused as error:
            self.message_user(request, _("Not exported. %s") % explained(error), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:recognizer_modelversion_change", args=[number]))
        return HttpResponse(
            content,
            content_type="application/octet-stream",
            headers={"Content-Disposition": f'attachment; filename="digitweb-{number}.{kind}"'},
        )

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


def too_large() -> str:
    """Return the error message for a file that is too large."""
    return gettext("A model file may have %s.") % filesizeformat(MAX_FILE_BYTES)
