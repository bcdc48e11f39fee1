"""The form of what the site may do by itself."""

from typing import Any

from django import forms
from django.contrib import admin
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from recognizer.admin.pages import RowsAdmin
from recognizer.models import LearningPolicy
from recognizer.services.training.presets import PRESETS
from recognizer.services.watching.policy import ONLY, learning_policy, new_samples


class PolicyForm(forms.ModelForm[LearningPolicy]):
    """The policy, with the presets that there are."""

    preset = forms.ChoiceField(label=_("Preset"), choices=lambda: [(name, name) for name in PRESETS])

    class Meta:
        model = LearningPolicy
        fields = ("schedule", "samples", "preset", "people_weight", "shadow_share", "activates")


@admin.register(LearningPolicy)
class PolicyAdmin(RowsAdmin[LearningPolicy]):
    """The single row of the policy."""

    form = PolicyForm
    readonly_fields = ("new_samples", "trained_at")
    fieldsets = (
        (_("Training"), {"fields": ("schedule", "samples", "preset", "people_weight")}),
        (_("After the gate"), {"fields": ("shadow_share", "activates")}),
        (_("At present"), {"fields": ("new_samples", "trained_at")}),
    )

    def has_add_permission(self, request: HttpRequest) -> bool:
        """Forbid: there is one."""
        return False

    def has_delete_permission(self, request: HttpRequest, obj: LearningPolicy | None = None) -> bool:
        """Forbid: there is one."""
        return False

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, Any] | None = None
    ) -> HttpResponse:
        """Redirect to the one."""
        learning_policy()
        return HttpResponseRedirect(reverse("admin:recognizer_learningpolicy_change", args=[ONLY]))

    def change_view(
        self,
        request: HttpRequest,
        object_id: str,
        form_url: str = "",
        extra_context: dict[str, Any] | None = None,
    ) -> HttpResponse:
        """Show the one, which is made on first use."""
        learning_policy()
        titles = {"title": _("Learning from people"), "subtitle": None}
        return super().change_view(request, object_id, form_url, {**titles, **(extra_context or {})})

    @admin.display(description=_("reviewed samples that no data set has yet"))
    def new_samples(self, _policy: LearningPolicy) -> int:
        """Show how many have come in since the last data set."""
        return new_samples()
