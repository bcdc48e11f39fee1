"""Which epoch was the best."""

import json

import pytest

from recognizer.nn.training.history import EpochRecord, History


def record(epoch: int, correct: int | None, cost: float | None = None) -> EpochRecord:
    return EpochRecord(
        epoch=epoch,
        training_cost=0.5,
        validation_cost=cost,
        validation_correct=correct,
        validation_size=None if correct is None else 100,
        learning_rate=0.1,
        seconds=1.0,
    )


@pytest.mark.parametrize(
    ("epochs", "best"),
    [
        ([], None),
        ([record(0, 90, 0.3), record(1, 95, 0.9), record(2, 94, 0.1)], 1),
        ([record(0, 95, 0.3), record(1, 95, 0.2), record(2, 95, 0.2)], 1),
        ([record(0, None), record(1, None)], 1),
    ],
    ids=[
        "none yet",
        "most right",
        "as many right at less cost, the first of equals",
        "the last without validation",
    ],
)
def test_the_best_epoch_is(epochs: list[EpochRecord], best: int | None) -> None:
    assert History(epochs=epochs).best_epoch == best


def test_it_comes_back_from_json_whole() -> None:
    history = History(epochs=[record(0, 90, 0.3), record(1, None)])
    kept = json.loads(json.dumps(history.to_json()))
    assert kept["best_epoch"] == 1
    assert History.from_json(kept) == history
