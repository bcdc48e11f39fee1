"""Training in the admin: the form that queues one, and its live page."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.urls import URLPattern, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST

from recognizer.admin.pages import VersionPages, whole_number
from recognizer.admin.training.form import TrainingForm, texts_of_presets, values_of
from recognizer.admin.training.state import state_of
from recognizer.models import ModelVersion
from recognizer.services.errors import NotPossibleNow, explained
from recognizer.services.training.lifecycle import request_stop
from recognizer.tasks import cancel_training, close_dead_trainings, enqueue_training, resume_training


class TrainingPages(VersionPages):
    """The form that queues a training, the page on which it is watched, and its buttons."""

    def urls(self) -> list[URLPattern]:
        """Return the form, the live page, what it asks for, and its buttons."""
        buttons = {"stop": self.stop, "cancel": self.cancel, "resume": self.resume}
        return [
            self.guarded("train/", self.train, "train", permissions=["train"]),
            self.guarded("<int:number>/training/", self.training, "training"),
            self.guarded("<int:number>/training.json", self.state, "training_state"),
            *(
                self.guarded(
                    f"<int:number>/training/{name}/",
                    require_POST(view),
                    f"training_{name}",
                    permissions=["train", "view"],
                )
                for name, view in buttons.items()
            ),
        ]

    def train(self, request: HttpRequest) -> HttpResponse:
        """Show the form; queue a training on POST."""
        form = TrainingForm(request.POST or None, initial=self.values_to_begin_with(request))
        form.fields["activate_when_done"].disabled = not self.may(request, "activate")
        if form.is_valid() and form.spec is not None:
            version = enqueue_training(
                form.spec,
                activate_when_done=form.cleaned_data["activate_when_done"],
                created_by_id=request.user.pk,
            )
            self.owner.log_addition(request, version, gettext_noop("Queued to be trained."))
            return to_live_page(version.number)
        return self.page(request, "train", _("Train a version"), form=form, presets=texts_of_presets())

    def values_to_begin_with(self, request: HttpRequest) -> dict[str, str]:
        """Return the values of the version that the address names by `like`; none without."""
        like = request.GET.get("like")
        return {} if like is None else values_of(self.version(whole_number(like)))

    def training(self, request: HttpRequest, number: int) -> HttpResponse:
        """Show a training, live as long as it goes on."""
        version = version_with_run(number)
        state = state_of(version, may_train=self.may(request, "train"))
        return self.page(request, "training", str(version), version=version, run=version.run, state=state)

    def state(self, request: HttpRequest, number: int) -> HttpResponse:
        """Return the state of a training as JSON."""
        since = whole_number(request.GET.get("since"))
        return JsonResponse(
            state_of(version_with_run(number), may_train=self.may(request, "train"), since=since)
        )

    def stop(self, request: HttpRequest, number: int) -> HttpResponse:
        """Stop a training; its best epoch is kept."""
        version = version_with_run(number)
        return self.act_and_redirect(request, version, lambda: request_stop(version, by=str(request.user)))

    def cancel(self, request: HttpRequest, number: int) -> HttpResponse:
        """Cancel a queued training."""
        version = version_with_run(number)
        return self.act_and_redirect(request, version, lambda: cancel_training(version, by=str(request.user)))

    def resume(self, request: HttpRequest, number: int) -> HttpResponse:
        """Resume a training that ended early."""
        version = version_with_run(number)
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
            self.owner.message_user(request, explained(error), messages.WARNING)
            return to_live_page(version.number)
        if outcome.pk != version.pk:
            line = _("Version %(old)s stays as it is; it goes on as version %(new)s.")
            self.owner.message_user(request, line % {"old": version, "new": outcome.number})
        return to_live_page(outcome.number)


def version_with_run(number: int) -> ModelVersion:
    """Return a version that is or was trained here."""
    version = ModelVersion.objects.select_related("run").filter(pk=number, run__isnull=False).first()
    if version is None:
        raise Http404
    return version


def to_live_page(number: int) -> HttpResponseRedirect:
    """Redirect to the page of a training."""
    return HttpResponseRedirect(reverse("admin:recognizer_modelversion_training", args=[number]))
