"""From a drawing to a coloured one: lines, regions, flat colours, what is soft, light, layers, and the picture that they make."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep, report
from pinxit.methods.lineart.colours import colour_of, palette_of
from pinxit.methods.lineart.draft import Drafting, load
from pinxit.methods.lineart.flat import PAPER, Meant, flat_layer, meant
from pinxit.methods.lineart.hints import Hint, Marks, mark, read_hints, refuse_beyond
from pinxit.methods.lineart.layers import Layer, colour_layers, composed, light_layers, line_layer
from pinxit.methods.lineart.mixing import mixed
from pinxit.methods.lineart.proposal import Palette, evenly, gathered, palette_from, propose
from pinxit.methods.lineart.regions import Regions, find_regions
from pinxit.methods.lineart.shading import Light, shade
from pinxit.methods.lineart.sketch import ink_of, walls_of
from pinxit.methods.lineart.spec import DRAFT, LineartOptions
from pinxit.methods.lineart.thinning import thinned
from pinxit.zoo.catalogue import Model

Float = NDArray[np.float32]

_STAGES = 4


@dataclass(frozen=True, eq=False)
class Drawn:
    """What depends on the drawing alone, however it is coloured."""

    drawing: Picture
    ink_hw: Float
    regions: Regions

    @classmethod
    def of(cls, drawing: Picture, gap: int, on_step: OnStep | None = None) -> Drawn:
        """Find the lines of a drawing, and the regions between them. gap: as in `LineartOptions`."""
        ink_hw = ink_of(drawing)
        report(on_step, 1, _STAGES, "regions")
        return cls(drawing, ink_hw, find_regions(walls_of(ink_hw), gap))


@dataclass(frozen=True, eq=False)
class Coloured:
    """layers: the first at the bottom. picture: what they make. regions: the part of the drawing each pixel belongs to.

    hints: which hint coloured which region. colour_r3: the colour of each region; where several hints share one, one of theirs.
    proposed: whether regions without a hint have a colour that was proposed, and not the white of paper.
    """

    picture: Picture
    layers: tuple[Layer, ...]
    regions: Regions
    hints: Meant
    colour_r3: Float
    proposed: bool


def prepare(
    model: Model | str | None = None, options: LineartOptions | None = None, *, hints: Any = None
) -> Colourist:
    """Read once what is used every time. model: proposes colours; a model of the zoo or its id, None: the packaged one.

    hints: the path of a hints.json, or the list that it would hold. Raises InputNotFound, InputError, OptionError, ModelError.
    """
    options = options or LineartOptions()
    given = () if hints is None else read_hints(hints)
    palette = None if options.palette is None else evenly(palette_of(options.palette))
    light = Light(options.light, options.light_height, colour_of(options.light_colour, "light_colour"))
    return Colourist(options, load(model or DRAFT) if options.draft else None, given, palette, light)


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

    def coloured(self, inputs: Mapping[str, Sequence[Picture]], on_step: OnStep | None = None) -> Coloured:
        """Colour one drawing.

        inputs: content, and scribbles and reference if there are any. Raises InputError for hints that do not fit the drawing.
        """
        marks, reference = self._said(inputs)
        drawn = Drawn.of(inputs["content"][0], self.options.gap, on_step)
        return self.painted(drawn, marks, reference, on_step)

    def proposals(
        self, inputs: Mapping[str, Sequence[Picture]], count: int, on_step: OnStep | None = None
    ) -> Iterator[Coloured]:
        """Colour one drawing `count` times, with the options' seed and those after it; its regions are found once."""
        marks, reference = self._said(inputs)
        drawn = Drawn.of(inputs["content"][0], self.options.gap)
        for number in range(count):
            report(on_step, number, count, "proposals")
            options = replace(self.options, seed=self.options.seed + number)
            yield replace(self, options=options).painted(drawn, marks, reference)

    def painted(
        self,
        drawn: Drawn,
        marks: Marks,
        reference: Picture | None = None,
        on_step: OnStep | None = None,
    ) -> Coloured:
        """Colour a drawing whose regions are known from hints that lie where they lie in it."""
        ink_hw, regions = drawn.ink_hw, drawn.regions
        hints = meant(regions, marks)
        report(on_step, 2, _STAGES, "colours")
        proposed_r3, known = self._proposed(ink_hw, regions, hints, reference)
        flat = flat_layer(regions, hints, proposed_r3)
        soft = self.options.mode in ("soft", "blended")
        layers = colour_layers(mixed(regions, hints, ink_hw, flat, soft=soft))
        report(on_step, 3, _STAGES, "light")
        if self.options.mode in ("cel", "blended"):
            layers += light_layers(shade(regions, self.light, steps=self.options.mode == "cel"))
        layers += self._lines(ink_hw, layers)
        picture = Picture(composed(layers, *ink_hw.shape))
        report(on_step, _STAGES, _STAGES, "layers")
        for note in _notes(drawn.drawing, regions, hints, known):
            picture = picture.with_note(note)
        return Coloured(picture, tuple(layers), regions, hints, hints.over(proposed_r3), known)

    def _said(self, inputs: Mapping[str, Sequence[Picture]]) -> tuple[Marks, Picture | None]:
        """What is said about the colours of a drawing that is no frame: hints where they lie, and the reference."""
        drawing = inputs["content"][0]
        scribbles, reference = (next(iter(inputs.get(slot, ())), None) for slot in ("scribbles", "reference"))
        refuse_beyond(self.hints, 1)
        return mark(self.hints, scribbles, drawing.height, drawing.width), reference

    def _proposed(
        self, ink_hw: Float, regions: Regions, hints: Meant, reference: Picture | None
    ) -> tuple[Float, bool]:
        """A colour for each region without a hint (r x 3), and whether that is more than the white of paper."""
        palette = self.palette
        if palette is None and reference is not None:
            palette = palette_from(reference)
        if self.drafting is not None:
            drafted_r3 = self.drafting.draft(ink_hw, regions, hints, palette, self.options.seed)
            return gathered(drafted_r3, regions.sizes()), True
        paper_r3 = np.full((regions.count, 3), PAPER, np.float32)
        if palette is None:
            return paper_r3, False
        return propose(regions, palette, hints.over(paper_r3), hints.hinted_r, self.options.seed), True

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
