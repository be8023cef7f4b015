"""From a drawing to a coloured one: lines, regions, flat colours, what is soft, light, layers, and the picture that they make."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep, report
from pinxit.methods.lineart.colours import colour_of, palette_of
from pinxit.methods.lineart.draft import Drafting, load
from pinxit.methods.lineart.flat import PAPER, Meant, flat_layer, meant, of_draft
from pinxit.methods.lineart.hints import Hint, mark, read_hints
from pinxit.methods.lineart.layers import Layer, colour_layers, composed, light_layers, line_layer
from pinxit.methods.lineart.proposal import Palette, evenly, gathered, palette_from, propose, snapped
from pinxit.methods.lineart.regions import Regions, find_regions
from pinxit.methods.lineart.shading import Light, shade
from pinxit.methods.lineart.sketch import ink_of, walls_of
from pinxit.methods.lineart.soft import flow
from pinxit.methods.lineart.spec import DRAFT, LineartOptions
from pinxit.methods.lineart.thinning import thinned
from pinxit.zoo.catalogue import Model

Float = NDArray[np.float32]

_STAGES = 4


@dataclass(frozen=True, eq=False)
class Coloured:
    """layers: the first at the bottom. picture: what they make. regions: the part of the drawing each pixel belongs to."""

    picture: Picture
    layers: tuple[Layer, ...]
    regions: Regions


def prepare(
    model: Model | str | None = None, options: LineartOptions | None = None, *, hints: Any = None
) -> Colourist:
    """Read once what is used every time. model: proposes colours; a model of the zoo or its id, None: the packaged one.

    hints: the path of a hints.json, or the list that it would hold. Raises InputNotFound, InputError, OptionError, ModelError.
    """
    options = options or LineartOptions()
    return Colourist(
        options,
        load(model or DRAFT) if options.draft else None,
        () if hints is None else read_hints(hints),
        None if options.palette is None else evenly(palette_of(options.palette)),
        Light(options.light, options.light_height, colour_of(options.light_colour, "light_colour")),
    )


@dataclass(frozen=True, eq=False)
class Colourist:
    """Colours drawings; what `prepare` has read."""

    options: LineartOptions
    drafting: Drafting | None
    hints: tuple[Hint, ...]
    palette: Palette | None
    light: Light

    def __call__(self, inputs: Mapping[str, Sequence[Picture]], on_step: OnStep | None = None) -> Picture:
        """The picture alone; see `coloured`."""
        return self.coloured(inputs, on_step).picture

    def coloured(
        self,
        inputs: Mapping[str, Sequence[Picture]],
        on_step: OnStep | None = None,
    ) -> Coloured:
        """Colour one drawing.

        inputs: content, and scribbles and reference if there are any. Raises InputError for hints that do not fit the drawing.
        """
        drawing = inputs["content"][0]
        scribbles, reference = (next(iter(inputs.get(slot, ())), None) for slot in ("scribbles", "reference"))
        marks = mark(self.hints, scribbles, drawing.height, drawing.width)
        ink_hw = ink_of(drawing)
        report(on_step, 1, _STAGES, "regions")
        regions = find_regions(walls_of(ink_hw), self.options.gap)
        hints = meant(regions, marks)
        report(on_step, 2, _STAGES, "colours")
        proposed_r3, known = self._proposed(ink_hw, regions, hints, reference)
        flat = flat_layer(regions, hints, proposed_r3)
        soft_hw3 = None
        if self.options.mode in ("soft", "blended"):
            soft_hw3 = flow(regions, hints, ink_hw, flat.rgb_hw3)
        layers = colour_layers(flat, soft_hw3)
        report(on_step, 3, _STAGES, "light")
        if self.options.mode in ("cel", "blended"):
            layers += light_layers(shade(regions, self.light, steps=self.options.mode == "cel"))
        layers += self._lines(ink_hw, layers)
        picture = Picture(composed(layers, drawing.height, drawing.width))
        report(on_step, _STAGES, _STAGES, "layers")
        for note in _notes(drawing, regions, hints, known):
            picture = picture.with_note(note)
        return Coloured(picture, tuple(layers), regions)

    def _proposed(
        self, ink_hw: Float, regions: Regions, hints: Meant, reference: Picture | None
    ) -> tuple[Float, bool]:
        """A colour for each region without a hint (r x 3), and whether that is more than the white of paper."""
        palette = self.palette
        if palette is None and reference is not None:
            palette = palette_from(reference)
        if self.drafting is not None:
            drafted_r3 = of_draft(
                self.drafting.draft(ink_hw, regions, hints, palette, self.options.seed), regions
            )
            if self.palette is not None:
                return snapped(drafted_r3, self.palette.colours_c3), True
            return gathered(drafted_r3, regions.sizes()), True
        paper_r3 = np.full((regions.count, 3), PAPER, np.float32)
        if palette is None:
            return paper_r3, False
        paper_r3[hints.hinted_r] = hints.colours_n3[hints.first_r[hints.hinted_r]]
        return propose(regions, palette, paper_r3, hints.hinted_r, self.options.seed), True

    def _lines(self, ink_hw: Float, below: Sequence[Layer]) -> list[Layer]:
        if self.options.lines == "none":
            return []
        if self.options.thin is not None:
            ink_hw = thinned(ink_hw, self.options.thin)
        if self.options.lines == "black":
            return [line_layer(ink_hw)]
        return [line_layer(ink_hw, composed(below, *ink_hw.shape))]


def _notes(drawing: Picture, regions: Regions, hints: Meant, known: bool) -> list[str]:
    bare = regions.count - int(np.count_nonzero(hints.hinted_r))
    notes = []
    if bare and not known:
        notes.append(
            f"{bare} of {regions.count} regions have no hint and stay white: add hints, a palette or a reference"
        )
    if drawing.alpha_hw is not None:
        notes.append("transparency laid on white")
    if drawing.depth == 16:
        notes.append("16 bits per channel reduced to 8: layers have no more")
    if drawing.icc is not None:
        notes.append("the drawing's colour profile is left out: colours are sRGB")
    return notes
