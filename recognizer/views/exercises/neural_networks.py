"""Exercises on neurons, layers and inputs."""

from django.utils.translation import gettext_lazy as _

from recognizer.views.exercises.exercise import (
    ChoiceExercise,
    Exercises,
    NumberExercise,
    Option,
    PlayExercise,
)

NEURAL_NETWORKS: Exercises = {
    "prototype": [
        ChoiceExercise(
            name="rules",
            question=_("You switch one more rule on. Which of these can not happen?"),
            options=[
                Option(text=_("More digits are called a nine than before.")),
                Option(
                    text=_("Fewer nines are found than before."),
                    why_not=_("That happens as soon as a nine breaks the new rule. Try “narrow stem”."),
                ),
                Option(
                    text=_("As many others are called a nine as before."),
                    why_not=_("That happens where all others that passed meet the new rule as well."),
                ),
            ],
            right=_("Whatever passes all rules passed the former ones too: a rule can only take away."),
        ),
    ],
    "perceptron": [
        NumberExercise(
            name="weekend",
            question=_(
                "The weights are 6, 2 and 2, the threshold is 5. The weather is bad, the friend comes, the "
                "metro is near. What is `w · x + b`?"
            ),
            answer=-1,
            wrong={
                4: _("That is the sum of the weights. The bias, −5, has still to be added."),
                5: _("That takes in the weather: its input is 0."),
                9: _("The bias is minus the threshold, so 5 has to be taken away."),
            },
            hint=_("Add the weights whose input is 1, and the bias −5."),
            right=_("2 + 2 − 5 = −1 is not above 0: you stay at home."),
        ),
        ChoiceExercise(
            name="keen",
            question=_("How do you make somebody who would go on almost any weekend?"),
            options=[
                Option(text=_("With a larger bias.")),
                Option(
                    text=_("With a larger threshold."),
                    why_not=_("Then the reasons have to weigh more before one goes."),
                ),
                Option(
                    text=_("With all weights 0."),
                    why_not=_("Then no reason counts, and the bias alone decides, every weekend the same."),
                ),
            ],
            right=_('The bias says how easily a perceptron says 1: `b = −"threshold"`.'),
        ),
    ],
    "committee": [
        PlayExercise(
            name="committee",
            question=_("Move the sliders until all four weekends are decided as you wish."),
            reasons={
                "not_yet": _(
                    "Not yet. The second perceptron says 1 only if both reasons hold: then its word has to "
                    "speak against going."
                ),
            },
            right=_(
                "A weight below 0 turns “both” into a reason against. One perceptron alone cannot do that."
            ),
        ),
        ChoiceExercise(
            name="one-is-too-few",
            question=_("Why can no single perceptron decide so?"),
            options=[
                Option(
                    text=_(
                        "Because `w_1 > θ` and `w_2 > θ` with `θ ≥ 0` make `w_1 + w_2 > θ`, θ the threshold."
                    )
                ),
                Option(
                    text=_("Because it has two inputs only."),
                    why_not=_("More inputs do not help: the same four weekends would be asked about."),
                ),
                Option(
                    text=_("Because its step is too hard."),
                    why_not=_("A sigmoid neuron rises with each weight as well, and fails in the same way."),
                ),
            ],
            right=_(
                "If nothing makes you stay, θ is at least 0; so with both reasons the sum is over it too."
            ),
        ),
    ],
    "sigmoid": [
        NumberExercise(
            name="middle",
            question=_("`w = 8` and `b = −2`. For which x is the output ½?"),
            answer=0.25,
            tolerance=1e-6,
            wrong={
                -0.25: _("There `w x + b = −4`. The bias changes sides, and so its sign."),
                4: _("That is `w / −b` the wrong way round: `x = −b / w`."),
            },
            hint=_("`σ(z) = {1}/{2}` where `z = 0`."),
            right=_("8 · 0.25 − 2 = 0, and σ(0) = ½: there the perceptron has its step."),
        ),
    ],
    "layers": [
        NumberExercise(
            name="parameters",
            question=_("How many weights and biases has a network 784-15-10?"),
            answer=11_935,
            wrong={
                11_910: _("Those are the weights alone. Each of the 25 neurons has a bias besides."),
                809: _("That adds the neurons up. Each neuron has a weight for each neuron before it."),
                12_719: _("Inputs have no bias: they are given and compute nothing."),
            },
            hint=_("784 · 15 + 15 for the hidden layer, 15 · 10 + 10 for the outputs."),
            right=_("11,760 + 15 + 150 + 10 = 11,935. With thirty hidden neurons it would be 23,860."),
        ),
        PlayExercise(
            name="deep",
            question=_("Build a deep network with fewer than 10,000 weights and biases."),
            reasons={
                "shallow": _("Deep means two hidden layers or more. Add one."),
                "large": _("It is deep, but too large. Which layer has the most weights?"),
            },
            right=_("Nearly all weights lie between the 784 pixels and the first hidden layer."),
        ),
    ],
    "recurrent": [
        ChoiceExercise(
            name="forgets",
            question=_("The impulse is over. What does the neuron with the loop need to go on firing?"),
            options=[
                Option(text=_("A loop whose weight outweighs the bias −4 when its last answer is near 1.")),
                Option(
                    text=_("Any weight above 0 will do."),
                    why_not=_("Try u = 3: it fires while the impulse lasts, and forgets soon after."),
                ),
                Option(
                    text=_("A large negative weight."),
                    why_not=_("Then its own answer silences it: it flickers, and is quiet in the end."),
                ),
            ],
            right=_("With a ≈ 1 it sees `z = u − 4`. If that is well above 0, its answer stays near 1."),
        ),
    ],
    "digits": [
        NumberExercise(
            name="place",
            question=_("Rows and columns are counted from 0. Which input is the pixel in row 3, column 5?"),
            answer=89,
            wrong={
                15: _("That is 3 · 5. Before row 3 there are three whole rows of 28 pixels."),
                143: _("That takes the column for the row: 28 · 5 + 3."),
                90: _("Counted from 0, the first pixel is `x_0`."),
            },
            hint=_("Three rows of 28 pixels come before, then five pixels of its own row."),
            right=_("28 · 3 + 5 = 89."),
        ),
        NumberExercise(
            name="sixes",
            question=_("`y(x)` of a 6 has ten entries. What do they sum up to?"),
            answer=1,
            wrong={
                6: _("The 1 stands in the place for 6; the entry itself is not 6."),
                10: _("Only one of the ten entries is 1, the others are 0."),
            },
            hint=_("(0, 0, 0, 0, 0, 0, 1, 0, 0, 0)."),
            right=_("One output shall be 1, all others 0."),
        ),
    ],
}
