"""The page by which MNIST is fetched: a press queues it for the worker, and the page says how it went."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django_tasks import TaskResultStatus

from recognizer.admin.pages import AdminPages
from recognizer.datasets.mnist import missing_files
from recognizer.phrases import from_json
from recognizer.services.errors import translated
from recognizer.services.paths import mnist_folder
from recognizer.tasks import mnist_fetches, request_mnist


class MnistPages(AdminPages):
    """Fetching MNIST, for whoever may import data sets."""

    templates = "admin/recognizer/dataset"

    def urls(self) -> list[URLPattern]:
        """Return the address of the page."""
        return [self.guarded("mnist/", self.mnist, "mnist", permissions=["import"])]

    def mnist(self, request: HttpRequest) -> HttpResponse:
        """Say whether MNIST is there and how its fetch stands; queue one on POST."""
        if request.method == "POST":
            if request_mnist():
                self.owner.message_user(request, _("MNIST is queued for the worker."), messages.SUCCESS)
            else:
                self.owner.message_user(request, _("MNIST is being fetched already."), messages.WARNING)
            return HttpResponseRedirect(reverse("admin:recognizer_dataset_mnist"))
        missing = missing_files(mnist_folder())
        return self.page(request, "mnist", _("MNIST"), missing=[file.name for file in missing], **standing())


def standing() -> dict[str, Any]:
    """Return how the last fetch stands: a sentence, and whether it goes on."""
    last = mnist_fetches().first()
    if last is None:
        return {"sentence": "", "going_on": False}
    if last.status == TaskResultStatus.READY:
        return {"sentence": _("Queued: the worker begins as soon as it is free."), "going_on": True}
    if last.status == TaskResultStatus.RUNNING:
        return {
            "sentence": _("The worker is fetching it: 11 MB, half a minute on most lines."),
            "going_on": True,
        }
    when = date_format(localtime(last.finished_at or last.enqueued_at), "DATETIME_FORMAT")
    if last.status == TaskResultStatus.FAILED:
        return {"sentence": _("%s: the worker was ended before it was done.") % when, "going_on": False}
    if last.return_value:
        reason = translated(from_json(last.return_value))
        return {
            "sentence": _("%(when)s: it failed. %(reason)s") % {"when": when, "reason": reason},
            "going_on": False,
        }
    return {"sentence": _("%s: fetched.") % when, "going_on": False}
