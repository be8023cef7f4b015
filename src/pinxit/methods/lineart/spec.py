"""The card of the room that colours line art: its slots and options. Imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass

from pinxit.core.method import Slot, Spec
from pinxit.core.options import option

MODES = ("flat", "soft", "cel", "blended")
DRAFT = "lineart.draft_v1"  # the model that proposes colours
LINES = "lineart.lines_v1"  # the model that draws lines of photos
# Where the light stands, as columns and rows go: x to the right, y down.
LIGHTS = {
    "top-left": (-1, -1),
    "top": (0, -1),
    "top-right": (1, -1),
    "right": (1, 0),
    "bottom-right": (1, 1),
    "bottom": (0, 1),
    "bottom-left": (-1, 1),
    "left": (-1, 0),
}


@dataclass(frozen=True)
class LineartOptions:
    """Options of `lineart`."""

    mode: str = option(
        "flat",
        "flat: one colour a region; soft: colours flow between the hints of a region; cel: flat, with light and "
        "shadow in steps; blended: soft, with soft light and shadow",
        choices=MODES,
    )
    palette: str | None = option(
        None, 'colours for regions without a hint, as "#e8b04a,#2b5d8a,..."', unit="colours"
    )
    draft: bool = option(
        True,
        "regions without a hint take no colours that a network proposes, but those of palette or reference as they come, "
        "else white",
    )
    seed: int = option(0, "which of the proposals for regions without a hint", low=0)
    lines: str = option(
        "black", "how lines are drawn over the colours", choices=("black", "coloured", "none")
    )
    thin: float | None = option(
        None, "draw lines no wider than this (default: as they are)", low=1.0, high=32.0, unit="pixels"
    )
    gap: int = option(4, "widest gap in a line that colours do not pass", low=0, high=48, unit="pixels")
    light: str = option("top-left", "with cel and blended: where the light stands", choices=tuple(LIGHTS))
    light_colour: str = option("#ffffff", "with cel and blended: colour of the light", unit="#rrggbb")
    light_height: float = option(
        45.0, "with cel and blended: how high it stands above the paper", low=5.0, high=90.0, unit="degrees"
    )


@dataclass(frozen=True)
class ExtractOptions:
    """Options of taking line art from a photo."""

    by: str = option(
        "network",
        "network: outlines as somebody would draw them; xdog: edges, and shadows as dark places",
        choices=("network", "xdog"),
    )
    line_width: float = option(
        1.4, "width of lines for each 1000 pixels of the longer side", low=0.3, high=8.0, unit="pixels"
    )
    detail: float = option(0.5, "how faint an edge becomes a line", low=0.0, high=1.0)


SPEC = Spec(
    name="lineart",
    title="Line art in colours",
    slots=(Slot("content"), Slot("scribbles", low=0), Slot("reference", low=0)),
    options=LineartOptions,
    engine="numpy",
    extra="lineart",
    entry="pinxit.methods.lineart.run:prepare",
)
