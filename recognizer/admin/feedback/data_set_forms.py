"""Forms of the pages of data sets."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from recognizer.services.data_sets.making import LICENCE
from recognizer.services.errors import translated

MAX_SEED = 2**31 - 1


class MakeForm(forms.Form):
    """Name and reason of a data set of all that is agreed."""

    name = forms.CharField(label=_("Name"), max_length=100)
    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))
    licence = forms.CharField(
        label=_("Licence"),
        max_length=200,
        help_text=_("Under which terms it may be used. It stands in the file, also where that is exported."),
    )
    seed = forms.IntegerField(
        label=_("Seed"),
        min_value=0,
        max_value=MAX_SEED,
        initial=0,
        help_text=_("Of the lots that decide which samples stay of somebody who gave more than one may."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["licence"].initial = translated(LICENCE)


class ImportForm(forms.Form):
    """A file of another site, the set's name, and why it is imported."""

    file = forms.FileField(
        label=_("File"),
        help_text=_("An .npz or .parquet file that another site exported."),
        widget=forms.ClearableFileInput(attrs={"accept": ".npz,.parquet"}),
    )
    name = forms.CharField(
        label=_("Name"), max_length=100, required=False, help_text=_("Left empty: the name in the file.")
    )
    reason = forms.CharField(
        label=_("Why"), max_length=500, required=False, widget=forms.Textarea(attrs={"rows": 3})
    )


class WithoutForm(forms.Form):
    """Who is left out, and why."""

    person = forms.ChoiceField(label=_("Contributor"))
    reason = forms.CharField(label=_("Why"), max_length=500, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, people: list[tuple[str, str]], *args: Any, **kwargs: Any) -> None:
        """Offer these people: the names in the file, and what is said of each."""
        super().__init__(*args, **kwargs)
        self.fields["person"] = forms.ChoiceField(label=_("Contributor"), choices=people)
