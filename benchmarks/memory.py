"""Peak memory and time of painting a 48-megapixel photo: a whole process, as the operating system accounts it."""

from __future__ import annotations

import argparse
import subprocess
import sys
import tempfile
import time

from record import machine, record

# The painter reports its own peak: the maximum over all children would hide it behind the maker of the photo.
REPORT = """
import resource, sys
from pinxit.cli import main
code = main(sys.argv[1:])
print("PEAK", resource.getrusage(resource.RUSAGE_SELF).ru_maxrss)
sys.exit(code)
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--write", action="store_true")
    args = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        make = f"from pinxit.zoo.samples import sample; sample('summer-palace').resized(8000, 6000).save({folder + '/big.jpg'!r})"
        subprocess.run([sys.executable, "-c", make], check=True)
        arguments = ["paint", f"{folder}/big.jpg", "--style", "great-wave", "--out", f"{folder}/painted.jpg"]
        start = time.perf_counter()
        done = subprocess.run(
            [sys.executable, "-c", REPORT, *arguments], check=True, capture_output=True, text=True
        )
        seconds = time.perf_counter() - start
    peak = int(done.stdout.split("PEAK")[1]) / 1024
    on = f"8000 x 6000 JPEG, whole process, {machine()}"
    record("memory", {"on": on, "peak_mb_48mp": round(peak), "seconds_48mp": round(seconds)}, args.write)


if __name__ == "__main__":
    main()
