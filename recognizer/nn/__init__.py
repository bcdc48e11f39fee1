"""A neural network library in NumPy: the deck's mathematics, one formula a line.

Start with :mod:`~recognizer.nn.layers.dense` (a neuron's formula),
:mod:`~recognizer.nn.training.backpropagation` (BP1 to BP4) and
:mod:`~recognizer.nn.training.trainer` (gradient descent in mini-batches).
"""

from recognizer.nn.analysis.calibration import fit_temperature, tempered
from recognizer.nn.analysis.inspection import LayerTrace, carry_back, last_layers, trace
from recognizer.nn.analysis.metrics import (
    Reliability,
    accuracy,
    confusion_matrix,
    expected_calibration_error,
    reliability,
    top_k_accuracy,
)
from recognizer.nn.architecture import dense_architecture
from recognizer.nn.data import unit_range
from recognizer.nn.errors import (
    ConfigurationError,
    DataError,
    FileFormatError,
    NetworkError,
    NonFiniteCost,
    ShapeError,
)
from recognizer.nn.io.persistence import (
    LoadedNetwork,
    NetworkHeader,
    load_network,
    network_bytes,
    read_header,
    save_network,
)
from recognizer.nn.network import Network
from recognizer.nn.parallel import thread_count, threads
from recognizer.nn.training.callbacks import Callback
from recognizer.nn.training.history import EpochRecord, History
from recognizer.nn.training.recipe import Recipe
from recognizer.nn.training.run_state import RunState
from recognizer.nn.training.trainer import Trainer

__all__ = [
    "Callback",
    "ConfigurationError",
    "DataError",
    "EpochRecord",
    "FileFormatError",
    "History",
    "LayerTrace",
    "LoadedNetwork",
    "Network",
    "NetworkError",
    "NetworkHeader",
    "NonFiniteCost",
    "Recipe",
    "Reliability",
    "RunState",
    "ShapeError",
    "Trainer",
    "accuracy",
    "carry_back",
    "confusion_matrix",
    "dense_architecture",
    "expected_calibration_error",
    "fit_temperature",
    "last_layers",
    "load_network",
    "network_bytes",
    "read_header",
    "reliability",
    "save_network",
    "tempered",
    "thread_count",
    "threads",
    "top_k_accuracy",
    "trace",
    "unit_range",
]
