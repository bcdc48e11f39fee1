"""recognizer.nn itself."""

import time

from benchmarks.workloads import Workload
from recognizer.nn import Trainer


def train(workload: Workload) -> float:
    trainer = Trainer(workload.network(), workload.recipe, (workload.samples.X, workload.samples.y))
    started = time.perf_counter()
    trainer.run()
    return time.perf_counter() - started
