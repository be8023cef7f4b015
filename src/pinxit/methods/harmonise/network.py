"""The network that tells levels: the reader that the painter has too, with one number for each kind of painting at its end.

Axes: b batch, k kinds, h rows, w columns.
"""

from __future__ import annotations

from torch import Tensor, nn

from pinxit.methods.harmonise.level import KINDS
from pinxit.torchkit.reader import Reader, ReaderShape


class LevelNetwork(nn.Module):
    """Paintings (b,3,h,w) sRGB 0..1 -> logits (b,k) of the kinds.

    The reader bears the name that it has in a painter's checkpoint, so that a training can begin with that one's weights.
    """

    def __init__(self, shape: ReaderShape | None = None) -> None:
        super().__init__()
        self.reader = Reader(shape or ReaderShape(), len(KINDS))

    def forward(self, painting_b3hw: Tensor) -> Tensor:
        """Tell."""
        logits: Tensor = self.reader(painting_b3hw)
        return logits
