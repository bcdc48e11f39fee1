"""Training in the admin: the form that queues one, and its live page."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from recognizer.admin.pages import whole_number
from recognizer.admin.training.form import TrainingForm, texts_of_presets
from recognizer.admin.training.state import state_of
from recognizer.admin.versions.activations import MAY_ACTIVATE
from recognizer.models import ModelVersion
from recognizer.services.errors import NotPossibleNow, explained
from recognizer.services.training.lifecycle import request_stop
from recognizer.tasks import cancel_training, close_dead_trainings, enqueue_training, resume_training

if TYPE_CHECKING:
    Base = admin.ModelAdmin[ModelVersion]
else:
    Base = object

PERMISSION = "recognizer.train_modelversion"


class TrainingPages(Base):
    """A mixin for the admin of model versions."""

    change_list_template = "admin/recognizer/modelversion/change_list.html"

    def get_urls(self) -> list[URLPattern]:
        """Add the URLs of the form, the live page, its state and its buttons."""
        pages: list[tuple[str, str, Callable[..., HttpResponse]]] = [
            ("train/", "train", self.train_view),
            ("<int:number>/training/", "training", self.training_view),
            ("<int:number>/training.json", "training_state", never_cache(self.training_state_view)),
            ("<int:number>/training/stop/", "training_stop", require_POST(self.stop_view)),
            ("<int:number>/training/cancel/", "training_cancel", require_POST(self.cancel_view)),
            ("<int:number>/training/resume/", "training_resume", require_POST(self.resume_view)),
        ]
        return [
            *(
                path(route, self.admin_site.admin_view(view), name=f"recognizer_modelversion_{name}")
                for route, name, view in pages
            ),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Show the button to train if the user may train."""
        context = {"may_train": request.user.has_perm(PERMISSION), **(extra_context or {})}
        return super().changelist_view(request, context)

    def train_view(self, request: HttpRequest) -> HttpResponse:
        """Show the form; queue a training on POST."""
        check_may_train(request)
        form = TrainingForm(request.POST or None)
        form.fields["activate_when_done"].disabled = not request.user.has_perm(MAY_ACTIVATE)
        if form.is_valid() and form.spec is not None:
            version = enqueue_training(
                form.spec,
                activate_when_done=form.cleaned_data["activate_when_done"],
                created_by_id=request.user.pk,
            )
            self.log_addition(request, version, gettext_noop("Queued to be trained."))
            return to_live_page(version.number)
        context = {"title": _("Train a version"), "form": form, "presets": texts_of_presets()}
        return self.page(request, "train", context)

    def training_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show a training, live as long as it goes on."""
        version = self.version_with_run(request, number)
        state = state_of(version, may_train=request.user.has_perm(PERMISSION))
        context = {"title": str(version), "version": version, "run": version.run, "state": state}
        return self.page(request, "training", context)

    def training_state_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Return the state of a training as JSON."""
        version = self.version_with_run(request, number)
        return JsonResponse(
            state_of(
                version,
                may_train=request.user.has_perm(PERMISSION),
                since=whole_number(request.GET.get("since")),
            )
        )

    def stop_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Stop a training; its best epoch is kept."""
        check_may_train(request)
        version = self.version_with_run(request, number)
        return self.act_and_redirect(request, version, lambda: request_stop(version, by=str(request.user)))

    def cancel_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Cancel a queued training."""
        check_may_train(request)
        version = self.version_with_run(request, number)
        return self.act_and_redirect(request, version, lambda: cancel_training(version, by=str(request.user)))

    def resume_view(self, request: HttpRequest, number: int) -> HttpResponse:
        """Resume a training that ended early."""
        check_may_train(request)
        version = self.version_with_run(request, number)
        return self.act_and_redirect(
            request,
            version,
            lambda: resume_training(version, by=str(request.user), created_by_id=request.user.pk),
        )

    def act_and_redirect(
        self, request: HttpRequest, version: ModelVersion, act: Callable[[], ModelVersion | None]
    ) -> HttpResponse:
        """Run a button's action, or show why it is refused; redirect to the training's page."""
        close_dead_trainings()
        try:
            outcome = act() or version
        except NotPossibleNow as error:
            self.message_user(request, explained(error), messages.WARNING)
            return to_live_page(version.number)
        if outcome.pk != version.pk:
            line = _("Version %(old)s stays as it is; it goes on as version %(new)s.")
            self.message_user(request, line % {"old": version, "new": outcome.number})
        return to_live_page(outcome.number)

    def version_with_run(self, request: HttpRequest, number: int) -> ModelVersion:
        """Return a version that was trained here; check the permission to view it."""
        version = ModelVersion.objects.select_related("run").filter(pk=number, run__isnull=False).first()
        if version is None:
            raise Http404
        if not self.has_view_permission(request, version):
            raise PermissionDenied
        return version

    def page(self, request: HttpRequest, template: str, context: dict[str, Any]) -> HttpResponse:
        """Render one of the pages within the admin."""
        return TemplateResponse(
            request,
            f"admin/recognizer/modelversion/{template}.html",
            {**self.admin_site.each_context(request), "opts": self.opts, "media": self.media, **context},
        )


def check_may_train(request: HttpRequest) -> None:
    """Raise PermissionDenied unless the user may train."""
    if not request.user.has_perm(PERMISSION):
        raise PermissionDenied


def to_live_page(number: int) -> HttpResponseRedirect:
    """Redirect to the page of a training."""
    return HttpResponseRedirect(reverse("admin:recognizer_modelversion_training", args=[number]))
