"""Facts of a network's architecture, for sentences about it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from recognizer.nn.architecture import build_layers
from recognizer.nn.layers import Layer
from recognizer.services.errors import NoActiveVersion
from recognizer.services.recognition.live import live_model


@dataclass(frozen=True, kw_only=True)
class ArchitectureFacts:
    """Facts of a network's layers."""

    types: tuple[str, ...]
    """Of its layers, in their order, each once."""
    hidden_layers: int
    """Layers with neurons before the output layer."""
    hidden_activations: tuple[str, ...]
    """Activation functions of those, in their order, each once."""
    output_activation: str
    outputs: int
    """One for each digit, and perhaps one for what is no digit."""

    @property
    def activations(self) -> tuple[str, ...]:
        """All activation functions, in their order, each once."""
        return tuple(dict.fromkeys([*self.hidden_activations, self.output_activation]))


def facts_of(layers: Sequence[Layer]) -> ArchitectureFacts:
    """Return the facts of these layers."""
    neurons = [layer for layer in layers if layer.parameter_shapes]
    return ArchitectureFacts(
        types=tuple(dict.fromkeys(layer.type for layer in layers)),
        hidden_layers=len(neurons) - 1,
        hidden_activations=tuple(dict.fromkeys(layer.activation.name for layer in neurons[:-1])),
        output_activation=layers[-1].activation.name,
        outputs=layers[-1].output_shape[-1],
    )


def facts_of_architecture(architecture: Mapping[str, Any]) -> ArchitectureFacts | None:
    """Return the facts of an architecture as a row stores it; None if it is empty."""
    return facts_of(build_layers(architecture)) if architecture else None


def live_architecture() -> ArchitectureFacts | None:
    """Return the facts of the live network; None if there is none."""
    try:
        return facts_of(live_model.current().network.layers)
    except NoActiveVersion:
        return None


def loaded_architecture() -> ArchitectureFacts | None:
    """Return the facts of the network in memory, without a query."""
    version = live_model.loaded
    return None if version is None else facts_of(version.network.layers)
