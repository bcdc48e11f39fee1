"""Exercises on the way forward: one step as a whole, matrix notation, the cost."""

from django.utils.translation import gettext_lazy as _

from recognizer.views.exercises.exercise import (
    ChoiceExercise,
    Exercises,
    NumberExercise,
    Option,
    PlayExercise,
)

FORWARD: Exercises = {
    "walk": [
        ChoiceExercise(
            name="passes",
            question=_("How many passes through the network give all 23,860 slopes of weights and biases?"),
            options=[
                Option(
                    text=_("One for each weight."),
                    why_not=_("That is what difference quotients need, even two for each: the judges here."),
                ),
                Option(text=_("One forward and one back.")),
                Option(
                    text=_("One forward is enough."),
                    why_not=_("Forward one learns z and a. The errors come with the pass back."),
                ),
            ],
            right=_("One pass forward for z and a, one back for δ; every slope is then one product."),
        ),
        PlayExercise(
            name="two-steps",
            question=_("Play or step until the weights have changed twice."),
            reasons={
                "first": _("No step is taken yet. Go on behind moment 8: there the next step begins."),
                "second": _("One step is taken. Go round once more."),
            },
            right=_(
                "Forward, back, change, and again: that is all that a training does, many thousand times."
            ),
        ),
    ],
    "forward": [
        ChoiceExercise(
            name="index-order",
            question=_("Which weight is `w_{25}^3`?"),
            options=[
                Option(
                    text=_("From neuron 2 of layer 2 to neuron 5 of layer 3."),
                    why_not=_(
                        "It is the other way round: the first index is where the connection leads to, so "
                        "that `w a` is a product of a matrix and a vector."
                    ),
                ),
                Option(text=_("From neuron 5 of layer 2 to neuron 2 of layer 3.")),
                Option(
                    text=_("From neuron 5 of layer 3 to neuron 2 of layer 4."),
                    why_not=_("The layer above is the one where the connection ends: here layer 3."),
                ),
            ],
            right=_("Row 2, column 5 of the matrix of layer 3."),
        ),
        PlayExercise(
            name="find-weight",
            question=_("Press the weight from neuron 3 of layer l − 1 to neuron 2 of layer l."),
            reasons={
                "swapped": _(
                    "It is the other way round: the row is the neuron that the connection leads to."
                ),
                "row": _("The row is not right: it is the number of the neuron in layer l, here 2."),
                "column": _(
                    "The column is not right: it is the number of the neuron in layer l − 1, here 3."
                ),
            },
            right=_("`w_{23}`: to 2, from 3."),
        ),
        NumberExercise(
            name="elementwise",
            question=_("With f(x) = x², what is the second entry of `f([3; −4])`?"),
            answer=16,
            wrong={
                -16: _("The square of −4 is (−4) · (−4): it is not negative."),
                9: _("That is the first entry."),
                25: _("That is the sum of both. A function is applied to each entry by itself."),
                -4: _("That is the entry before f is applied to it."),
            },
            hint=_("Apply f to the second entry alone."),
            right=_("`f([3; −4]) = [9; 16]`, as `f([2; 3]) = [4; 9]`."),
        ),
    ],
    "cost": [
        NumberExercise(
            name="quadratic",
            question=_("The outputs are 0.8 and 0.4, wanted are 1 and 0. What is the quadratic cost?"),
            answer=0.1,
            wrong={
                0.2: _("The factor one half is missing."),
                0.3: _("The differences have to be squared before they are added."),
                0.6: _("Square the differences, add them and halve the sum."),
            },
            hint=_("It is half of 0.2² + 0.4²."),
            right=_("`{1}/{2} (0.2^2 + 0.4^2) = {1}/{2} (0.04 + 0.16) = 0.1`"),
        ),
        ChoiceExercise(
            name="assumption",
            question=_("Why must the cost be a mean over single digits?"),
            options=[
                Option(
                    text=_("So that the gradient for one digit is enough, and those of many are averaged.")
                ),
                Option(
                    text=_("So that it lies between 0 and 1."),
                    why_not=_("It need not: a cross-entropy may be as large as it likes."),
                ),
                Option(
                    text=_("So that it depends on the outputs alone."),
                    why_not=_("That is the other assumption. This one is about several digits."),
                ),
            ],
            right=_("Backpropagation computes `∂C_x / ∂w` for one digit; `∂C / ∂w` is their mean."),
        ),
    ],
    "hadamard": [
        NumberExercise(
            name="product",
            question=_("`[2; 5] ⊙ [4; −3]` is a vector of two numbers. What is the second?"),
            answer=-15,
            wrong={
                -7: _("That is the scalar product, which adds both. The Hadamard product keeps them apart."),
                2: _("That is the sum 5 + (−3). The Hadamard product multiplies."),
                8: _("That is the first entry, 2 · 4. Asked is the second."),
            },
            hint=_("The second entry is the product of both second entries."),
            right=_("5 · (−3) = −15, and the first entry, 2 · 4 = 8, has no part in it."),
        ),
        ChoiceExercise(
            name="why-hadamard",
            question=_("In BP1, why is `∇_a C` multiplied entry by entry with `σ'(z)`?"),
            options=[
                Option(text=_("Each output has a slope of its own, which acts on it alone.")),
                Option(
                    text=_("To make one number of two vectors."),
                    why_not=_("The result is a vector again: an error for each output."),
                ),
                Option(
                    text=_("Because σ′ is a matrix."),
                    why_not=_("σ′(z) is a vector here, with one slope for each neuron."),
                ),
            ],
            right=_("`δ_j` needs `σ'(z_j)` of neuron j, and of no other."),
        ),
    ],
}
