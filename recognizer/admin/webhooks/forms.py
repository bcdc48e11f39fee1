"""The form of a webhook."""

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from recognizer.models import CHOSEN_EVENTS, Webhook
from recognizer.services.errors import WebhookRefused, explained
from recognizer.services.webhooks.addresses import check_address


class WebhookForm(forms.ModelForm[Webhook]):
    """Name, address and events; the secret is made by the site."""

    events = forms.MultipleChoiceField(
        label=_("Events"),
        choices=[(event.value, event.label) for event in CHOSEN_EVENTS],
        widget=forms.CheckboxSelectMultiple,
    )

    class Meta:
        model = Webhook
        fields = ("name", "address", "events", "active")
        widgets = {"address": forms.TextInput(attrs={"inputmode": "url", "class": "vTextField"})}

    def clean_address(self) -> str:
        """Refuse an address to which nothing can be sent."""
        address: str = self.cleaned_data["address"]
        try:
            check_address(address)
        except WebhookRefused as error:
            raise ValidationError(explained(error)) from error
        return address
