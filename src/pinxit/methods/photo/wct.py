"""Method "wct": one pass of a light network moves the statistics of the photo's features to the style's (transfer.py has the
formula, graph.py the graph), and the colour maps to what comes out are applied to the photo at full size. ONNX Runtime and NumPy.

Axes: n regions, h rows, w columns; sRGB 0..1.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from pinxit.core.errors import InputError, ModelError, OptionError
from pinxit.core.extras import needs
from pinxit.core.method import Runner
from pinxit.core.options import numbers_of
from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep, report
from pinxit.imageops.colour import keep_colours
from pinxit.imageops.partners import regions_of, shared, without_partner
from pinxit.imageops.regions import Regions
from pinxit.imageops.resize import resize
from pinxit.methods.photo.colourmaps import colour_maps
from pinxit.methods.photo.spec import WCT, PhotoOptions
from pinxit.runtime.loaded import graph_of
from pinxit.runtime.session import Session
from pinxit.zoo.catalogue import Model
from pinxit.zoo.catalogue import model as find_model

Float = NDArray[np.float32]

GRAPH = "wct.onnx"
REACH = 1 / 24  # of the windows of the colour maps, as a share of the long side
# Variance of a photo below which no map of the whole is sought: steep ones show the steps of a sky of 8 bits, and blocks of JPEG.
FLAT = 1e-2
MULTIPLE = 8  # pixels that the sides are multiples of, so that halving loses no row
SHORTEST, LONGEST = 32, 1536  # pixels of a side that is worked at
TINY = 1e-12
ABSENT = 1e-6  # of a picture: a region that covers less is none


@dataclass(frozen=True)
class Transfer:
    """A loaded network. Holds no mutable state: use it from as many threads as you like."""

    session: Session

    def __call__(self, photo_hw3: Float, style_hw3: Float, inside_nhw: Float, wanted_nhw: Float) -> Float:
        """The photo with the style's statistics, region by region, at the size of the photo; as free as the network paints it.

        inside_nhw, wanted_nhw: how much every pixel of photo and style belongs to each region. Raises ModelError, DeviceError.
        """
        feeds = {"content": _planes(photo_hw3), "style": _planes(style_hw3)}
        feeds |= {"content_regions": inside_nhw[None], "style_regions": wanted_nhw[None]}
        picture_13hw = self.session.run(feeds, ("picture",))["picture"]
        if not np.isfinite(picture_13hw).all():
            raise ModelError("what the network made is not finite: this style does not work on this photo")
        return np.ascontiguousarray(picture_13hw[0].transpose(1, 2, 0))


def load(model: Model | str, device: str) -> Transfer:
    """The network of a model of the zoo on a device, loaded at most once in this process. ModelError, DeviceError."""
    card = find_model(model) if isinstance(model, str) else model
    absent = ModelError(f"{card.id} has no {GRAPH}: name a model such as {WCT}")
    return Transfer(graph_of(card, GRAPH, absent, device=device, threads=None))


@dataclass(frozen=True, eq=False)
class _Wish:
    """What a photo is to look like: styles, a weight for each, and the regions of photo and styles, None without masks."""

    styles: Sequence[Picture]
    weights: Sequence[float]
    regions: Regions | None = None

    def masks(self, picture: int, height: int, width: int) -> Float:
        """How much each pixel of a picture (0: the photo) belongs to each shared region (n,h,w); without regions all to one."""
        if self.regions is None:
            return np.ones((1, height, width), np.float32)
        return np.stack(
            [self.regions.soft(picture, region, height, width) for region in shared(self.regions)]
        )


def repainted(transfer: Transfer, photo: Picture, style: Picture) -> Float:
    """The golden photo in the golden style (h,w,3), exactly as checkers compare it: all there is but masks and options."""
    return _recoloured(transfer, photo, _Wish([style], [1.0]), PhotoOptions())[0]


def prepare(model: Model | str | None, options: PhotoOptions) -> Runner:
    """Load the network. Raises ModelError, DeviceError, OptionError for options that this method cannot follow."""
    if options.init != "content":
        raise OptionError(
            f"init is {options.init!r}: method wct has no start; leave it out, or use method deep."
        )
    if options.size > LONGEST:
        raise OptionError(
            f"size is {options.size}: method wct works at up to {LONGEST} pixels, and the result has the size of the photo all "
            "the same."
        )
    transfer = load(model or WCT, options.device)

    def stylise(inputs: Mapping[str, Sequence[Picture]], on_step: OnStep | None = None) -> Picture:
        photo = inputs["content"][0]
        if inputs.get("init"):
            raise InputError("method wct has no start: leave out the picture in the slot 'init'.")
        masks = _found_masks(inputs, options) if options.auto_masks else inputs.get("masks", ())
        regions = regions_of(masks, [photo, *inputs["style"]])
        weights = numbers_of("style_weights", options.style_weights, len(inputs["style"]))
        if options.strength == 0:
            return photo
        wish = _Wish(inputs["style"], weights, regions)
        result_hw3, finished = _recoloured(transfer, photo, wish, options, on_step)
        notes = [] if regions is None else without_partner(regions, result_hw3, photo.rgb_hw3)
        if not finished:
            notes.append("stopped early: the best so far")
        result = photo.with_rgb(result_hw3)
        for note in notes:
            result = result.with_note(note)
        return result

    return stylise


def working_size(picture: Picture, side: int) -> tuple[int, int]:
    """(height, width) with a long side of about `side` pixels; each a multiple that halves well, and neither very short.

    A narrow picture is squeezed: what is looked for are colour maps, which are stretched back.
    """
    scale = min(1.0, side / max(picture.size))
    height, width = (
        min(LONGEST, max(SHORTEST, round(length * scale / MULTIPLE) * MULTIPLE))
        for length in (picture.height, picture.width)
    )
    return height, width


def _recoloured(
    transfer: Transfer, photo: Picture, wish: _Wish, options: PhotoOptions, on_step: OnStep | None = None
) -> tuple[Float, bool]:
    """The photo (H,W,3) in the styles, mixed by their weights, each counting only where it has the region; whether of all."""
    small_hw3 = resize(photo.rgb_hw3, *working_size(photo, options.size), clip=True)
    inside_nhw = wish.masks(0, *small_hw3.shape[:2])
    made_hw3, change_hw3 = small_hw3, np.zeros_like(small_hw3)
    total_hw1: Float = np.full((*small_hw3.shape[:2], 1), TINY, np.float32)
    used = [number for number, weight in enumerate(wish.weights, 1) if weight > 0]
    done = 0
    for done, number in enumerate(used, 1):
        style = wish.styles[number - 1]
        size = working_size(style, round(options.style_scale * max(small_hw3.shape[:2])))
        wanted_nhw = wish.masks(number, *size)
        picture_hw3 = transfer(small_hw3, resize(style.rgb_hw3, *size, clip=True), inside_nhw, wanted_nhw)
        known_n = wanted_nhw.mean((1, 2)) >= ABSENT
        counts_hw1 = np.float32(wish.weights[number - 1]) * inside_nhw[known_n].sum(0)[..., None]
        change_hw3 += counts_hw1 * (picture_hw3 - small_hw3)
        total_hw1 += counts_hw1
        made_hw3 = (small_hw3 + change_hw3 / total_hw1).astype(np.float32)
        if not report(on_step, done, len(used), f"style {number}", made_hw3):
            break
    maps = colour_maps(small_hw3, made_hw3, REACH, FLAT)
    result_hw3 = maps.applied(photo.rgb_hw3, options.strength)
    if options.keep_colours:
        keep_colours(result_hw3, photo.rgb_hw3, out=result_hw3)
    return result_hw3, done == len(used)


def _found_masks(inputs: Mapping[str, Sequence[Picture]], options: PhotoOptions) -> list[Picture]:
    """The masks that `auto_masks` stands for: looked for with VGG-16, which this method does not need otherwise."""
    with needs("photo"):
        from pinxit.methods.photo.deep import masks_for
    return masks_for(inputs, options)


def _planes(rgb_hw3: Float) -> Float:
    return np.ascontiguousarray(rgb_hw3.transpose(2, 0, 1)[None], np.float32)
