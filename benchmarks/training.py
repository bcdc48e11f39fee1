"""Measure training and prediction beside the peers: ``python -m benchmarks.training``.

All contestants of a row take turns, so that whatever else the machine does meets all of them alike; a ratio
is always one of two times of the same turn. Only what was measured whole is written to benchmarks/results;
what ``--only`` and ``--share`` leave of it is printed, and written where ``--output`` says.
"""

import argparse
import time
from collections.abc import Callable
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np

from benchmarks import c_peer, deck_loop, machine, onnx_peer, ours, report, sklearn_peer, torch_peer
from benchmarks.workloads import DENSE, Contestant, Workload, pictures, workloads
from recognizer.nn.arrays import Array

OURS = "recognizer.nn"
PRODUCTS = "matrix products alone"
PEERS: dict[str, dict[str, Callable[[Workload], float]]] = {
    "deck recipe": {
        "per-sample loop": deck_loop.train,
        "PyTorch": torch_peer.train,
        "scikit-learn": sklearn_peer.train,
    },
    "784-1024-512-10": {"PyTorch": torch_peer.train, "scikit-learn": sklearn_peer.train},
    "convolutional": {"PyTorch": torch_peer.train},
}
if c_peer.compiler():
    PEERS["deck recipe"]["C program"] = c_peer.train
# how many times as fast as the peer we mean to be
GOALS = {
    ("train deck recipe", "per-sample loop"): 12.0,
    ("train deck recipe", "PyTorch"): 9.0,
    ("train deck recipe", "scikit-learn"): 6.0,
    ("train deck recipe", "C program"): 0.35,
    ("train 784-1024-512-10", "PyTorch"): 1.15,
    ("train 784-1024-512-10", "scikit-learn"): 1.7,
    ("train convolutional", "PyTorch"): 1.5,
    ("predict 10000, deck recipe", "ONNX Runtime"): 0.9,
    ("predict 10000, 784-1024-512-10", "ONNX Runtime"): 1.2,
    ("predict 10000, convolutional", "ONNX Runtime"): 0.9,
    ("predict 10000, 784-1024-512-10", "PyTorch"): 1.0,
    ("predict 10000, convolutional", "PyTorch"): 1.0,
    ("predict 1, deck recipe", "PyTorch"): 3.0,
    ("predict 1, 784-1024-512-10", "PyTorch"): 2.0,
    ("predict 1, convolutional", "PyTorch"): 4.0,
    ("predict 1, deck recipe", "ONNX Runtime"): 0.9,
    ("predict 1, 784-1024-512-10", "ONNX Runtime"): 0.9,
    ("predict 1, convolutional", "ONNX Runtime"): 0.6,
}
REST_SECONDS = 0.5
"""Between two turns: for a while after a call, threads of PyTorch and ONNX Runtime go on looking for work."""
LEAST_SECONDS, CALLS = 0.4, 5
"""How long predictions are measured at least, and how many of them between two looks at the clock."""
RESULTS = Path(__file__).parent / "results"


def main() -> None:
    parser = argparse.ArgumentParser(description="Measure the network library beside its peers.")
    parser.add_argument("--repeats", type=int, default=5, help="turns of each contestant (5)")
    parser.add_argument("--share", type=float, default=1.0, help="share of the samples to train on (1.0)")
    parser.add_argument("--only", default="", help="rows whose name has this text in it")
    parser.add_argument("--output", type=Path, help=f"folder for the results (all of them: {RESULTS})")
    options = parser.parse_args()
    wanted = {name: build for name, build in all_rows(options.share).items() if options.only in name}
    if not wanted:
        parser.error(f"--only: no row has {options.only!r} in its name; there are {list(all_rows(1.0))}")
    facts = machine.facts()
    rows = []
    for name, contestants in wanted.items():
        rows.append(measure(name, contestants(), options.repeats))
        print("\n".join(report.table_lines(rows[-1])), flush=True)
    folder = output_folder(options)
    if folder is not None:
        report.write(folder, {"machine": facts, "share": options.share, "rows": rows})


def output_folder(options: argparse.Namespace) -> Path | None:
    """Return where the results go: those of a part must not take the place of the whole."""
    whole = not options.only and options.share == 1
    return options.output or (RESULTS if whole else None)


def all_rows(share: float) -> dict[str, Callable[[], list[Contestant]]]:
    """Return the rows of the table by name, each as what prepares those who take part."""
    found: dict[str, Callable[[], list[Contestant]]] = {}
    for name, workload in workloads(share).items():
        found[f"train {name}"] = partial(trainers, workload)
        for n in (10_000, 1):
            found[f"predict {n}, {name}"] = partial(predictors, workload, n)
    return found


def trainers(workload: Workload) -> list[Contestant]:
    """Return those who train a network, ourselves first."""
    found = {OURS: ours.train, **PEERS[workload.name]}
    if workload.architecture is DENSE:
        found[PRODUCTS] = bare_products
    return [Contestant(name=name, run=partial(train, workload)) for name, train in found.items()]


def predictors(workload: Workload, n: int) -> list[Contestant]:
    """Return those who predict n samples with the same weights, their outputs compared."""
    network = workload.network()
    X = pictures(n, seed=1).X
    found = {
        OURS: network.predict,
        "PyTorch": torch_peer.predictor(network),
        "ONNX Runtime": onnx_peer.predictor(network),
    }
    for predict in found.values():
        np.testing.assert_allclose(predict(X), network.predict(X), rtol=0, atol=1e-5)
    return [Contestant(name=name, run=partial(per_call, predict, X)) for name, predict in found.items()]


def bare_products(workload: Workload) -> float:
    """Return how long the products of a dense network's epoch would take at the machine's own rate."""
    sizes = [784, *(layer["units"] for layer in workload.architecture["layers"])]
    products = [n_in * n_out for n_in, n_out in pairwise(sizes)]
    # forward, ∂C/∂w, and wᵀδ for all layers but the first; a multiplication and an addition each
    operations = 2 * workload.size * (3 * sum(products) - products[0])
    return float(operations / machine.product_rate())


def per_call(predict: Callable[[Array], Array], X: Array) -> float:
    """Return the mean seconds of a call, after one that is not measured."""
    predict(X)
    calls, started = 0, time.perf_counter()
    while (seconds := time.perf_counter() - started) < LEAST_SECONDS:
        for _ in range(CALLS):
            predict(X)
        calls += CALLS
    return seconds / calls


def measure(name: str, contestants: list[Contestant], repeats: int) -> dict[str, Any]:
    """Return the times of all turns, and for each peer how many times as long as ourselves it took."""
    seconds: dict[str, list[float]] = {contestant.name: [] for contestant in contestants}
    for _ in range(repeats):
        for contestant in contestants:
            time.sleep(REST_SECONDS)
            seconds[contestant.name].append(contestant.run())
    mine = np.array(seconds[OURS])
    ratios = {peer: np.array(times) / mine for peer, times in seconds.items() if peer != OURS}
    return {
        "name": name,
        "seconds": seconds,
        "ratios": {
            peer: {
                "min": float(ratio.min()),
                "median": float(np.median(ratio)),
                "max": float(ratio.max()),
                "goal": GOALS.get((name, peer)),
            }
            for peer, ratio in ratios.items()
        },
    }


if __name__ == "__main__":
    main()
