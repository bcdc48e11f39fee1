"""scikit-learn's MLPClassifier. Its cost is always the cross-entropy, which hardly matters for its speed."""

import time
import warnings

from sklearn.exceptions import ConvergenceWarning
from sklearn.neural_network import MLPClassifier

from benchmarks.workloads import Workload


def train(workload: Workload) -> float:
    recipe, layers = workload.recipe, workload.architecture["layers"]
    model = MLPClassifier(
        [layer["units"] for layer in layers[:-1]],
        activation={"sigmoid": "logistic", "relu": "relu"}[layers[0]["activation"]],
        solver=recipe.optimizer,
        batch_size=recipe.batch_size,
        # its cost is steeper, and at the deck's η it would diverge
        learning_rate_init=0.3 if recipe.optimizer == "sgd" else recipe.learning_rate,
        momentum=0,
        alpha=0,
        max_iter=1,
        random_state=0,
    )
    started = time.perf_counter()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", ConvergenceWarning)  # one epoch is what is asked for
        model.fit(workload.samples.X, workload.samples.y)
    return time.perf_counter() - started
