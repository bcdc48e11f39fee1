"""Exercises on the whole of training and reading."""

from django.utils.translation import gettext_lazy as _

from recognizer.views.exercises.exercise import ChoiceExercise, Exercises, NumberExercise, Option

SUMMARY: Exercises = {
    "training": [
        NumberExercise(
            name="all-steps",
            question=_("50,000 digits, mini-batches of 10, 30 epochs: how often are the weights changed?"),
            answer=150_000,
            wrong={
                5000: _("That is one epoch. There are thirty."),
                1_500_000: _("Each mini-batch of ten digits makes one step, not each digit."),
                30: _("The weights change after each mini-batch, not after each epoch."),
            },
            hint=_("Steps of an epoch, times the epochs."),
            right=_("5,000 steps in each of 30 epochs."),
        ),
        ChoiceExercise(
            name="order",
            question=_("In which order are the errors δ computed?"),
            options=[
                Option(text=_("From the last layer to the first.")),
                Option(
                    text=_("From the first layer to the last."),
                    why_not=_("So are z and a. By BP2 an error is made from that of the layer behind it."),
                ),
                Option(
                    text=_("In all layers at the same time."),
                    why_not=_("Each needs that of the layer behind it first."),
                ),
            ],
            right=_("Hence the name: the error is carried back, layer by layer."),
        ),
    ],
    "recognition": [
        ChoiceExercise(
            name="reading",
            question=_("Which of these happens when a digit is read, and not only when a network learns?"),
            options=[
                Option(text=_("Feedforward, layer by layer.")),
                Option(
                    text=_("The cost is computed."),
                    why_not=_("For that one would have to know the digit, which is what is asked."),
                ),
                Option(
                    text=_("The weights take a small step."),
                    why_not=_("Reading changes nothing: the weights come from a file and stay as they are."),
                ),
            ],
            right=_("To read is to go forward once; to learn is to go back as well."),
        ),
    ],
}
