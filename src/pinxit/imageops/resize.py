"""Resizing of H x W and H x W x C arrays; written in `pinxit.core.resample`, because `Picture` resizes too."""

from pinxit.core.resample import Kind, resize

__all__ = ["Kind", "resize"]
