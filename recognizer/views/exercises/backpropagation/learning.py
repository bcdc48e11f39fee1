"""Exercises on what follows: the step, saturation, the proofs, the program."""

from django.utils.translation import gettext_lazy as _

from recognizer.views.exercises.exercise import (
    ChoiceExercise,
    Exercises,
    NumberExercise,
    Option,
    PlayExercise,
)

LEARNING: Exercises = {
    "step": [
        PlayExercise(
            name="learned",
            question=_("Take steps until the output for the right digit is at least 0.9."),
            reasons={
                "no_step": _("No step is taken yet: “Take the step” takes one, and another."),
                "on_the_way": _("Not there yet. Go on, or take larger steps: raise η."),
                "too_many": _("A hundred steps are all there are. Start over with a larger η."),
            },
            right=_("So a network learns one digit by heart. It takes many digits to learn to read."),
        ),
        ChoiceExercise(
            name="only-this-digit",
            question=_(
                "After such steps the network says 0.9 to your digit. What does it say to another one?"
            ),
            options=[
                Option(
                    text=_("Also 0.9 for that one’s digit."),
                    why_not=_(
                        "It has never seen it: nothing has told the weights what a right answer is there."
                    ),
                ),
                Option(text=_("Most likely the digit that it has just learned.")),
                Option(
                    text=_("The same as before the steps."),
                    why_not=_(
                        "Weights and biases are shared by all digits, so its answers have changed too."
                    ),
                ),
            ],
            right=_(
                "The cheapest way to please one digit is to say its name to everything: try another example."
            ),
        ),
    ],
    "saturation": [
        NumberExercise(
            name="slope-at-ends",
            question=_("A neuron says a = 0.99. What is σ′(z)?"),
            answer=0.0099,
            tolerance=0.00005,
            wrong={
                0.01: _("That is 1 − a: near, but σ′(z) = a (1 − a)."),
                0.25: _("That is the slope in the middle, at a = 0.5, where it is largest."),
            },
            hint=_("σ′(z) = a (1 − a)."),
            right=_("`0.99 · 0.01 = 0.0099`: 25 times less than in the middle."),
        ),
        PlayExercise(
            name="slow-start",
            question=_(
                "Find a start with which the quadratic cost still has an output of over 0.9 after 300 steps."
            ),
            reasons={
                "too_fast": _(
                    "It has unlearned by then. Begin further off: raise weight and bias, or lower η."
                ),
            },
            right=_(
                "Far out the curve of σ is flat, so the neuron is stuck; under the cross-entropy it is not."
            ),
        ),
    ],
    "proofs": [
        ChoiceExercise(
            name="chain-rule",
            question=_("Why is there no sum in BP1, though the chain rule adds up over all outputs?"),
            options=[
                Option(text=_("`a_k` depends on `z_j` for k = j alone; the other terms are 0.")),
                Option(
                    text=_("The other terms cancel each other."),
                    why_not=_("Each of them is 0 by itself: they need nothing to cancel."),
                ),
                Option(
                    text=_("They are small and left out."),
                    why_not=_("Nothing is left out: BP1 holds exactly."),
                ),
            ],
            right=_("With softmax outputs it would be otherwise: there every output depends on every z."),
        ),
        ChoiceExercise(
            name="hidden-sum",
            question=_("And why is there one in BP2?"),
            options=[
                Option(
                    text=_("A hidden neuron has many inputs."),
                    why_not=_("The sum is over those that listen to it: the neurons of the next layer."),
                ),
                Option(
                    text=_("Its activation goes to every neuron of the next layer, and C depends on all.")
                ),
                Option(
                    text=_("There are many samples."),
                    why_not=_("All of this is about one sample; the mean over samples comes afterwards."),
                ),
            ],
            right=_("`∂C / ∂z_j = ∑_k {∂C}/{∂z_k} {∂z_k}/{∂z_j}`: each way from j to C has its term."),
        ),
    ],
    "program": [
        PlayExercise(
            name="bp2-line",
            question=_("Step to the line that computes the error of the hidden layer, `δ^2`."),
            reasons={
                "elsewhere": _(
                    "Not this line. It has w[layer + 1].T in it, and comes after the error of the last layer."
                ),
            },
            right=_("BP2 as one line of Python: the matrix turned over, times the errors, times the slopes."),
        ),
        ChoiceExercise(
            name="unchanged-weights",
            question=_("During backprop, when do w and b change?"),
            options=[
                Option(
                    text=_("After every line."),
                    why_not=_("Look at w while backprop runs: its rows are never marked as changed."),
                ),
                Option(
                    text=_("After each of the samples."),
                    why_not=_(
                        "The gradients are added up first; update changes w after the whole mini-batch."
                    ),
                ),
                Option(text=_("Not at all.")),
            ],
            right=_("backprop only computes. update takes the step, once for each mini-batch."),
        ),
    ],
}
