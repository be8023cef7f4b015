"""Painting a picture of any size: `prepare` loads the painter and the styles once, `stylise` paints.

Three cases. At the working size (see `size`) a picture is painted directly: in one piece, or, when large, in
tiles that share statistics measured on a thumbnail. A picture smaller than the working size is enlarged,
painted and shrunk; a larger one is painted small and carried up (see `carry`). The network sees only windows;
the full-size arrays are the photo and the result, which may be one array.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Protocol

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import InputError
from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep, Step, report
from pinxit.imageops.colour import keep_colours
from pinxit.imageops.enlarge import enlarged
from pinxit.imageops.resize import resize
from pinxit.imageops.tiles import Tile, plan_tiles
from pinxit.methods.paint.brush import SMALLEST, load_brush
from pinxit.methods.paint.carry import guide, guide_small
from pinxit.methods.paint.coat import Coat, make_coat
from pinxit.methods.paint.reading import as_style
from pinxit.methods.paint.size import WHOLE_PIXELS, thumbnail_size, working_size
from pinxit.methods.paint.spec import PaintOptions
from pinxit.runtime.tiling import Finish, run_tiled
from pinxit.zoo.catalogue import Model

Float = NDArray[np.float32]
WINDOW = 1024  # pixels a side, context included: it takes about 140 MB inside the runtime


class PaintRunner(Protocol):
    """A prepared painter: a `Runner` with one more promise that a caller may make."""

    def __call__(
        self, inputs: Mapping[str, Sequence[Picture]], on_step: OnStep | None = None, *, reuse: bool = False
    ) -> Picture:
        """Paint inputs["content"][0] with inputs["masks"]. reuse: its array may become the result's."""


def prepare(
    model: Model | str | None = None,
    options: PaintOptions | None = None,
    *,
    style: Any = None,
    styles: Sequence[Any] = (),
) -> PaintRunner:
    """Load the painter and the styles once.

    model: a zoo model or its id; None: the default painter. style: what paints where no mask is; styles: what
    paints where each mask is white, in the order of the masks. Without `style`, the first of `styles` takes
    its place. Styles in any form of `reading.as_style`. Raises StyleNotFound, ModelError, DeviceError,
    OptionError, InputError.
    """
    options = options or PaintOptions()
    given = [*([] if style is None else [style]), *([styles] if isinstance(styles, str) else styles)]
    if not given:
        raise InputError("paint needs a style: give its name, a .style file, or a blend")
    brush = load_brush(model, options.device, options.threads)
    vectors = [brush.vector(as_style(each, brush.model), options.strength) for each in given]

    def finish(painted_hw3: Float, photo_hw3: Float) -> Float:
        return keep_colours(painted_hw3, photo_hw3) if options.keep_colours else painted_hw3

    def stylise(
        inputs: Mapping[str, Sequence[Picture]], on_step: OnStep | None = None, *, reuse: bool = False
    ) -> Picture:
        photo = inputs["content"][0]
        if options.max_side is not None and max(photo.size) > options.max_side:
            photo, reuse = photo.fitted(options.max_side), True
        height, width = photo.height, photo.width
        coat = make_coat(brush, vectors, inputs.get("masks", ()), (height, width))
        size = working_size(height, width, options.stroke)
        reuse = reuse and photo.rgb_hw3.flags.writeable
        if size == (height, width):
            painted, going = _direct(coat, photo.rgb_hw3, on_step, finish, reuse=reuse)
        elif size >= (height, width):
            painted, going = _enlarged(coat, photo.rgb_hw3, size, on_step, finish)
        else:
            painted, going = _carried(coat, photo.rgb_hw3, size, on_step, finish, reuse=reuse)
        result = photo.with_rgb(painted)
        # A stop after a picture in one piece comes too late to leave anything out.
        whole = going or (size >= (height, width) and _is_small(*size))
        return result if whole else result.with_note("stopped early: not all of it is painted")

    return stylise


def _direct(
    coat: Coat, rgb_hw3: Float, on_step: OnStep | None, finish: Finish, *, reuse: bool = False
) -> tuple[Float, bool]:
    """Paint a picture at its own size; returns it, and False if `on_step` said to stop."""
    height, width = rgb_hw3.shape[:2]
    if _is_small(height, width):
        everything = Tile(0, height, 0, width, 0, height, 0, width)
        painted_hw3 = coat.paint(rgb_hw3, height, width, everything)
        going = report(on_step, 1, 1, "painting")
        return np.ascontiguousarray(finish(painted_hw3, rgb_hw3)), going
    statistics = coat.measure(_thumbnail(coat, rgb_hw3))
    tiles = _tiles(coat, height, width)
    out = rgb_hw3 if reuse else np.empty_like(rgb_hw3)

    def work(window_hw3: Float, tile: Tile) -> Float:
        return coat.paint(window_hw3, height, width, tile, statistics)

    if not report(on_step, 1, 1 + len(tiles), "measuring"):
        return (rgb_hw3 if reuse else rgb_hw3.copy()), False
    return out, run_tiled(
        work, rgb_hw3, tiles, out, _from(on_step, 1, 1 + len(tiles)), finish=finish, note="painting"
    )


def _enlarged(
    coat: Coat, rgb_hw3: Float, size: tuple[int, int], on_step: OnStep | None, finish: Finish
) -> tuple[Float, bool]:
    """Paint a picture larger than it is, and shrink the painting: finer strokes than its pixels allow."""
    large_hw3 = resize(rgb_hw3, *size, clip=True)
    painted_hw3, going = _direct(coat, large_hw3, on_step, _as_it_is, reuse=True)
    shrunk_hw3 = resize(painted_hw3, *rgb_hw3.shape[:2], clip=True)
    return finish(shrunk_hw3, rgb_hw3), going


def _carried(
    coat: Coat, rgb_hw3: Float, size: tuple[int, int], on_step: OnStep | None, finish: Finish, *, reuse: bool
) -> tuple[Float, bool]:
    """Paint a picture smaller than it is, and carry the painting up to its size."""
    height, width = rgb_hw3.shape[:2]
    tiles = _tiles(coat, height, width)
    before = _steps(coat, *size) + 1
    total = before + len(tiles)
    small_hw3 = resize(rgb_hw3, *size, clip=True)
    painted_hw3, going = _direct(coat, small_hw3, _from(on_step, 0, total), _as_it_is)
    statistics: tuple[Float, ...] = ()
    if going:
        statistics = coat.measure(_thumbnail(coat, guide_small(small_hw3, painted_hw3)))
        going = report(on_step, before, total, "carrying up", painted_hw3)

    def work(window_hw3: Float, tile: Tile) -> Float:
        strokes_hw3 = enlarged(painted_hw3, height, width, tile)
        guide_hw3 = guide(window_hw3, strokes_hw3, enlarged(small_hw3, height, width, tile))
        return coat.paint(guide_hw3, height, width, tile, statistics)

    def rest(window_hw3: Float, tile: Tile) -> Float:
        return enlarged(painted_hw3, height, width, tile)

    out = rgb_hw3 if reuse else np.empty_like(rgb_hw3)
    if not going:
        run_tiled(rest, rgb_hw3, tiles, out, finish=finish)
        return out, False
    return out, run_tiled(
        work, rgb_hw3, tiles, out, _from(on_step, before, total), rest=rest, finish=finish, note="carrying up"
    )


def _is_small(height: int, width: int) -> bool:
    # Strips are padded to the smallest size that the network takes, which may be many times their pixels.
    return max(height, SMALLEST) * max(width, SMALLEST) <= WHOLE_PIXELS


def _tiles(coat: Coat, height: int, width: int) -> list[Tile]:
    constants = coat.brush.model.manifest.constants
    return plan_tiles(height, width, window=WINDOW, context=constants.context, multiple=constants.multiple)


def _thumbnail(coat: Coat, rgb_hw3: Float) -> Float:
    height, width = rgb_hw3.shape[:2]
    size = thumbnail_size(height, width, coat.brush.model.manifest.constants.thumbnail)
    return rgb_hw3 if size == (height, width) else resize(rgb_hw3, *size, clip=True)


def _steps(coat: Coat, height: int, width: int) -> int:
    """How many steps `_direct` reports for a picture of this size."""
    return 1 if _is_small(height, width) else 1 + len(_tiles(coat, height, width))


def _from(on_step: OnStep | None, before: int, total: int) -> OnStep | None:
    """`on_step` for one stage of longer work: its steps counted after `before`, out of `total`."""
    if on_step is None:
        return None
    return lambda step: on_step(Step(before + step.done, total, step.note, step.preview))


def _as_it_is(painted_hw3: Float, photo_hw3: Float) -> Float:
    return painted_hw3
