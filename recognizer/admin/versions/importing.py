"""The admin's pages for importing and exporting model files."""

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, reverse
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from recognizer.admin.pages import VersionPages
from recognizer.api.problems import content_length
from recognizer.services.errors import VersionRefused, explained
from recognizer.services.release.exporting import FORMATS, exported
from recognizer.services.release.importing import MAX_FILE_BYTES, import_upload

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


class ImportPages(VersionPages):
    """Model files: taking one in, and giving one out."""

    def urls(self) -> list[URLPattern]:
        """Return the addresses of importing and exporting."""
        return [
            # exempt, because the token lies in the body, which is not read before its length is known;
            # `import_view` checks it afterwards
            self.guarded("import/", csrf_exempt(self.import_view), "import", permissions=["import"]),
            self.guarded("<int:number>/export/<str:kind>/", self.export, "export"),
        ]

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Refuse what is too large before the body is read."""
        if (content_length(request) or 0) > MAX_FILE_BYTES + FORM_BYTES:
            self.owner.message_user(request, too_large(), messages.ERROR)
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
        self.owner.log_addition(request, version, gettext_noop("Imported."))
        self.owner.message_user(request, _("Version %s was imported.") % version, messages.SUCCESS)
        if self.may(request, "view"):
            return HttpResponseRedirect(
                reverse("admin:recognizer_modelversion_change", args=[version.number])
            )
        return HttpResponseRedirect(reverse("admin:recognizer_modelversion_import"))

    def import_page(self, request: HttpRequest, form: ImportForm, status: int = 200) -> HttpResponse:
        """Render the form."""
        title = gettext("Import a model version")
        largest = filesizeformat(MAX_FILE_BYTES)
        return self.page(request, "import", title, status=status, form=form, largest=largest)

    def export(self, request: HttpRequest, number: int, kind: str) -> HttpResponse:
        """Send a version as a file."""
        version = self.version(number)
        if kind not in FORMATS:
            raise Http404
        try:
            content = exported(version, kind)
        except VersionRefused as error:
            self.owner.message_user(request, _("Not exported. %s") % explained(error), messages.ERROR)
            return HttpResponseRedirect(reverse("admin:recognizer_modelversion_change", args=[number]))
        return HttpResponse(
            content,
            content_type="application/octet-stream",
            headers={"Content-Disposition": f'attachment; filename="digitweb-{number}.{kind}"'},
        )


def too_large() -> str:
    """Return the error message for a file that is too large."""
    return gettext("A model file may have %s.") % filesizeformat(MAX_FILE_BYTES)
