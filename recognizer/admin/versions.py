"""The admin: which versions there are, how good they are, and which one is live."""

from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.template.loader import render_to_string
from django.urls import URLPattern, path, reverse
from django.utils.formats import number_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from recognizer.models import ModelVersion
from recognizer.plots import learning_curve
from recognizer.services.errors import VersionRefused
from recognizer.services.versions import activate

admin.site.site_title = admin.site.site_header = "digitweb"
admin.site.index_title = _("Behind the page")

DRAWN_BENCHMARK = _(
    "Drawn (synthetic): the share of right answers on digits by synthetic writers whom no training sees."
)


@admin.register(ModelVersion)
class ModelVersionAdmin(admin.ModelAdmin[ModelVersion]):
    """Versions are made by training and never edited, but for their name; one of them is active."""

    list_display = ("number", "name", "state", "mnist", "drawn", "size", "created_at", "created_by")
    list_display_links = ("number", "name")
    list_filter = ("status",)
    search_fields = ("name", "file_sha256")
    list_select_related = ("created_by",)
    actions = ("activate_selected",)
    change_form_template = "admin/recognizer/modelversion/change_form.html"
    readonly_fields = (
        "state",
        "error",
        "mnist",
        "drawn",
        "curve",
        "epoch_table",
        "confusion",
        "hyperparameter_table",
        "dataset_table",
        "layers",
        "parameter_count",
        "seed",
        "command",
        "training_time",
        "created_at",
        "created_by",
        "activated_at",
        "size",
        "file_sha256",
    )
    fieldsets = (
        (
            None,
            {
                "fields": ("name", "state", "error", "mnist", "drawn", "activated_at"),
                "description": DRAWN_BENCHMARK,
            },
        ),
        (_("Training"), {"fields": ("curve", "epoch_table", "training_time", "created_at", "created_by")}),
        (_("How it was made"), {"fields": ("command", "seed", "hyperparameter_table", "dataset_table")}),
        (_("Mistakes on the MNIST test set"), {"fields": ("confusion",)}),
        (_("Network and file"), {"fields": ("layers", "parameter_count", "size", "file_sha256")}),
    )

    class Media:
        css = {"all": ("admin/recognizer.css",)}

    # -- what may be done --------------------------------------------------------------------

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Refuse: versions come from training."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: ModelVersion | None = None) -> bool:
        """Keep the active version."""
        if obj is not None and obj.is_active:
            return False
        return bool(super().has_delete_permission(request, obj))

    @admin.action(description=_("Activate: let this version answer"), permissions=["change"])
    def activate_selected(self, request: HttpRequest, queryset: QuerySet[ModelVersion]) -> None:
        """Put one version live."""
        versions = list(queryset[:2])
        if len(versions) != 1:
            self.message_user(
                request, _("Select exactly one version; %d are selected.") % queryset.count(), messages.ERROR
            )
            return
        self.activate_and_report(request, versions[0])

    def activate_and_report(self, request: HttpRequest, version: ModelVersion) -> None:
        """Activate a version and say how it went; a refused one changes nothing."""
        try:
            activate(version)
        except VersionRefused as error:
            self.message_user(request, _("Not activated. %s") % error, messages.ERROR)
        else:
            self.log_change(request, version, "Activated.")
            self.message_user(request, _("Version %s answers from now on.") % version, messages.SUCCESS)

    def get_urls(self) -> list[URLPattern]:
        """Add the addresses behind the detail page."""
        return [
            path(
                "<int:number>/activate/",
                self.admin_site.admin_view(require_POST(self.activate_view)),
                name="recognizer_modelversion_activate",
            ),
            path(
                "<int:number>/curve.svg",
                self.admin_site.admin_view(self.curve_view),
                name="recognizer_modelversion_curve",
            ),
            *super().get_urls(),
        ]

    def activate_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Activate one version from its page."""
        version = self.get_object(request, str(number))
        if version is None:
            return HttpResponse(status=404)
        if not self.has_change_permission(request, version):
            return HttpResponse(status=403)
        self.activate_and_report(request, version)
        return HttpResponseRedirect(reverse("admin:recognizer_modelversion_change", args=[number]))

    def curve_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Draw the curve by epoch."""
        version = self.get_object(request, str(number))
        if version is None or not version.epochs:
            return HttpResponse(status=404)
        if not self.has_view_permission(request, version):
            return HttpResponse(status=403)
        return HttpResponse(learning_curve(version.epochs), content_type="image/svg+xml")

    def get_fieldsets(self, request: HttpRequest, obj: ModelVersion | None = None) -> Any:  # noqa: ANN401
        """Leave out why it failed where nothing failed."""
        fieldsets = super().get_fieldsets(request, obj)
        if obj is not None and not obj.error:
            (title, options), *rest = fieldsets
            options = {**options, "fields": [field for field in options["fields"] if field != "error"]}
            return [(title, options), *rest]
        return fieldsets

    # -- what is shown -----------------------------------------------------------------------

    @admin.display(description=_("state"), ordering="status")
    def state(self, version: ModelVersion) -> SafeString:
        """Show the state; the active version cannot be mistaken."""
        return format_html(
            '<span class="version-state version-state-{}">{}</span>',
            version.status,
            version.get_status_display(),
        )

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
        return f"{number_format(version.file_size / 1e6, 2)} MB" if version.file_size else "–"

    @admin.display(description=_("parameters"), ordering="parameters")
    def parameter_count(self, version: ModelVersion) -> str:
        """Show how many weights and biases there are."""
        return number_format(version.parameters, force_grouping=True)

    @admin.display(description=_("training time"))
    def training_time(self, version: ModelVersion) -> str:
        """Show how long it trained."""
        minutes, seconds = divmod(round(version.training_seconds), 60)
        return f"{minutes} min {seconds} s" if minutes else f"{seconds} s"

    @admin.display(description=_("curve"))
    def curve(self, version: ModelVersion) -> SafeString | str:
        """Show cost and accuracy by epoch."""
        if not version.epochs:
            return "–"
        return format_html(
            '<img class="version-curve" src="{}" alt="{}" width="720" height="300">',
            reverse("admin:recognizer_modelversion_curve", args=[version.number]),
            _("Accuracy and cost by epoch; the table below has the numbers."),
        )

    @admin.display(description=_("epochs"))
    def epoch_table(self, version: ModelVersion) -> SafeString:
        """Show the numbers behind the curve."""
        return table("epochs", epochs=version.epochs)

    @admin.display(description=_("confusion matrix"))
    def confusion(self, version: ModelVersion) -> SafeString:
        """Show which digit was read as which."""
        return table("confusion", matrix=list(enumerate(version.confusion_matrix)))

    @admin.display(description=_("hyperparameters"))
    def hyperparameter_table(self, version: ModelVersion) -> SafeString:
        """Show what shaped the training."""
        return table("facts", facts=sorted(version.hyperparameters.items()))

    @admin.display(description=_("data sets"))
    def dataset_table(self, version: ModelVersion) -> SafeString:
        """Show the hashes of what it learned from."""
        return table("facts", facts=sorted(version.datasets.items()))

    @admin.display(description=_("layers"))
    def layers(self, version: ModelVersion) -> SafeString:
        """Show the network layer by layer."""
        layers = [
            (layer["type"], ", ".join(f"{key} {value}" for key, value in layer.items() if key != "type"))
            for layer in version.architecture.get("layers", [])
        ]
        return table("facts", facts=[("input", version.architecture.get("input_shape")), *layers])


def percentage(share: float | None) -> str:
    """Return 0.9812 as 98.12 %."""
    return "–" if share is None else f"{number_format(100 * share, 2)} %"


def table(template: str, **context: Any) -> SafeString:
    """Render one of the detail page's tables."""
    return render_to_string(f"admin/recognizer/modelversion/{template}.html", context)
