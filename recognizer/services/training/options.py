"""The options of a training beside its preset, for the command's help and the form."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from recognizer.nn.costs import COSTS
from recognizer.nn.layers.initializers import INITIALIZERS
from recognizer.nn.optim.optimizers import OPTIMIZERS
from recognizer.nn.optim.schedules import SCHEDULES


@dataclass(frozen=True, kw_only=True)
class Option:
    """One value that can be set."""

    label: str | Promise
    help: str | Promise
    kind: type = float
    choices: tuple[str, ...] = field(default=())
    """What it may be, if that is one of a few names."""


INITIALIZER = Option(
    kind=str,
    label=_("initial weights"),
    help=_("scaled_normal, standard_normal (the deck's own), he or glorot"),
    choices=tuple(INITIALIZERS),
)

RECIPE_ARGUMENTS: Mapping[str, Option] = {
    "epochs": Option(kind=int, label=_("epochs"), help=_("how often to go through the training set")),
    "batch_size": Option(kind=int, label=_("mini-batch m"), help=_("m, the pictures in a mini-batch")),
    "learning_rate": Option(label=_("learning rate η"), help=_("η, the size of a step; the largest one")),
    "seed": Option(
        kind=int,
        label=_("seed"),
        help=_("determines the initial weights and the order of the pictures"),
    ),
    "cost": Option(kind=str, label=_("cost"), help=_("quadratic or cross_entropy"), choices=tuple(COSTS)),
    "optimizer": Option(
        kind=str,
        label=_("optimizer"),
        help=_("sgd, momentum, nesterov, adam or adamw"),
        choices=tuple(OPTIMIZERS),
    ),
    "momentum": Option(label=_("momentum μ"), help=_("μ of momentum and nesterov")),
    "weight_decay": Option(label=_("weight decay"), help=_("of adamw; for the others there is λ of L2")),
    "schedule": Option(
        kind=str,
        label=_("schedule of η"),
        help=_("how η changes: constant, step or cosine"),
        choices=tuple(SCHEDULES),
    ),
    "warmup_steps": Option(kind=int, label=_("warm-up"), help=_("mini-batches over which η rises from zero")),
    "step_epochs": Option(
        kind=int, label=_("length of a step"), help=_("epochs between two steps of the step schedule")
    ),
    "step_factor": Option(label=_("factor of a step"), help=_("what such a step multiplies η by")),
    "l1": Option(label=_("L1 penalty λ"), help=_("λ of the L1 penalty")),
    "l2": Option(label=_("L2 penalty λ"), help=_("λ of the L2 penalty")),
    "label_smoothing": Option(
        label=_("label smoothing"), help=_("share of the target spread over all digits")
    ),
    "ema_decay": Option(
        label=_("averaged weights"), help=_("decay of the weights' moving average; 0 is off")
    ),
    "early_stopping": Option(
        kind=int, label=_("early stopping"), help=_("epochs without a gain after which to stop; 0 is off")
    ),
}

AUGMENTATION_ARGUMENTS: Mapping[str, Option] = {
    "rotation": Option(label=_("rotation"), help=_("turn pictures by up to so many degrees")),
    "scale": Option(label=_("scale"), help=_("stretch them by up to this share")),
    "shear": Option(label=_("slant"), help=_("slant them by up to so many pixels a pixel of height")),
    "shift": Option(label=_("shift"), help=_("move them by up to so many pixels")),
    "elastic": Option(
        label=_("elastic"),
        help=_("bend them: deviation of the displacements, relative to half the width"),
    ),
    "grid": Option(kind=int, label=_("elastic grid"), help=_("nodes along a side at which they are bent")),
    "widen": Option(label=_("widen"), help=_("stretch this share of them sideways, up to as wide as high")),
}

HANDWRITING_ARGUMENTS: Mapping[str, Option] = {
    "synthetic_digits": Option(
        kind=int,
        label=_("synthetic digits"),
        help=_("digits in synthetic handwriting to train on beside MNIST's"),
    ),
    "synthetic_strangers": Option(
        kind=int,
        label=_("no digits"),
        help=_("drawings that are no digits; with any, the network has an output for them"),
    ),
    "synthetic_writers": Option(kind=int, label=_("writers"), help=_("how many people wrote them")),
    "mnist_copies": Option(
        kind=int,
        label=_("copies of MNIST"),
        help=_("how often MNIST's pictures are among the samples beside them"),
    ),
}

PEOPLE_ARGUMENTS: Mapping[str, Option] = {
    "people": Option(
        kind=str,
        label=_("data set"),
        help=_('data set of what people gave to learn from as well: its number, or "latest"'),
    ),
    "people_weight": Option(
        label=_("weight"),
        help=_("how much each of its samples counts, where all others count 1: 0.1 to 20; 2 if left out"),
    ),
    "rows": Option(
        kind=str,
        label=_("network of rows"),
        help=_("live: take over the live version's; none; if left out, live with a data set of people"),
        choices=("live", "none"),
    ),
}

ARGUMENTS: Mapping[str, Option] = {
    **RECIPE_ARGUMENTS,
    **AUGMENTATION_ARGUMENTS,
    **HANDWRITING_ARGUMENTS,
    **PEOPLE_ARGUMENTS,
}
