"""The functions of `import pinxit`; everything else there is a name from further down."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from pinxit.core.picture import Picture
from pinxit.core.progress import OnStep
from pinxit.methods.expression.spec import FPS
from pinxit.zoo.catalogue import DEFAULT_PAINTER
from pinxit.zoo.stylefile import Style


def paint(
    photo: Any,
    style: Any = None,
    *,
    masks: Sequence[Any] | Any = (),
    styles: Sequence[Any] = (),
    on_step: OnStep | None = None,
    device: str = "auto",
    threads: int | None = None,
    model: str = DEFAULT_PAINTER,
    zoo: str | Path | None = None,
    **options: Any,
) -> Picture:
    """Paint one picture; `.save(path)` of the result writes it.

    photo: a path, bytes, a Pillow image, an H x W x 3 uint8 array, or a Picture. style: a name (see
    `styles`), any picture (as `photo`), a .style file, a blend "great-wave:0.6,painting.jpg:0.4", a Style, or
    {name: weight}. masks,
    styles, on_step: see `Painter.paint`. device, threads, model, zoo: see `Painter`. options: strength
    0..1.5, keep_colours, stroke 0.25..4, max_side in pixels. The painter is loaded once per process, so
    calling this in a loop is as quick as a `Painter`.
    """
    from pinxit.methods.paint.painter import Painter

    painter = Painter(device=device, threads=threads, model=model, zoo=zoo)
    return painter.paint(photo, style, masks=masks, styles=styles, on_step=on_step, **options)


def expression(
    portrait: Any, *, driver: Any = None, on_step: OnStep | None = None, **options: Any
) -> Picture:
    """Change the expression of a portrait: `expression("portrait.jpg", smile=0.6).save("out.jpg")`.

    portrait: as `photo` of `paint`. driver: another portrait, whose expression is taken over. options: face, and an
    intensity -1..1.5 for each expression: see
    `pinxit.methods.expression.spec`. The result says in its file that it was edited. Raises InputError where no face is
    found, or none that can be changed, and says why.
    """
    from pinxit.methods import stylise

    inputs = {"content": portrait} if driver is None else {"content": portrait, "driver": driver}
    return stylise("expression", inputs, on_step=on_step, **options)


def expression_film(
    frames: Iterable[Any], *, driver: Any = None, fps: float = FPS, **options: Any
) -> Iterator[Picture]:
    """Change the expression through a film: its frames in, one after the other, and each out as soon as it is made.

    frames: each as `photo` of `paint`, all of one size. fps: frames a second. driver, options: as for `expression`. Points are
    followed from frame to frame and smoothed. A frame without a face comes back as it is, with a note. Raises OptionError and
    InputError at once for what is asked, and InputError at the frame that shows several faces where `face` does not say which.
    """
    from pinxit.core.options import build
    from pinxit.methods.expression.film import Film
    from pinxit.methods.expression.spec import ExpressionOptions

    drivers = [] if driver is None else [Picture.of(driver)]
    film = Film(build(ExpressionOptions, options), drivers, fps)
    return (film.next(Picture.of(frame)) for frame in frames)


def lineart_frames(
    frames: Iterable[Any],
    *,
    hints: Any = None,
    scribbles: Any = None,
    reference: Any = None,
    on_step: OnStep | None = None,
    **options: Any,
) -> Iterator[Picture]:
    """Colour the frames of an animation one after the other; regions keep their colours.

    frames: drawings of one size in their order, each as `photo` of `paint`; read when it is their turn. hints: the path of a
    hints.json, or the list in it; those without a "frame" are for the first. scribbles: those on the first frame. reference: a
    picture. options: those of `lineart`, see `pinxit.methods.lineart.spec`. Raises InputError, OptionError, PictureError.
    """
    from pinxit.core.extras import needs
    from pinxit.core.options import build
    from pinxit.methods.lineart.spec import LineartOptions

    with needs("lineart"):
        from pinxit.methods.lineart.frames import coloured_frames
    inputs = {"scribbles": scribbles, "reference": reference}
    return coloured_frames(frames, inputs, build(LineartOptions, options), hints=hints, on_step=on_step)


def lineart_extract(photo: Any, **options: Any) -> Picture:
    """The lines of a photo or a painting, black on white: `lineart_extract("photo.jpg", detail=0.7).save("lines.png")`.

    photo: as `photo` of `paint`. options: by "network" or "xdog", line_width in pixels for each 1000 of the longer side, detail
    0..1: see `pinxit.methods.lineart.spec`. Raises OptionError, PictureError.
    """
    from pinxit.core.extras import needs
    from pinxit.core.options import build
    from pinxit.methods.lineart.spec import ExtractOptions

    with needs("lineart"):
        from pinxit.methods.lineart.extract import line_art
    return line_art(Picture.of(photo), build(ExtractOptions, options))


def styles(model: str = DEFAULT_PAINTER, zoo: str | Path | None = None) -> list[Style]:
    """The styles that there are, by name: those of the package and the user's own."""
    from pinxit.zoo import catalogue

    return list(catalogue.styles(catalogue.model(model, None if zoo is None else Path(zoo))))
