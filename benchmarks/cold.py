"""Wall-clock time of `pinxit paint` on a 512-pixel photo: a whole process, from the shell and back."""

from __future__ import annotations

import argparse
import statistics
import subprocess
import sys
import tempfile
import time

from record import machine, record

from pinxit.zoo.samples import sample


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        photo = sample().fitted(512).save(f"{folder}/photo.jpg")
        command = [sys.executable, "-m", "pinxit", "paint", str(photo), "--style", "great-wave"]
        command += ["--out", f"{folder}/painted.jpg", "--overwrite"]
        times = []
        for _ in range(args.runs + 1):
            start = time.perf_counter()
            subprocess.run(command, check=True, capture_output=True)
            times.append(time.perf_counter() - start)
    on = f"median of {args.runs} whole processes after one, {machine()}"
    record("cold_start", {"on": on, "seconds_512": round(statistics.median(times[1:]), 2)}, args.write)


if __name__ == "__main__":
    main()
