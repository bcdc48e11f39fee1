"""Callbacks of a training: for a progress bar, a line an epoch, a checkpoint now and then."""

from recognizer.nn.training.history import EpochRecord
from recognizer.nn.training.run_state import RunState

__all__ = ["Callback"]


class Callback:
    """Does nothing; a subclass overrides what it wants to hear. May call ``stop`` and ``save_checkpoint``."""

    def on_batch_end(self, state: RunState) -> None:
        """React to the end of a mini-batch: ``state.batch`` of ``state.batches_per_epoch`` are done."""

    def on_epoch_end(self, state: RunState, record: EpochRecord) -> None:
        """React to the end of an epoch: ``state.epoch`` of ``state.recipe.epochs`` are done."""
