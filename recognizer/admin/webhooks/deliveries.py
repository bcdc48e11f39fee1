"""Deliveries of webhooks in the admin: what was sent, what came of it, and once more."""

import json
from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from recognizer.admin.pages import AdminPages, PageProblem, ReadOnlyAdmin
from recognizer.admin.webhooks.words import delivery_state
from recognizer.models import WebhookDelivery
from recognizer.services.errors import NotPossibleNow, explained, translated
from recognizer.services.webhooks.outbox import send_again


class DeliveryPages(AdminPages):
    """The button of a delivery."""

    templates = "admin/recognizer/webhookdelivery"

    def urls(self) -> list[URLPattern]:
        """Return its address."""
        return [self.guarded("<int:number>/again/", require_POST(self.again), "again", permissions=["send"])]

    def again(self, request: HttpRequest, number: int) -> HttpResponse:
        """Send a delivery again."""
        delivery = WebhookDelivery.objects.select_related("webhook").filter(pk=number).first()
        if delivery is None:
            raise PageProblem(HTTPStatus.NOT_FOUND, gettext("There is no delivery %d.") % number)
        try:
            send_again(delivery)
        except NotPossibleNow as error:
            self.owner.message_user(request, explained(error), messages.WARNING)
        else:
            text = gettext("It is being sent again. Load this page again to see what came of it.")
            self.owner.message_user(request, text)
        return HttpResponseRedirect(reverse("admin:recognizer_webhookdelivery_change", args=[number]))


@admin.register(WebhookDelivery)
class DeliveryAdmin(ReadOnlyAdmin[WebhookDelivery]):
    """The log of deliveries: nobody edits one."""

    list_display = ("created_at", "event", "webhook", "shown_state", "attempts", "error", "next_attempt_at")
    list_filter = ("state", "event", "webhook")
    list_select_related = ("webhook",)
    empty_value_display = "–"
    fields = (
        "webhook",
        "event",
        "event_id",
        "shown_state",
        "error",
        "last_status",
        "attempts",
        "next_attempt_at",
        "created_at",
        "delivered_at",
        "sent",
    )

    class Media:
        css = {"all": ("admin/recognizer.css", "admin/webhooks.css")}

    def has_view_permission(self, request: HttpRequest, obj: WebhookDelivery | None = None) -> bool:
        """Allow it to whoever may see deliveries, or change webhooks."""
        return request.user.has_perm("recognizer.view_webhookdelivery") or self.has_send_permission(request)

    def has_send_permission(self, request: HttpRequest) -> bool:
        """Whether this user may send a delivery again."""
        return request.user.has_perm("recognizer.change_webhook")

    def get_urls(self) -> list[URLPattern]:
        """Add the button."""
        return [*DeliveryPages(self).urls(), *super().get_urls()]

    def get_queryset(self, request: HttpRequest) -> QuerySet[WebhookDelivery]:
        """Fetch the webhook with each."""
        return super().get_queryset(request).select_related("webhook")

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the button to whoever may press it."""
        context = {"may_send": self.has_send_permission(request), **(extra_context or {})}
        return super().change_view(request, object_id, form_url, context)

    # -- what is shown -----------------------------------------------------------------------

    @admin.display(description=_("state"), ordering="state")
    def shown_state(self, delivery: WebhookDelivery) -> SafeString:
        """Show how it stands."""
        return delivery_state(delivery)

    @admin.display(description=_("last error"))
    def error(self, delivery: WebhookDelivery) -> str:
        """Show why the last attempt failed."""
        return translated(delivery.last_error) or "–"

    @admin.display(description=_("what is sent"))
    def sent(self, delivery: WebhookDelivery) -> SafeString:
        """Show the body."""
        text = json.dumps(delivery.payload, indent=2, ensure_ascii=False)
        return format_html('<pre class="webhook-payload" translate="no" tabindex="0">{}</pre>', text)
