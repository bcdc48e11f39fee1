"""Where a caller hears from training: a progress bar, a line an epoch, a checkpoint now and then."""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from recognizer.nn.training.history import EpochRecord
    from recognizer.nn.training.trainer import Trainer

__all__ = ["Callback"]


class Callback:
    """Does nothing; a subclass overrides what it wants to hear. May call ``stop`` and ``save_checkpoint``."""

    def on_batch_end(self, trainer: "Trainer") -> None:
        """Hear that a mini-batch is done; ``trainer.batch`` of ``trainer.batches_per_epoch`` are."""

    def on_epoch_end(self, trainer: "Trainer", record: "EpochRecord") -> None:
        """Hear that an epoch is done and how it went; ``trainer.epoch`` of ``trainer.recipe.epochs`` are."""
