"""Textures made by formula, to try mosaics with: bark, tiles, waves, threads, strokes. All begin again at their borders.

Axes: h rows, w columns, 3 RGB, n points; colours sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from numpy.typing import NDArray

from pinxit.core.picture import Picture

Doubles = NDArray[np.float64]

SIDE = 512  # pixels
_INK = ((0.04, 0.08, 0.20), (0.10, 0.27, 0.47), (0.36, 0.60, 0.72), (0.78, 0.87, 0.86), (0.97, 0.96, 0.91))
_WOOD = ((0.09, 0.06, 0.05), (0.24, 0.16, 0.11), (0.42, 0.31, 0.22), (0.60, 0.49, 0.37), (0.80, 0.72, 0.60))
_STONES = ((0.16, 0.20, 0.33), (0.13, 0.40, 0.47), (0.75, 0.28, 0.17), (0.90, 0.65, 0.25), (0.93, 0.89, 0.78))
_WOOL = ((0.14, 0.08, 0.17), (0.45, 0.10, 0.20), (0.78, 0.27, 0.22), (0.93, 0.62, 0.33), (0.98, 0.90, 0.70))
_OIL = ((0.07, 0.09, 0.14), (0.17, 0.27, 0.45), (0.35, 0.52, 0.44), (0.86, 0.66, 0.28), (0.96, 0.92, 0.80))


def pattern(name: str, side: int = SIDE, seed: int = 0) -> Picture:
    """The texture of that name, side x side pixels. KeyError for a name that is not in PATTERNS."""
    rgb_hw3 = PATTERNS[name](side, np.random.default_rng(seed))
    return Picture(np.clip(rgb_hw3, 0, 1).astype(np.float32))


def bark(side: int, rng: np.random.Generator) -> Doubles:
    """Ridges along the trunk, torn across."""
    bend = 0.10 * _clouds(side, rng, 2, 6)
    y_hw, x_hw = _places(side)
    ridges = _clouds(side, rng, 3, 40, stretch=5.0)
    ridges = np.abs(_at(ridges, y_hw, x_hw + bend))
    tears = np.abs(_at(_clouds(side, rng, 6, 60, stretch=0.5), y_hw + bend, x_hw))
    height = np.clip(0.75 * np.tanh(1.6 * ridges) + 0.25 * np.tanh(2 * tears), 0, 1)
    return _shaded(_coloured(height, _WOOD), height, 0.5) + 0.03 * _clouds(side, rng, 20, 200)[..., None]


def tiles(side: int, rng: np.random.Generator) -> Doubles:
    """Broken stones with joints between them."""
    count = max(2, side // 22)
    y_hw, x_hw = _places(side)
    middles_kk2 = rng.uniform(0.1, 0.9, (count, count, 2))
    shade_kk = rng.random((count, count))
    near = np.full((2, side, side), np.inf)  # the two nearest middles
    found = np.zeros((side, side))
    for dy in range(-2, 3):
        for dx in range(-2, 3):
            row, column = np.floor(y_hw * count) + dy, np.floor(x_hw * count) + dx
            key = row.astype(int) % count, column.astype(int) % count
            away = np.hypot(
                y_hw * count - row - middles_kk2[key][..., 0],
                x_hw * count - column - middles_kk2[key][..., 1],
            )
            closer = away < near[0]
            near[1] = np.where(closer, near[0], np.minimum(near[1], away))
            near[0] = np.where(closer, away, near[0])
            found = np.where(closer, shade_kk[key], found)
    inside = np.clip((near[1] - near[0] - 0.06) / 0.12, 0, 1)
    stones = _coloured(np.clip(found + 0.05 * _clouds(side, rng, 10, 80), 0, 1), _STONES, steps=True)
    stones = _shaded(stones, inside, 0.25) * (0.93 + 0.07 * _clouds(side, rng, 30, 200)[..., None])
    joints = np.array([0.24, 0.22, 0.20])
    return np.asarray(joints + inside[..., None] * (stones - joints))


def waves(side: int, rng: np.random.Generator) -> Doubles:
    """Combed water, as in a woodcut."""
    y_hw, x_hw = _places(side)
    bend = 0.09 * _clouds(side, rng, 1, 4)
    rows = 2 * np.pi * max(1, side // 42)
    height = 0.6 + 0.4 * np.sin(rows * (y_hw + bend + 0.02 * np.sin(8 * np.pi * x_hw)))
    swell = 0.5 + 0.5 * np.tanh(1.2 * _at(_clouds(side, rng, 1, 5), y_hw + bend, x_hw))
    lines = np.clip(2.2 * (height - 0.62), 0, 1)
    return _coloured(np.clip(0.75 * swell + 0.35 * lines - 0.1, 0, 1), _INK) - 0.03 * np.abs(
        _clouds(side, rng, 40, 160)[..., None]
    )


def threads(side: int, rng: np.random.Generator) -> Doubles:
    """Woven wool: warp over weft, weft over warp."""
    count = 2 * max(1, side // 32)
    y_hw, x_hw = _places(side)
    wool = 0.08 + 0.84 * _even(_clouds(side, rng, 1, 5))
    over = (np.floor(y_hw * count) + np.floor(x_hw * count)) % 2 < 1
    across, along = y_hw * count % 1 - 0.5, x_hw * count % 1 - 0.5
    round_ = np.where(over, np.cos(np.pi * across), np.cos(np.pi * along))
    lift = np.where(over, np.cos(np.pi * along), np.cos(np.pi * across))
    fibres = np.where(
        over, _clouds(side, rng, 12, 200, stretch=0.25), _clouds(side, rng, 12, 200, stretch=4.0)
    )
    shade = np.clip(round_, 0, 1) ** 0.6 * (0.55 + 0.45 * lift) + 0.07 * fibres
    colours = _coloured(np.clip(wool + np.where(over, 0.12, -0.08), 0, 1), _WOOL)
    return colours * (0.25 + 0.80 * np.clip(shade, 0, 1.1))[..., None]


def strokes(side: int, rng: np.random.Generator) -> Doubles:
    """Oil paint laid on in short strokes that follow one another."""
    turn = np.pi * _clouds(side, rng, 1, 3)
    shade = _even(_clouds(side, rng, 1, 5))
    canvas = _coloured(shade, _OIL)
    length, breadth = max(3, side // 22), max(1, side // 90)
    v_mm, u_mm = np.meshgrid(*[np.arange(-length, length + 1)] * 2, indexing="ij")
    for _ in range(2 * (side // breadth) ** 2 // 5):
        y, x = rng.integers(0, side, 2)
        cos, sin = np.cos(turn[y, x]), np.sin(turn[y, x])
        along, across = (u_mm * cos + v_mm * sin) / length, (v_mm * cos - u_mm * sin) / breadth
        bristles = 0.10 * np.sin(across * rng.uniform(4, 7) + rng.uniform(0, 6))
        cover = np.clip(3 * (1 - np.abs(across)), 0, 1) * np.clip(3 * (1 - np.abs(along)), 0, 1)
        tone = np.clip(shade[y, x] + 0.10 * rng.standard_normal() + bristles + 0.10 * across, 0, 1)
        rows, columns = ((y + v_mm) % side), ((x + u_mm) % side)
        under = canvas[rows, columns]
        canvas[rows, columns] = under + 0.9 * cover[..., None] * (_coloured(tone, _OIL) - under)
    return canvas


PATTERNS: dict[str, Callable[[int, np.random.Generator], Doubles]] = {
    "bark": bark,
    "tiles": tiles,
    "waves": waves,
    "threads": threads,
    "strokes": strokes,
}


def _places(side: int) -> tuple[Doubles, Doubles]:
    """y and x of every pixel, 0..1."""
    places = np.arange(side) / side
    y_hw, x_hw = np.meshgrid(places, places, indexing="ij")
    return y_hw, x_hw


def _clouds(side: int, rng: np.random.Generator, low: float, high: float, stretch: float = 1.0) -> Doubles:
    """Noise of mean 0 and deviation 1 whose waves fit into the side `low` to `high` times; stretch: how much longer they are down
    than across.
    """
    fy, fx = np.fft.fftfreq(side, 1 / side)[:, None] * stretch, np.fft.rfftfreq(side, 1 / side)[None]
    often = np.hypot(fy, fx)
    power = np.where((often >= low) & (often <= high), 1 / np.maximum(often, 1) ** 1.3, 0)
    field = np.fft.irfft2(np.fft.rfft2(rng.standard_normal((side, side))) * power, (side, side))
    return np.asarray(field / max(field.std(), 1e-9))


def _even(field_hw: Doubles) -> Doubles:
    """Values of deviation 1 as shades 0..1, each as often as another: of tones that a texture lacks, no photo can be made."""
    return np.asarray(0.5 + 0.5 * np.tanh(0.85 * field_hw))


def _at(field_hw: Doubles, y_hw: Doubles, x_hw: Doubles) -> Doubles:
    """A field looked up at places 0..1 (nearest pixel; beyond the border it begins again)."""
    side = len(field_hw)
    looked_up: Doubles = field_hw[
        np.round(y_hw * side).astype(int) % side, np.round(x_hw * side).astype(int) % side
    ]
    return looked_up


def _coloured(value_hw: Doubles, palette: Sequence[Sequence[float]], *, steps: bool = False) -> Doubles:
    """Values 0..1 along a row of colours; steps: the nearest colour, a little lighter or darker."""
    colours_n3 = np.array(palette)
    place = value_hw * (len(palette) - 1)
    if steps:
        place = np.round(place) + 0.3 * (place - np.round(place))
    channels = [np.interp(place, np.arange(len(palette)), colours_n3[:, channel]) for channel in range(3)]
    return np.stack(channels, -1)


def _shaded(rgb_hw3: Doubles, height_hw: Doubles, strength: float) -> Doubles:
    """Light from the upper left on a relief."""
    slope = height_hw - np.roll(height_hw, (1, 1), (0, 1))
    return np.asarray(rgb_hw3 * (1 + strength * np.clip(6 * slope, -1, 1))[..., None])
