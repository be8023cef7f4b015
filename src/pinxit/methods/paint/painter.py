"""`Painter`: a prepared painter for many pictures, the object behind `pinxit.paint`."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from pinxit.core.method import check
from pinxit.core.options import build
from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep
from pinxit.methods.paint.brush import Brush, load_brush
from pinxit.methods.paint.run import prepare
from pinxit.methods.paint.spec import SPEC, PaintOptions
from pinxit.zoo import catalogue
from pinxit.zoo.stylefile import Style


class Painter:
    """Loads the painter once (at the first picture) and paints many pictures with it, from several threads if
    you like.

    device: "auto", "cpu", "cuda", "dml" or "coreml". threads: CPU threads; None for all physical cores.
    model: id of a painter of the zoo. zoo: a folder of models in place of the packaged one (as the
    environment variable PINXIT_ZOO). Raises ModelError for a model that is not there.
    """

    def __init__(
        self,
        *,
        device: str = "auto",
        threads: int | None = None,
        model: str = catalogue.DEFAULT_PAINTER,
        zoo: str | Path | None = None,
    ) -> None:
        self.model = catalogue.model(model, None if zoo is None else Path(zoo))
        self._place = {"device": device, "threads": threads}
        build(PaintOptions, self._place)  # OptionError now rather than at the first picture

    def brush(self) -> Brush:
        """The painter as a function on arrays, loaded at the first call; ModelError, DeviceError."""
        return load_brush(self.model, **self._place)  # type: ignore[arg-type]

    def styles(self) -> list[Style]:
        """The styles of this painter, by name."""
        return list(catalogue.styles(self.model))

    def paint(
        self,
        photo: Any,
        style: Any = None,
        *,
        masks: Sequence[Any] | Any = (),
        styles: Sequence[Any] = (),
        on_step: OnStep | None = None,
        reuse: bool | None = None,
        **options: Any,
    ) -> Picture:
        """Paint one picture and return it at its own size (unless `max_side` says smaller).

        photo: anything that `Picture.of` takes: path, bytes, Pillow image, H x W x 3 uint8 array, Picture.
        style: a name, any picture, a .style file, a blend "a:0.6,b:0.4", a Style, or {name: weight}. masks, styles:
        further styles, each painted where its mask is white (the general form leaves `style` out and gives
        one style more than masks, the first for the rest). on_step: gets progress. reuse: the photo's own
        array may be overwritten, which halves the memory of a large picture; by default only where `photo` is
        no Picture, so that nobody else can hold the array. options: strength, keep_colours, stroke, max_side
        (see PaintOptions). Raises InputError and its kind, ModelError, DeviceError.
        """
        given = masks if isinstance(masks, list | tuple) else (masks,)
        pictures, checked = check(SPEC, {"content": photo, "masks": given}, {**self._place, **options})
        stylise = prepare(self.model, checked, style=style, styles=styles)
        return stylise(pictures, on_step, reuse=not isinstance(photo, Picture) if reuse is None else reuse)
