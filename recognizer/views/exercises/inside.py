"""Exercises on the view into a network."""

from django.utils.translation import gettext_lazy as _

from recognizer.views.exercises.exercise import (
    ChoiceExercise,
    Exercises,
    NumberExercise,
    Option,
    PlayExercise,
)

INSIDE: Exercises = {
    "layers": [
        PlayExercise(
            name="choose-hidden",
            question=_("Choose a neuron of a layer before the output layer, by a press or by Enter."),
            reasons={
                "output": _("You are at an output neuron. Go further up, to a layer before the last."),
            },
            right=_("Beside the layers stands what it sees, and how z and a follow from it."),
        ),
        NumberExercise(
            name="parameters",
            question=_("A layer of 30 neurons sees 784 pixels. How many weights and biases has it?"),
            answer=23_550,
            wrong={
                23_520: _("Those are the weights. Each neuron has a bias besides."),
                814: _("That is a sum. Each of the 30 neurons has 784 weights."),
            },
            hint=_("Each neuron has a weight for every pixel, and one bias."),
            right=_("30 · 784 + 30 = 23,550."),
        ),
    ],
    "evidence": [
        ChoiceExercise(
            name="white-evidence",
            question=_("By gradient × input, how much does a white pixel speak for a digit?"),
            options=[
                Option(
                    text=_("As much as its weight says."),
                    why_not=_("The weight, or gradient, is multiplied by the input, and that is 0 here."),
                ),
                Option(text=_("Nothing: its input is 0.")),
                Option(
                    text=_("It always speaks against it."),
                    why_not=_("By this way it says nothing. Occlusion does not see missing ink either."),
                ),
            ],
            right=_(
                "So the pictures colour your ink alone, though missing ink matters to the network as well."
            ),
        ),
        PlayExercise(
            name="occlusion",
            question=_("Look at the evidence by occlusion."),
            reasons={"gradient": _("It is found by gradient × input now. Choose the other way above.")},
            right=_("Both ask what the ink does to the sum: one by the slope, one by covering it up."),
        ),
    ],
    "why": [
        PlayExercise(
            name="compare-others",
            question=_("Ask why it is not a digit to which the network gave hardly anything."),
            reasons={
                "unchosen": _("These two were chosen for you. Choose the second one yourself."),
                "same": _("Choose two different digits."),
                "likely": _("The network finds this one not so unlikely. Choose one with a small output."),
            },
            right=_("Blue ink speaks for the first digit rather than the second."),
        ),
        NumberExercise(
            name="odds",
            question=_(
                "With softmax outputs, z of one digit is larger by 2. How many times larger is its output?"
            ),
            answer=7.389,
            tolerance=0.05,
            wrong={
                2: _("The difference is in the exponent: the quotient is e to the power of 2."),
                4: _("The base is e ≈ 2.718, and not 2."),
                100: _("The base is e ≈ 2.718, and not 10."),
            },
            hint=_("The quotient of two softmax outputs is `e^{z_1 − z_2}`."),
            right=_("`e^2 ≈ 7.39`"),
        ),
    ],
    "neighbours": [
        ChoiceExercise(
            name="near-in-what",
            question=_("In what are the neighbours near to your digit?"),
            options=[
                Option(
                    text=_("In their pixels."),
                    why_not=_(
                        "Two sevens may share few pixels. Compared are lists that the network makes of them."
                    ),
                ),
                Option(text=_("In the activations of the last hidden layer.")),
                Option(
                    text=_("In how confident the network is of them."),
                    why_not=_("Confidence is one number of each; compared are all activations of a layer."),
                ),
            ],
            right=_("The network has learned to put there side by side what has the same name."),
        ),
        NumberExercise(
            name="distance",
            question=_("Two lists are (0, 3) and (4, 0). What is their Euclidean distance?"),
            answer=5,
            wrong={
                7: _("That is the sum of the differences. They are squared first."),
                25: _("The root is missing."),
            },
            hint=_("The root of the sum of squared differences."),
            right=_("`√{4^2 + 3^2} = 5`"),
        ),
    ],
}
