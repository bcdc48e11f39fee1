"""Pages of data sets: making, importing, exporting, leaving somebody out, and a look inside."""

from http import HTTPStatus
from typing import Any

from csp.constants import SELF, UNSAFE_INLINE
from csp.decorators import csp_update
from django.contrib import messages
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.defaultfilters import filesizeformat
from django.urls import URLPattern, reverse
from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext
from django.views.decorators.csrf import csrf_exempt, csrf_protect

from recognizer.admin.feedback.data_set_chart import WIDE, label_chart
from recognizer.admin.feedback.data_set_forms import ImportForm, MakeForm, WithoutForm
from recognizer.admin.feedback.data_set_tables import counted, people_in, samples_context, tables
from recognizer.admin.pages import AdminPages, DeferredPart, PageProblem
from recognizer.admin.versions.inspecting import svg_answer
from recognizer.api.problems import content_length
from recognizer.datasets.errors import DatasetError
from recognizer.models import DataSet, DataSetState, Sample, SampleState
from recognizer.services.data_sets.exchange import FORMATS, exported, import_upload
from recognizer.services.data_sets.files import load_data_set
from recognizer.services.data_sets.making import make_data_set
from recognizer.services.data_sets.withdrawal import without
from recognizer.services.errors import DataSetRefused, explained

MAX_UPLOAD_BYTES = 64 * 1024 * 1024
"""Of an import in the browser; the command takes larger files."""
FORM_BYTES = 10_000
"""What the other fields of the upload, and its wrapping, may add to the file."""
FOLDER = "admin/recognizer/dataset"

styles_itself = method_decorator(csp_update({"style-src": [SELF, UNSAFE_INLINE]}))
"""For charts, whose colours are styles within them."""


class DataSetPages(AdminPages):
    """What can be done with data sets, and what is in one."""

    templates = FOLDER

    def urls(self) -> list[URLPattern]:
        """Return the addresses of the pages."""
        return [
            self.guarded("make/", self.make, "make", permissions=["make"]),
            # exempt, because the token lies in the body, which is not read before its length is known;
            # `import_view` checks it afterwards
            self.guarded("import/", csrf_exempt(self.import_view), "import", permissions=["import"]),
            self.guarded("<int:number>/export/<str:kind>/", self.export, "export", permissions=["export"]),
            self.guarded("<int:number>/without/", self.without, "without", permissions=["view", "make"]),
            self.guarded("<int:number>/labels.svg", self.chart, "chart"),
            self.guarded("<int:number>/samples/", self.samples, "samples"),
        ]

    def data_set(self, number: int) -> DataSet:
        """Return the data set of that number."""
        found = DataSet.objects.filter(number=number).first()
        if found is None:
            raise PageProblem(HTTPStatus.NOT_FOUND, _("There is no data set %d.") % number)
        return found

    def context(self, request: HttpRequest, data_set: DataSet) -> dict[str, Any]:
        """Return the context of a data set's page."""
        is_ready = data_set.state == DataSetState.READY
        return {
            **tables(data_set.statistics),
            "chart_size": WIDE,
            "samples_part": self.samples_part(data_set) if is_ready else None,
            "versions": data_set.versions.order_by("-number"),
            "children": data_set.children.order_by("number"),
            "may_export": is_ready and self.may(request, "export"),
            "may_make": is_ready and self.may(request, "make"),
        }

    # -- making ------------------------------------------------------------------------------

    def make(self, request: HttpRequest) -> HttpResponse:
        """Show what there is to make a data set of; make it on POST."""
        form = MakeForm(request.POST if request.method == "POST" else None)
        if form.is_valid():
            try:
                data_set = make_data_set(created_by=request.user, **form.cleaned_data)
            except (DataSetRefused, DatasetError) as error:
                form.add_error(None, explained(error))
            else:
                return self.done(request, data_set, gettext_noop("Made."))
        agreed = Sample.objects.filter(state=SampleState.AGREED)
        last = DataSet.objects.filter(imported=False).first()
        return self.page(
            request,
            "make",
            _("Make a data set"),
            form=form,
            last=last,
            fresh=agreed.filter(agreed_at__gt=last.created_at).count() if last else None,
            **counted(agreed),
            waiting=Sample.objects.filter(state=SampleState.WAITING).count(),
            disputed=Sample.objects.filter(state=SampleState.DISPUTED).count(),
        )

    def without(self, request: HttpRequest, number: int) -> HttpResponse:
        """Let somebody be chosen who is left out; make the data set without on POST."""
        data_set = self.data_set(number)
        try:
            people = people_in(load_data_set(data_set))
        except DataSetRefused as error:
            raise PageProblem(HTTPStatus.CONFLICT, explained(error)) from error
        choices = [(person["name"], choice_of(person)) for person in people]
        posted = request.POST if request.method == "POST" else None
        form = WithoutForm(choices, posted, initial={"person": request.GET.get("person", "")})
        if form.is_valid():
            try:
                new = without(
                    data_set,
                    form.cleaned_data["person"],
                    created_by=request.user,
                    reason=form.cleaned_data["reason"],
                )
            except (DataSetRefused, DatasetError) as error:
                form.add_error(None, explained(error))
            else:
                return self.done(request, new, gettext_noop("Made without a contributor."))
        return self.page(request, "without", _("Without a contributor"), form=form, data_set=data_set)

    def done(self, request: HttpRequest, data_set: DataSet, entry: str) -> HttpResponse:
        """Keep that a data set was made, and go to its page, or to the list of who may not see it."""
        self.owner.log_addition(request, data_set, entry)
        text = ngettext(
            "Data set %(set)s is made, of %(count)d sample.",
            "Data set %(set)s is made, of %(count)d samples.",
            data_set.samples,
        )
        self.owner.message_user(
            request, text % {"set": data_set, "count": data_set.samples}, messages.SUCCESS
        )
        if self.may(request, "view"):
            return HttpResponseRedirect(reverse("admin:recognizer_dataset_change", args=[data_set.number]))
        return HttpResponseRedirect(reverse("admin:index"))

    # -- in and out --------------------------------------------------------------------------

    def import_view(self, request: HttpRequest) -> HttpResponse:
        """Refuse what is too large before the body is read."""
        if (content_length(request) or 0) > MAX_UPLOAD_BYTES + FORM_BYTES:
            text = _("A file of a data set may have %s.") % filesizeformat(MAX_UPLOAD_BYTES)
            self.owner.message_user(request, text, messages.ERROR)
            return self.import_page(request, ImportForm(), status=413)
        response: HttpResponse = csrf_protect(self.checked_import_view)(request)
        return response

    def checked_import_view(self, request: HttpRequest) -> HttpResponse:
        """Show the form; import the file on POST."""
        form = ImportForm(request.POST, request.FILES) if request.method == "POST" else ImportForm()
        if form.is_valid():
            fields = {name: form.cleaned_data[name] for name in ("name", "reason")}
            try:
                data_set = import_upload(
                    form.cleaned_data["file"].chunks(), created_by=request.user, **fields
                )
            except (DataSetRefused, DatasetError) as error:
                form.add_error("file", explained(error))
            else:
                return self.done(request, data_set, gettext_noop("Imported."))
        return self.import_page(request, form)

    def import_page(self, request: HttpRequest, form: Form, status: int = 200) -> HttpResponse:
        """Render the form."""
        largest = filesizeformat(MAX_UPLOAD_BYTES)
        return self.page(request, "import", _("Import a data set"), status=status, form=form, largest=largest)

    def export(self, request: HttpRequest, number: int, kind: str) -> HttpResponse:
        """Send a data set as a file."""
        data_set = self.data_set(number)
        if kind not in FORMATS:
            raise Http404
        try:
            content = exported(data_set, kind)
        except DataSetRefused as error:
            raise PageProblem(HTTPStatus.CONFLICT, _("Not exported. %s") % explained(error)) from error
        self.owner.log_change(request, data_set, gettext_noop("Exported."))
        return HttpResponse(
            content,
            content_type="image/png" if kind == "png" else "application/octet-stream",
            headers={"Content-Disposition": f'attachment; filename="digitweb-people-{number}.{kind}"'},
        )

    # -- a look inside -----------------------------------------------------------------------

    @styles_itself
    def chart(self, request: HttpRequest, number: int) -> HttpResponse:
        """Draw how many samples each label has."""
        return svg_answer(label_chart(self.data_set(number).statistics, narrow="narrow" in request.GET))

    def samples_part(self, data_set: DataSet) -> DeferredPart:
        """Return the samples of each label and part, and who gave most."""
        return DeferredPart(
            url=reverse("admin:recognizer_dataset_samples", args=[data_set.number]),
            template=f"{FOLDER}/samples",
            context=lambda: samples_context(data_set),
            waiting=_("Drawing samples by lot."),
            is_quick=False,
        )

    def samples(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show samples of each label and part."""
        data_set = self.data_set(number)
        return self.part_page(request, self.samples_part(data_set), _("Samples"), data_set=data_set)


def choice_of(person: dict[str, Any]) -> str:
    """Return what is said of somebody who may be left out."""
    text = ngettext(
        "%(name)s: %(count)d sample, %(part)s", "%(name)s: %(count)d samples, %(part)s", person["samples"]
    )
    return text % {"name": person["name"], "count": person["samples"], "part": person["part"]}
