"""The last layer of a network that reads rows: from maps one pixel high to places in a text."""

from recognizer.nn.activations import get_activation
from recognizer.nn.arrays import Array, Memory, Shape
from recognizer.nn.errors import ConfigurationError
from recognizer.nn.layers.base import Layer, image_shape, integer

__all__ = ["Columns"]


class Columns(Layer):
    """A layer that takes the channels of each column of a flat picture for its outputs there.

    With ``places`` above 1 a column answers for so many places side by side: pooling has made columns wider
    than the narrowest digits, and this parts them again at no cost.

    Parameters
    ----------
    input_shape : Shape
        (1, columns, channels).
    places : int
        How many places each column answers for; it divides the channels.
    activation : str
        Name of the activation, over the outputs of each place.
    """

    type = "columns"

    def __init__(self, input_shape: Shape, *, places: int = 1, activation: str = "softmax") -> None:
        height, width, channels = image_shape(self.type, input_shape)
        places = integer("places", places)
        if height != 1 or channels % places:
            raise ConfigurationError(
                "a columns layer needs inputs one row high, of which {places} divides the channels; got "
                "{height} rows and {channels} channels",
                places=places,
                height=height,
                channels=channels,
            )
        super().__init__(input_shape, (width * places, channels // places), get_activation(activation))

    def forward(self, A_in: Array, memory: Memory) -> Array:
        """Return σ(Z), Z being A_in in the shape (n, places, outputs)."""
        Z = memory.array("Z", (len(A_in), *self.output_shape))
        Z[...] = A_in.reshape(Z.shape)
        memory.A = self.activation.forward(Z)
        return memory.A

    def backward(self, delta: Array, memory: Memory) -> Array:
        """Return δ in the shape of A_in."""
        return delta.reshape(-1, *self.input_shape)
