"""At what size to paint: how large strokes are in the picture is decided by the size that the painter sees.

The painter was trained on strokes of a certain size in pixels. A picture painted at a long side of 1024
pixels and enlarged has strokes of the same share of the picture whatever its own size; that is what `stroke`
means.
"""

from __future__ import annotations

REFERENCE = 1024  # pixels of the long side at which stroke is 1
WHOLE_PIXELS = 2_400_000  # up to this, a picture is painted in one piece
_NEAR = 1.25  # with no stroke asked for, a picture this close to the working size is painted as it is
_SHORT = 128  # pixels: a short side below this has nothing to paint on, so long strips are shrunk less
_LONG = 16_384  # but never beyond this
_ENLARGE = 4.0  # beyond this, enlarging shows the painter only smooth slopes


def working_size(height: int, width: int, stroke: float | None) -> tuple[int, int]:
    """(height, width) to paint a picture of height x width at. stroke None: the reference size, never
    enlarged.
    """
    long, short = max(height, width), min(height, width)
    if stroke is None:
        scale = min(1.0, REFERENCE / long)
    else:
        scale = min(REFERENCE / stroke / long, _ENLARGE)
    if scale < 1:
        scale = max(scale, min(1.0, _SHORT / short, _LONG / long))
    if stroke is None and scale >= 1 / _NEAR:
        return height, width
    return max(1, round(height * scale)), max(1, round(width * scale))


def thumbnail_size(height: int, width: int, side: int) -> tuple[int, int]:
    """(height, width) of the thumbnail on which statistics are measured: the long side at most `side`, strips
    longer.
    """
    long, short = max(height, width), min(height, width)
    scale = min(1.0, side / long)
    scale = max(scale, min(1.0, _SHORT / short, _LONG / long))
    return max(1, round(height * scale)), max(1, round(width * scale))
