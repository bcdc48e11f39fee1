"""Backpropagation: the gradient of the cost by the deck's four equations (3.5), a mini-batch at a time."""

from recognizer.nn.arrays import Array, Memory
from recognizer.nn.costs import Cost
from recognizer.nn.layers import MaxPool2D
from recognizer.nn.network import Network
from recognizer.nn.parameters import ParameterVector

__all__ = ["backpropagate"]


def backpropagate(  # noqa: PLR0913  (what the algorithm is about)
    network: Network,
    X: Array,
    Y: Array,
    n: int,
    *,
    cost: Cost,
    memories: list[Memory],
    gradient: ParameterVector,
    sample_weight: Array | None = None,
) -> float:
    """Write the gradient of C = 1/n Σ wₓ Cₓ over these samples into ``gradient`` and return C.

    Parameters
    ----------
    network : Network
        L layers; its parameters are read only.
    X : Array, shape (m, *input_shape)
        The samples, of the network's type.
    Y : Array, shape (m, outputs)
        The wanted outputs.
    n : int
        The deck's m; more than there are samples here if these are only a part of the mini-batch. The
        factor 1/n is in δ from BP1 on.
    cost : Cost
        What is minimised.
    memories : list of Memory
        One a layer.
    gradient : ParameterVector
        Of the network's shapes.
    sample_weight : Array, shape (m,), optional
        wₓ ≥ 0, how much each sample counts; without it all count 1.

    Returns
    -------
    float
        The cost before any step, 1/n Σ wₓ Cₓ over these samples.
    """
    A = network.forward(X, memories)
    delta = cost.output_error(A, Y, n, memories[-1])  # BP1: δᴸ = ∇ₐC ⊙ σ'(zᴸ)
    if sample_weight is not None:
        delta.T[...] *= sample_weight  # of wₓ Cₓ: wₓ times as large, and so is all that follows from it
    for index in reversed(range(len(network.layers))):
        layer, memory = network.layers[index], memories[index]
        layer.compute_gradients(
            delta, memory, gradient.by_layer[index]
        )  # BP3: ∂C/∂b = δ, BP4: ∂C/∂w = a_in δ
        if index > 0:
            below = network.layers[index - 1]
            if isinstance(layer, MaxPool2D) and below.activation.rises:
                # ⊙ σ' on this side of BP2: of each region only the largest has a part in the cost
                delta = layer.backward(below.activation.backward(delta, memory.A, memory), memory)
            else:
                G = layer.backward(delta, memory)
                delta = below.error(G, memories[index - 1])  # BP2: δˡ = (wˡ⁺¹ᵀ δˡ⁺¹) ⊙ σ'(zˡ)
    return cost.value(A, Y, n, sample_weight)
