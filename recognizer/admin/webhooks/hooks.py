"""Webhooks in the admin: added, changed, tried, and given another secret."""

from http import HTTPStatus
from typing import Any

from django.contrib import admin, messages
from django.forms import ModelForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_noop
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from recognizer.admin.pages import AdminPages, PageProblem, RowsAdmin
from recognizer.admin.webhooks.forms import WebhookForm
from recognizer.admin.webhooks.words import delivery_state, event_labels
from recognizer.models import Webhook, WebhookDelivery
from recognizer.services.errors import NotPossibleNow, explained, translated
from recognizer.services.webhooks.outbox import send_test
from recognizer.services.webhooks.secret_changes import change_secret
from recognizer.services.webhooks.signature import new_secret

LATEST = 10
"""Deliveries that the page of a webhook shows."""


class WebhookPages(AdminPages):
    """The buttons of a webhook."""

    templates = "admin/recognizer/webhook"

    def urls(self) -> list[URLPattern]:
        """Return their addresses."""
        buttons = {"test": self.test, "secret": self.new_secret}
        return [
            self.guarded(f"<int:number>/{name}/", require_POST(view), name, permissions=["change"])
            for name, view in buttons.items()
        ]

    def test(self, request: HttpRequest, number: int) -> HttpResponse:
        """Let a test be sent, and show the delivery."""
        webhook = self.webhook(number)
        try:
            delivery = send_test(webhook)
        except NotPossibleNow as error:
            self.owner.message_user(request, explained(error), messages.WARNING)
            return to_page(webhook)
        self.owner.message_user(
            request, gettext("A test is being sent. Load this page again to see what came of it.")
        )
        return HttpResponseRedirect(reverse("admin:recognizer_webhookdelivery_change", args=[delivery.pk]))

    def new_secret(self, request: HttpRequest, number: int) -> HttpResponse:
        """Give a webhook another secret; the one before signs for a day more, unless it is to end at once."""
        webhook, at_once = self.webhook(number), "at_once" in request.POST
        change_secret(webhook, at_once=at_once)
        self.owner.log_change(request, webhook, gettext_noop("Given another secret."))
        text = (
            _("From now on the new secret alone signs. Give it to the receiver.")
            if at_once
            else _("The new secret signs, and for a day the one before too. Give it to the receiver.")
        )
        self.owner.message_user(request, str(text), messages.SUCCESS)
        return to_page(webhook)

    def webhook(self, number: int) -> Webhook:
        """Return the webhook of that number."""
        found = Webhook.objects.filter(pk=number).first()
        if found is None:
            raise PageProblem(HTTPStatus.NOT_FOUND, gettext("There is no webhook %d.") % number)
        return found


@admin.register(Webhook)
class WebhookAdmin(RowsAdmin[Webhook]):
    """The list of webhooks, and the page of one."""

    form = WebhookForm
    list_display = ("name", "place_text", "events_text", "state", "latest", "created_at")
    search_fields = ("name",)
    empty_value_display = "–"
    readonly_fields = ("place_text", "events_text", "state", "created_at")

    class Media:
        css = {"all": ("admin/recognizer.css", "admin/webhooks.css")}

    def get_urls(self) -> list[URLPattern]:
        """Add the buttons."""
        return [*WebhookPages(self).urls(), *super().get_urls()]

    def get_fields(self, request: HttpRequest, obj: Webhook | None = None) -> tuple[str, ...]:
        """Show whole addresses to those alone who may change them: some receivers have a key in theirs."""
        if obj is None:
            return ("name", "address", "events")
        if not self.has_change_permission(request, obj):
            return ("name", "place_text", "events_text", "state", "created_at")
        return ("name", "address", "events", "active", "state", "created_at")

    def save_model(self, request: HttpRequest, obj: Webhook, form: ModelForm[Webhook], change: bool) -> None:
        """Make the secret of a new one; begin anew with one whose address changed, or that is turned on."""
        if not change:
            obj.secret = new_secret()
            obj.save()
            return
        changed = list(form.changed_data)
        if {"address", "active"} & set(changed):
            obj.failing_since, obj.off_reason = None, ""
            changed += ["failing_since", "off_reason"]
        obj.save(update_fields=changed)

    def response_add(
        self, request: HttpRequest, obj: Webhook, post_url_continue: str | None = None
    ) -> HttpResponse:
        """Show the new one with its secret, which the receiver needs."""
        if "_addanother" in request.POST or not self.has_change_permission(request, obj):
            return super().response_add(request, obj, post_url_continue)
        text = _("Webhook %s was added. Give its secret to the receiver, and send a test.")
        self.message_user(request, text % obj, messages.SUCCESS)
        return to_page(obj)

    def shown_below(self, request: HttpRequest, row: Webhook) -> dict[str, Any]:
        """Return whether there are secret and buttons, and the latest deliveries."""
        may_change = self.has_change_permission(request, row)
        may_view = may_change or request.user.has_perm("recognizer.view_webhookdelivery")
        deliveries = {"deliveries": row.deliveries.all()[:LATEST]} if may_view else {}
        return {"may_change": may_change, **deliveries}

    # -- what is shown -----------------------------------------------------------------------

    @admin.display(description=_("address"), ordering="address")
    def place_text(self, webhook: Webhook) -> SafeString:
        """Show the address without its path."""
        return format_html('<span translate="no">{}</span>', webhook.place)

    @admin.display(description=_("events"))
    def events_text(self, webhook: Webhook) -> str:
        """Show what it is told of."""
        return event_labels(webhook.events)

    @admin.display(description=_("state"))
    def state(self, webhook: Webhook) -> SafeString:
        """Show whether anything is sent, and whether it arrives."""
        look, word, why = "ready", gettext("on"), ""
        if not webhook.active:
            look, word, why = (
                "failed" if webhook.off_reason else "retired",
                gettext("off"),
                webhook.off_reason,
            )
        elif webhook.failing_since is not None:
            look, word = "failed", gettext("fails")
        state = format_html('<span class="version-state version-state-{}">{}</span>', look, word)
        return format_html("{} {}", state, translated(why)) if why else state

    @admin.display(description=_("latest delivery"))
    def latest(self, webhook: Webhook) -> SafeString | str:
        """Show what came of the latest delivery."""
        delivery: WebhookDelivery | None = webhook.deliveries.first()
        return "–" if delivery is None else delivery_state(delivery)


def to_page(webhook: Webhook) -> HttpResponseRedirect:
    """Redirect to the page of a webhook."""
    return HttpResponseRedirect(reverse("admin:recognizer_webhook_change", args=[webhook.pk]))
