"""The form of "Train a version": a preset, and values that differ from it."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from recognizer.datasets.augmentation import Augmentation
from recognizer.datasets.handwriting import HandwritingMix
from recognizer.models import DataSet, DataSetState, ModelVersion
from recognizer.nn.io.files import why_no_json
from recognizer.services.errors import InvalidTraining, explained, translated
from recognizer.services.training.options import (
    ARGUMENTS,
    AUGMENTATION_ARGUMENTS,
    HANDWRITING_ARGUMENTS,
    INITIALIZER,
    PEOPLE_ARGUMENTS,
    Option,
)
from recognizer.services.training.presets import MAX_NAME, PRESETS, training_spec, with_outputs
from recognizer.services.training.spec import CLASSES, INPUTS, TrainingSpec

PRESET_NOTES: Mapping[str, tuple[str | Promise, str | Promise]] = {
    "deck": (
        _("The deck's network"),
        _("784-30-10, sigmoid, quadratic cost: the lecture's own recipe. Ten seconds."),
    ),
    "book": (
        _("The book's network"),
        _("784-100-10, cross-entropy, L2 penalty. Three minutes."),
    ),
    "deep": (
        _("Deep and fully connected"),
        _("784-1536-1024-512-10 on distorted pictures, Adam. Half an hour."),
    ),
    "conv": (
        _("Convolutional"),
        _("Four convolutional layers on distorted pictures of MNIST. Three quarters of an hour."),
    ),
    "best": (
        _("What digitweb ships"),
        _("Convolutional; learns from synthetic handwriting too, and tells what is no digit. An hour."),
    ),
}
"""What a preset is called in the form, what it is, and how long it takes on two cores."""

MOST_DATA_SETS = 100
"""That the form offers, the newest first."""

OVERFITTING = ("l1", "l2", "label_smoothing", "ema_decay", "early_stopping")

GROUPS: tuple[tuple[str | Promise, tuple[str, ...]], ...] = (
    (_("Network"), ("sizes", "architecture", "initializer")),
    (
        _("Gradient descent"),
        tuple(
            name
            for name in ARGUMENTS
            if name not in {*OVERFITTING, *AUGMENTATION_ARGUMENTS, *HANDWRITING_ARGUMENTS, *PEOPLE_ARGUMENTS}
        ),
    ),
    (_("Against overfitting"), OVERFITTING),
    (_("Distorted pictures"), tuple(AUGMENTATION_ARGUMENTS)),
    (_("Synthetic handwriting"), tuple(HANDWRITING_ARGUMENTS)),
    (_("What people gave"), tuple(PEOPLE_ARGUMENTS)),
)


class TrainingForm(forms.Form):
    """A preset and the values that differ from it; a field left empty has the preset's value."""

    preset = forms.ChoiceField(
        label=_("preset"),
        choices=[(name, title) for name, (title, _note) in PRESET_NOTES.items()],
        initial="deck",
        widget=forms.RadioSelect,
    )
    name = forms.CharField(
        label=_("name"), required=False, max_length=MAX_NAME, help_text=_("what to call the version")
    )
    sizes = forms.CharField(
        label=_("layer sizes"),
        required=False,
        help_text=_("neurons of each layer of a fully connected network, such as 784,30,10"),
    )
    architecture = forms.CharField(
        label=_("layers as JSON"),
        required=False,
        help_text=_("any other network: input_shape and layers; then leave the layer sizes empty"),
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "class": "training-json"}),
    )
    activate_when_done = forms.BooleanField(
        label=_("Put it live when it is trained"),
        required=False,
        help_text=_("If it passes the checks before activation. One that was stopped early is not."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, option in {"initializer": INITIALIZER, **ARGUMENTS}.items():
            self.fields[name] = field_of(option)
        self.fields["people"] = data_set_field()
        self.spec: TrainingSpec | None = None

    @property
    def groups(self) -> list[tuple[str | Promise, list[forms.BoundField], bool]]:
        """The fields beside the preset in groups, each with whether it has errors."""
        groups = [(title, [self[name] for name in names]) for title, names in GROUPS]
        return [(title, fields, any(field.errors for field in fields)) for title, fields in groups]

    @property
    def presets(self) -> list[tuple[forms.boundfield.BoundWidget, str | Promise]]:
        """The presets' buttons with their descriptions."""
        return [(button, PRESET_NOTES[button.data["value"]][1]) for button in self["preset"]]

    def clean_sizes(self) -> list[int] | None:
        """Read "784,30,10"."""
        text = self.cleaned_data["sizes"]
        try:
            return [int(size) for size in text.split(",")] if text else None
        except ValueError:
            raise forms.ValidationError(
                gettext('Expected whole numbers such as 784,30,10, found "%(text)s".') % {"text": text}
            ) from None

    def clean_architecture(self) -> dict[str, Any] | None:
        """Read a JSON object."""
        text = self.cleaned_data["architecture"]
        try:
            value = json.loads(text) if text else None
        except (ValueError, RecursionError) as error:
            raise forms.ValidationError(
                gettext("Expected a JSON object: %(error)s") % {"error": translated(why_no_json(error))}
            ) from None
        if value is not None and not isinstance(value, dict):
            raise forms.ValidationError(
                gettext("Expected a JSON object, found %(found)s.") % {"found": type(value).__name__}
            )
        return value

    def clean(self) -> None:
        """Apply the values to the preset, as the command does; attach errors to their fields."""
        if self.errors:
            return
        preset = self.cleaned_data["preset"]
        usual = preset_values(preset)
        names = ("sizes", "architecture", "initializer", *ARGUMENTS)
        given = {name: self.cleaned_data[name] for name in names}
        called = self.cleaned_data["name"] or usual["name"]
        try:
            self.spec = training_spec(
                preset,
                {
                    name: value
                    for name, value in given.items()
                    if value not in (None, "") and value != usual[name]
                }
                | {"name": called},
            )
        except InvalidTraining as error:
            self.add_error(self.field_named_in(str(error)), explained(error).removeprefix("--"))

    def field_named_in(self, message: str) -> str | None:
        """Return the field that an error is about: messages begin with its name."""
        first = message.removeprefix("--").split(maxsplit=1)[0].rstrip(":").replace("-", "_")
        if first in self.fields:
            return first
        return None if self.cleaned_data.get("architecture") is None else "architecture"


def data_set_field() -> forms.ChoiceField:
    """Return the field that chooses a data set of what people gave, or none."""
    ready = DataSet.objects.filter(state=DataSetState.READY).order_by("-number")[:MOST_DATA_SETS]
    return forms.ChoiceField(
        label=_("data set"),
        help_text=_("What people gave and reviewers agreed on; the version then has to pass the gate"),
        required=False,
        choices=[("", _("none")), *((str(found.number), str(found)) for found in ready)],
    )


def field_of(option: Option) -> forms.Field:
    """Return the optional form field of an option."""
    texts: Any = {"label": option.label, "help_text": option.help, "required": False}
    if option.choices:
        return forms.ChoiceField(
            choices=[("", _("as the preset")), *((name, name) for name in option.choices)], **texts
        )
    if option.kind is int:
        return forms.IntegerField(**texts)
    return forms.FloatField(widget=forms.NumberInput(attrs={"step": "any"}), **texts)


def preset_values(preset: str) -> dict[str, Any]:
    """Return the preset's value of each field."""
    spec = PRESETS[preset]
    return {
        **spec.recipe.to_json(),
        **asdict(spec.augmentation or Augmentation()),
        **asdict(spec.handwriting or HandwritingMix()),
        **dict.fromkeys(PEOPLE_ARGUMENTS),
        "name": gettext(spec.name),
        "initializer": spec.initializer,
        **layer_values(spec.architecture),
    }


def layer_values(architecture: Mapping[str, Any]) -> dict[str, Any]:
    """Return a network for the form: by its sizes where all layers are dense, else as it is."""
    layers = architecture["layers"]
    if any(layer["type"] != "dense" for layer in layers):
        return {"sizes": None, "architecture": architecture}
    return {"sizes": [INPUTS, *(layer["units"] for layer in layers)], "architecture": None}


def layers_like(version: ModelVersion, preset: str) -> dict[str, Any]:
    """Return a version's network for the form; its sizes alone only if the preset makes the same of them.

    As in the form it has ten outputs; an eleventh comes of what is no digit.
    """
    architecture = with_outputs(version.architecture, CLASSES)
    values = layer_values(architecture)
    if values["sizes"] and not makes(preset, values["sizes"], version.architecture):
        return {"sizes": None, "architecture": architecture}
    return values


def makes(preset: str, sizes: list[int], architecture: dict[str, Any]) -> bool:
    """Whether a preset makes this network of these sizes."""
    try:
        return training_spec(preset, {"sizes": sizes}).architecture == architecture
    except InvalidTraining:
        return False


def values_of(version: ModelVersion) -> dict[str, str]:
    """Return what was typed to train a version like this one: its preset, and what differs from that."""
    known = version.hyperparameters
    preset = str(known.get("preset"))
    if preset not in PRESETS:
        preset = "deck"
    usual = preset_values(preset)
    people = known.get("people") or {}
    values = {
        **known,
        **(known.get("augmentation") or {}),
        **(known.get("handwriting") or {}),
        **layers_like(version, preset),
        "name": version.name,
        "people": version.people_id,
        "people_weight": people.get("weight"),
    }
    changed = {name: values[name] for name in usual if name in values and values[name] != usual[name]}
    return {"preset": preset, **{name: shown(value) for name, value in changed.items()}}


def texts_of_presets() -> dict[str, dict[str, str]]:
    """Return the text of each field for each preset, for the page's script."""
    return {
        preset: {name: shown(value) for name, value in preset_values(preset).items()} for preset in PRESETS
    }


def shown(value: object) -> str:
    """Return a value as it is typed into its field."""
    if isinstance(value, list):
        return ",".join(map(str, value))
    if isinstance(value, dict):
        return json.dumps(value, indent=1)
    return "" if value is None else str(value)
