"""Exercises on the four equations of backpropagation."""

from django.utils.translation import gettext_lazy as _

from recognizer.views.exercises.exercise import (
    ChoiceExercise,
    Exercises,
    NumberExercise,
    Option,
    PlayExercise,
)

EQUATIONS: Exercises = {
    "bp1": [
        PlayExercise(
            name="demon-down",
            question=_("With the demon, change z so that the cost falls."),
            reasons={
                "still": _("Δz is 0. Move the slider."),
                "wrong_way": _("The cost has risen. Where ∂C/∂z is negative z must rise, else fall."),
            },
            right=_("Against the sign of δ: that is what every step of learning does."),
        ),
        PlayExercise(
            name="demon-far",
            question=_("Now find a change that the derivative foretells badly."),
            reasons={
                "still": _("Δz is 0, and nothing is foretold. Move the slider."),
                "good": _("Here it is foretold well. Go further away from 0, where the curve bends."),
            },
            right=_(
                "A derivative holds near its place alone. So steps are small, and each needs a new gradient."
            ),
        ),
        NumberExercise(
            name="output-error",
            question=_("An output is a = 0.8, wanted is 0; the cost is quadratic. What is `δ`?"),
            answer=0.128,
            tolerance=0.0005,
            wrong={
                0.8: _("That is a − y. The factor σ′(z) = a (1 − a) is missing."),
                0.16: _("That is σ′(z) = a (1 − a) alone. The factor a − y is missing."),
                0.32: _("That is half of a²: the cost, not its slope."),
            },
            hint=_("δ = (a − y) σ′(z), and σ′(z) = a (1 − a)."),
            right=_("`δ = (0.8 − 0) · 0.8 · (1 − 0.8) = 0.128`"),
        ),
    ],
    "bp2": [
        NumberExercise(
            name="carry-back",
            question=_(
                "A hidden neuron with σ′(z) = 0.25 leads to two outputs, with the weights 2 and −1. Their "
                "errors are 0.1 and 0.4. What is its error?"
            ),
            answer=-0.05,
            wrong={
                -0.2: _("That is the sum. It has to be multiplied by σ′(z) = 0.25."),
                0.15: _("The second weight is −1: its product is taken away."),
                0.125: _("The errors count by the weights with which the outputs listen: 2 and −1."),
            },
            hint=_("Multiply each error by its weight, add both, multiply by σ′(z)."),
            right=_("`(2 · 0.1 − 1 · 0.4) · 0.25 = −0.05`"),
        ),
        ChoiceExercise(
            name="transposed",
            question=_("Why is the matrix turned over, `w^T`, on the way back?"),
            options=[
                Option(
                    text=_("To make it smaller."),
                    why_not=_("It has as many entries as before; only rows and columns change places."),
                ),
                Option(
                    text=_("It is the inverse of w."),
                    why_not=_("It is not. Nothing is undone: the errors are added up along the connections."),
                ),
                Option(text=_("Its rows are what leads out of a neuron, as those of w are what leads in.")),
            ],
            right=_(
                "Forward, neuron j adds up row j of w; back, it adds up column j, which is row j of `w^T`."
            ),
        ),
    ],
    "bp3": [
        NumberExercise(
            name="new-bias",
            question=_(
                "A bias is 0.3, the error of its neuron 0.2, and η = 0.5. What is the bias after a step?"
            ),
            answer=0.2,
            wrong={
                0.4: _("The step goes against the slope: it is taken away."),
                0.1: _("That is the step itself, η δ. It is taken away from 0.3."),
            },
            hint=_("b → b − η δ."),
            right=_("`0.3 − 0.5 · 0.2 = 0.2`"),
        ),
        ChoiceExercise(
            name="bias-as-weight",
            question=_("A bias can be seen as a weight. Of which input?"),
            options=[
                Option(
                    text=_("Of one that is always 0."),
                    why_not=_("Then it would have no effect, and by BP4 its slope would be 0."),
                ),
                Option(text=_("Of one that is always 1.")),
                Option(
                    text=_("Of the neuron’s own output."),
                    why_not=_("That would be a loop; this network has none."),
                ),
            ],
            right=_("With `a_k = 1` BP4 becomes BP3: `∂C / ∂b_j = 1 · δ_j`."),
        ),
    ],
    "bp4": [
        ChoiceExercise(
            name="white-pixel",
            question=_(
                "The pixel before a weight is white, its activation 0. How does one step change the weight?"
            ),
            options=[
                Option(text=_("Not at all.")),
                Option(
                    text=_("By `−η δ_j`, as the bias."),
                    why_not=_(
                        "The bias changes so, for its input is always 1. A weight has the factor `a_k` "
                        "besides, and here that is 0."
                    ),
                ),
                Option(
                    text=_("It becomes 0."),
                    why_not=_("It is the change that is 0, `−η a_k δ_j`, and not the weight."),
                ),
            ],
            right=_("`∂C / ∂w_{jk} = a_k δ_j = 0 · δ_j = 0`: where nothing comes in, nothing is learned."),
        ),
        PlayExercise(
            name="white-here",
            question=_(
                "Choose a row and a column at which your digit has no ink, and look at the derivative."
            ),
            reasons={
                "ink": _("There is ink here: x is not 0. Go to the edge of the picture."),
            },
            right=_("x = 0, so ∂C/∂w = 0: this step leaves the weight as it is."),
        ),
        NumberExercise(
            name="slope-of-weight",
            question=_("The activation before a weight is 0.5, the error behind it −0.2. What is ∂C/∂w?"),
            answer=-0.1,
            wrong={
                0.3: _("That is the sum. The two are multiplied."),
                -0.7: _("That is a difference. The two are multiplied."),
                -0.4: _("That is a quotient. The two are multiplied."),
            },
            hint=_("∂C/∂w = a before the weight times δ behind it."),
            right=_("`0.5 · (−0.2) = −0.1`: the slope is negative, so a step makes the weight larger."),
        ),
    ],
}
