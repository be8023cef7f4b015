"""Fonts for words on pictures: Pillow's own where it has the letters, else one of the system's."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

from PIL import ImageFont

__all__ = ["Lettering", "lettering_for"]

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont

# Pillow's built-in font is plain ASCII; these, found by Pillow in the system's font folders, know more. First
# the ones with European accents, then the ones that also know Chinese, Japanese and Korean.
_SYSTEM = (
    "NotoSans-Regular.ttf", "DejaVuSans.ttf", "LiberationSans-Regular.ttf", "Arial.ttf", "arial.ttf",
    "NotoSansCJK-Regular.ttc", "PingFang.ttc", "Hiragino Sans GB.ttc", "msyh.ttc", "simhei.ttf",
    "wqy-microhei.ttc", "Arial Unicode.ttf",
)  # fmt: skip


@dataclass(frozen=True)
class Lettering:
    """A font by name (None: Pillow's own), and whether accents are left out because no font here has them."""

    name: str | None
    plain: bool = False

    def font(self, size: float) -> Font:
        """The font at a size in pixels."""
        return _load(self.name, size)

    def write(self, text: str) -> str:
        """`text` in letters that this font has, as far as that goes (`Cézanne` may become `Cezanne`)."""
        return _without_accents(text) if self.plain else text

    def shortened(self, text: str, font: Font, width: float) -> str:
        """`text`, or as much of it as fits into `width` pixels followed by an ellipsis."""
        text = self.write(text)
        if font.getlength(text) <= width:
            return text
        while text and font.getlength(text + "…") > width:
            text = text[:-1]
        return text.rstrip() + "…"


def lettering_for(texts: Iterable[str]) -> Lettering:
    """The lettering in which all `texts` can be written: one font for all, so that a page is of one piece."""
    letters = {letter for text in texts for letter in text if not letter.isspace()}
    if _has(None, letters):
        return Lettering(None)
    for name in _SYSTEM:
        if _has(name, letters):
            return Lettering(name)
    return Lettering(None, plain=True)


def _has(name: str | None, letters: set[str]) -> bool:
    try:
        font = _load(name, 24)
    except OSError:
        return False
    if isinstance(font, ImageFont.ImageFont):  # Pillow without FreeType: Latin-1 bitmaps
        return all(ord(letter) < 256 for letter in letters)
    missing = bytes(font.getmask("\U0010fffe"))  # what the font draws for a letter that it has not
    return all(ord(letter) < 128 or bytes(font.getmask(letter)) != missing for letter in letters)


def _load(name: str | None, size: float) -> Font:
    return ImageFont.load_default(size) if name is None else ImageFont.truetype(name, size)


def _without_accents(text: str) -> str:
    return "".join(
        letter for letter in unicodedata.normalize("NFKD", text) if not unicodedata.combining(letter)
    )
