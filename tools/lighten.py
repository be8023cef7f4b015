"""Make a small checkpoint to keep in git, from which a training can go on.

python tools/lighten.py runs/NAME.ckpt recipes/ROOM/NAME.ckpt
"""

from __future__ import annotations

import sys
from pathlib import Path

from pinxit.training.checkpoint import lighten

if __name__ == "__main__":
    if len(sys.argv) != 3:
        sys.exit(__doc__)
    lighten(Path(sys.argv[1]), Path(sys.argv[2]))
    print(f"{sys.argv[2]}: {Path(sys.argv[2]).stat().st_size / 1e6:.1f} MB")
