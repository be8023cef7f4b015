"""Put `FILE.xz`, which `pinxit studio` gives out unpacked (pinxit.studio.packed), in the place of each file named.

python tools/pack_site.py src/pinxit/data/site/ort/*.wasm
"""

from __future__ import annotations

import lzma
import sys
from pathlib import Path


def pack(path: Path) -> None:
    packed = path.with_name(f"{path.name}.xz")
    packed.write_bytes(lzma.compress(path.read_bytes(), preset=9 | lzma.PRESET_EXTREME))
    path.unlink()


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    for name in sys.argv[1:]:
        pack(Path(name))
