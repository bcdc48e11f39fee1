"""Exercises on data, cost and gradient descent."""

from django.utils.translation import gettext_lazy as _

from recognizer.views.exercises.exercise import (
    ChoiceExercise,
    Exercises,
    NumberExercise,
    Option,
    PlayExercise,
)

GRADIENT_DESCENT: Exercises = {
    "samples": [
        ChoiceExercise(
            name="examined",
            question=_("Why are 10,000 digits set aside, which the network never learns from?"),
            options=[
                Option(text=_("To see whether it reads hands that it has not seen.")),
                Option(
                    text=_("To save time: 60,000 are slow enough."),
                    why_not=_("They would be a sixth more. What they are kept for is worth more than that."),
                ),
                Option(
                    text=_("Because they are harder to read."),
                    why_not=_("They are much the same, but by other writers, and unknown to the network."),
                ),
            ],
            right=_("What was learned by heart says nothing of other digits: only unknown ones can examine."),
        ),
    ],
    "cost": [
        NumberExercise(
            name="two-outputs",
            question=_(
                "Take two outputs only: wanted is `y = (1, 0)`, the network says `a = (0.6, 0.2)`. What does "
                "this digit cost, `{1}/{2} ∥y − a∥^2`?"
            ),
            answer=0.1,
            tolerance=1e-6,
            wrong={
                0.2: _("That is `∥y − a∥^2`. The half in front is missing."),
                0.3: _("The differences have to be squared: 0.4² and 0.2²."),
            },
            hint=_("Half of 0.4² + 0.2²."),
            right=_("(0.16 + 0.04) / 2 = 0.1."),
        ),
        ChoiceExercise(
            name="why-square",
            question=_("Why is the number of mistakes no cost to go down by?"),
            options=[
                Option(text=_("It stays the same or jumps when weights change a little.")),
                Option(
                    text=_("It does not say what we want."),
                    why_not=_("It does just that. But it has no slope that would lead there."),
                ),
                Option(
                    text=_("It is slower to compute."),
                    why_not=_("It is as quick. Look at its curve above: it is a staircase."),
                ),
            ],
            right=_("Where a function is level its derivatives are 0, and the gradient says nothing."),
        ),
    ],
    "ball": [
        NumberExercise(
            name="step",
            question=_(
                "On the bowl, `∇C = (v_1, v_2)^T`. The ball lies at (2, −1), `η = 0.4`. Where is `v_1` next?"
            ),
            answer=1.2,
            tolerance=1e-6,
            wrong={
                2.8: _("That goes up the gradient. The move is `−η ∇C`."),
                -0.8: _("That is the move `Δv_1`. It is added to where the ball lies."),
                0.8: _("That is the length of the move, and not yet the place."),
            },
            hint=_("`v_1' = v_1 − η v_1`."),
            right=_("2 − 0.4 · 2 = 1.2, and `v_2` becomes −1 + 0.4 = −0.6."),
        ),
        PlayExercise(
            name="local",
            question=_(
                "Choose “two valleys” and let the ball come to rest in the one that is not the deepest."
            ),
            reasons={
                "surface": _("Choose the surface “two valleys” first."),
                "on_the_way": _("The ball is not at rest yet. Let it roll on, or take a better η."),
                "lowest": _("That is the deepest valley. Put the ball down on the other side."),
            },
            right=_("A local minimum: the gradient is 0, the ball stays, and lower ground lies elsewhere."),
        ),
    ],
    "rate": [
        NumberExercise(
            name="largest",
            question=_(
                "On the bowl each step makes `v` to `(1 − η) v`. From which η on does the ball get no nearer?"
            ),
            answer=2,
            wrong={
                1: _("With η = 1 it is at the bottom after one step."),
                2.05: _("That is already too large; the limit lies a little below."),
            },
            hint=_("Its distance shrinks as long as 1 − η lies between −1 and 1."),
            right=_("With η = 2 it leaps to the same height on the other side; beyond, it runs away."),
        ),
        ChoiceExercise(
            name="varies",
            question=_("What speaks for an η that is large at first and small later?"),
            options=[
                Option(text=_("Great strides while far away, and no leaping over the valley in the end.")),
                Option(
                    text=_("It never overshoots."),
                    why_not=_("At first it may well. What counts is that it no longer does later."),
                ),
                Option(
                    text=_("It finds the deepest valley."),
                    why_not=_("It may still end in a local minimum: it knows only the slope where it is."),
                ),
            ],
            right=_("Try the η that is too large, halved every ten steps: the ball arrives after all."),
        ),
    ],
    "batch": [
        NumberExercise(
            name="steps",
            question=_("50,000 digits, mini-batches of 10: how many steps has an epoch?"),
            answer=5000,
            wrong={
                500_000: _("Each step takes ten digits, so there are fewer steps than digits."),
                50_000: _("That would be on-line learning, with one digit a step."),
            },
            hint=_("Divide the digits by the size of a mini-batch."),
            right=_("5,000 steps, where the full gradient would have made one."),
        ),
        NumberExercise(
            name="root",
            question=_("A mini-batch of 10 errs by 0.6. By how much, about, does one of 90 err?"),
            answer=0.2,
            tolerance=0.005,
            wrong={
                0.0667: _(
                    "Nine times as many digits do not make it nine times as good: the error falls as 1/√m."
                ),
                5.4: _("More digits make the estimate better, not worse."),
            },
            hint=_("Nine times as many digits: divide by √9."),
            right=_("0.6 / √9 = 0.2."),
        ),
    ],
    "data": [
        ChoiceExercise(
            name="slashed",
            question=_("Of MNIST a network reads 99.4 %, of slashed zeros 45 %. What helps best?"),
            options=[
                Option(text=_("To show it slashed zeros while it learns.")),
                Option(
                    text=_("More layers."),
                    why_not=_("They too would learn from digits without a slash."),
                ),
                Option(
                    text=_("More epochs."),
                    why_not=_("It would learn the same digits better still, and no others."),
                ),
            ],
            right=_("A network learns what it is shown. The figures above are of just this."),
        ),
    ],
    "deep": [
        NumberExercise(
            name="fades",
            question=_(
                "σ′ is at most ¼. Through three hidden layers, what is the most that is left of a factor 1?"
            ),
            answer=0.015625,
            tolerance=0.0001,
            wrong={
                0.75: _("The factors are multiplied, not added."),
                0.25: _("That is one layer. There are three."),
            },
            hint=_("¼ · ¼ · ¼; 1/64 can be written too."),
            right=_("1/64, before the weights are counted: first layers of deep networks learn slowly."),
        ),
    ],
}
